"""The later parts of a debrief: d′ of a stream, changes after the advice, confidence, cost to lawful trade."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.debrief import Debrief
from exercises.language import _, money, ngettext, number, signed
from exercises.marking import ENOUGH, Calibration, Detection
from exercises.report import figures
from exercises.report.blocks import Block, Cell, Dots, Figure, Heading, Table, Text


def eye(debrief: Debrief) -> Iterator[Block]:
    """For a stream: how well the trainee told violations from lawful trade, and the criterion."""
    seen = debrief.detection
    if seen is None:
        return
    yield Heading(_("How well you told violations from lawful trade"))
    said = _(
        "d′ says how well you tell violations from lawful trade: 0 is guessing, 1 is fair, 2 is good. The "
        "criterion says where you draw your line between hold and release: above 0 you lean towards release, "
        "below 0 towards holding."
    )
    yield Text(said)
    engine = blindly(debrief)
    rows: list[tuple[Cell | None, ...]] = [
        (
            "d′",
            Figure(figures.eye(seen, 2)),
            figures.from_to(seen.d_prime_interval),
            Figure(figures.eye(engine, 2)) if engine else None,
        ),
        (
            _("Criterion"),
            Figure(number(seen.criterion, 2)),
            figures.from_to(seen.criterion_interval),
            Figure(number(engine.criterion, 2)) if engine else None,
        ),
        (
            _("Violations held (hits)"),
            *figures.share(seen.hit_rate),
            figures.share(engine.hit_rate)[0] if engine else None,
        ),
        (
            _("Lawful consignments held (false alarms)"),
            *figures.share(seen.false_alarm_rate),
            figures.share(engine.false_alarm_rate)[0] if engine else None,
        ),
    ]
    heads = ("", _("You"), _("95 % interval"), *((_("Engine, blindly"),) if engine else ()))
    yield Table(heads, tuple(tuple(cell for cell in row if cell is not None) for row in rows))
    yield Text(_line(seen))
    if not seen.computable:
        yield Text(_("You held nothing or everything, so there is no d′."))
    elif seen.few:
        yield Text(
            _("With so few violations d′ can be off by one or more: pool several streams before you judge."), "muted"
        )


def blindly(debrief: Debrief) -> Detection | None:
    """What the risk engine tells apart that holds as many as the best choice; ``None`` if it cannot play."""
    engine, seen = debrief.marking.engine, debrief.detection
    if engine is None or seen is None:
        return None
    hits, alarms = engine.violations_examined, engine.lawful_examined
    return Detection(hits, seen.violations - hits, alarms, seen.lawful - alarms)


def _line(seen: Detection) -> str:
    low, high = seen.criterion_interval
    if low > 0:
        return _(
            "You lean towards release: if you held a little sooner, you would catch more violations, but "
            "raise more false alarms."
        )
    if high < 0:
        return _("You lean towards holding: fewer lawful traders would wait if you held a little later.")
    return _("Your line does not clearly lean to either side.")


def changes(debrief: Debrief) -> Iterator[Block]:
    """What the trainee changed after the engine's advice, and whether that helped."""
    found = debrief.reliance
    if found is None:
        return
    yield Heading(_("After you saw the risk engine"))
    yield Text(
        ngettext(
            "You judged {judged} consignment before you saw the advice. Changed towards the engine: {toward} "
            "({toward_helped} helped); changed away from it: {away} ({away_helped} helped); kept: {kept}.",
            "You judged {judged} consignments before you saw the advice. Changed towards the engine: "
            "{toward} ({toward_helped} helped); changed away from it: {away} ({away_helped} helped); kept: "
            "{kept}.",
            found.judged,
        ).format(**{name: value for name, value in vars(found).items() if isinstance(value, int)})
    )
    yield Table(
        ("", _("Share"), _("95 % interval")),
        (
            (_("Where the engine was right and you were not, you followed it"), *figures.share(found.rightly_followed)),
            (
                _("Where you were right and the engine was not, you kept your decision"),
                *figures.share(found.rightly_resisted),
            ),
        ),
    )
    yield Text(
        _(
            "A decision is right if the evidence required it, whatever the outcome is. An engine does not help you if "
            "you always follow it."
        ),
        "muted",
    )


def sureness(debrief: Debrief) -> Iterator[Block]:
    """Whether decisions with more confidence were right more often."""
    found = debrief.confidence
    if found is None:
        return
    yield Heading(_("How well your confidence fits the outcomes"))
    if not found.enough:
        yield Text(
            ngettext(
                "You gave a confidence for {count} of the {measured} decisions that are measured here: the half of the "
                "batch that is likelier to hold violations. With {enough} or more, this page shows how well your "
                "confidence fits the outcomes.",
                "You gave a confidence for {count} of the {measured} decisions that are measured here: the half of the "
                "batch that is likelier to hold violations. With {enough} or more, this page shows how well your "
                "confidence fits the outcomes.",
                found.judgements,
            ).format(count=found.judgements, measured=found.measured, enough=ENOUGH)
        )
        return
    yield Text(_over(found))
    yield Dots(
        tuple(
            (level.stated, value, *level.right.interval, level.right.total)
            for level in found.levels
            if (value := level.right.value) is not None
        ),
        _("how sure you were"),
        _("how often you were right"),
    )
    yield Text(
        _(
            "On the dashed line, confidence and outcomes agree; below it you were too sure. Brier score "
            "{brier}: 0 is perfect; always saying 50 % gives 0.25."
        ).format(brier=number(found.brier, 3)),
        "muted",
    )
    yield Text(
        _(
            "Measured on the {measured} consignments that are likelier to hold violations, the same for everybody. "
            "A release without a confidence counts as certain, a control without one as a guess."
        ).format(measured=found.measured),
        "muted",
    )


def _over(found: Calibration) -> str:
    said = _("On the whole you were {points} points overconfident ({low} to {high}).")
    if found.over < 0:
        said = _("On the whole you were {points} points underconfident ({low} to {high}).")
    points, low, high = (100 * value for value in (found.over, found.over_low, found.over_high))
    return said.format(points=number(abs(points)), low=signed(low), high=signed(high))


def lawful(debrief: Debrief) -> Iterator[Block]:
    """The cost to lawful trade."""
    found = debrief.lawful
    yield Heading(_("What it cost lawful trade"))
    yield Text(
        ngettext(
            "{delayed} of {lawful} lawful consignment waited, {hours} hours in all. A day of delay costs 0.6 to 2.1 % "
            "of the goods' value: {low} to {high}. Your officers worked {officers} hours.",
            "{delayed} of {lawful} lawful consignments waited, {hours} hours in all. A day of delay costs 0.6 to 2.1 % "
            "of the goods' value: {low} to {high}. Your officers worked {officers} hours.",
            found.lawful,
        ).format(
            delayed=found.delayed,
            lawful=found.lawful,
            hours=number(found.hours),
            low=money(found.cost_low, "EUR"),
            high=money(found.cost_high, "EUR"),
            officers=number(found.officer_hours, 1),
        )
    )
