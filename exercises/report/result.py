"""The first parts of a debrief: the prediction, what the administration saw, the truth, and the ladder."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.debrief import Administration, Debrief
from exercises.language import _, ngettext, number, palette, percent
from exercises.marking import LadderRow, Marking
from exercises.report import figures
from exercises.report.blocks import Bar, Block, Cell, Curves, Figure, Heading, Line, Player, Table, Text


def expected(debrief: Debrief) -> Iterator[Block]:
    """The trainee's own prediction next to the result."""
    told, you = debrief.prediction, debrief.marking.you
    caught = you.caught_by_examination + you.caught_by_documents
    if told is None:
        return
    said = []
    if told["caught"] is not None:
        said.append(
            _("You expected to catch {expected}; your controls found {found}.").format(
                expected=number(float(told["caught"])), found=number(caught)
            )
        )
    if told.get("share") is not None and you.efficiency is not None:
        said.append(
            _("You thought your choice was worth {thought} of the best possible; it was worth {share}.").format(
                thought=percent(float(told["share"])), share=percent(you.efficiency)
            )
        )
    if said:
        yield Heading(_("What you expected"))
        yield Text(" ".join(said), "lead")


def administration(debrief: Debrief) -> Iterator[Block]:
    """What an office knows at the end of the day and after its audit."""
    office = debrief.administration
    yield Heading(_("What the administration knows"))
    yield Text(_("An office knows only what its controls and its audit find. It can report only these figures:"))
    found = office.violations - office.never_found
    yield Table(
        ("", _("Consignments"), _("Violations found")),
        (
            (_("Physical examination"), Figure(number(office.examined)), Figure(number(office.found_by_examination))),
            (_("Document check"), Figure(number(office.documents_checked)), Figure(number(office.found_by_documents))),
            (
                _("Release, then post-clearance audit"),
                Figure(number(office.released)),
                Figure(number(office.found_by_audit)),
            ),
            (_("All"), Figure(number(office.consignments)), Figure(number(found))),
        ),
    )


def truth(debrief: Debrief) -> Iterator[Block]:
    """The full truth in a paragraph, then the curve and the ladder: all three tell the share of the best."""
    yield Heading(_("What was really there"))
    yield Text(sentence(debrief), "lead")
    yield Text(_never_found(debrief.administration))
    if not debrief.has_oracle:
        yield Text(
            _(
                "These are real declarations with known outcomes. Nobody knows the true probability of each, "
                "so there is no best possible choice to compare with, and red flags have no weight here. The "
                "counts below show what was found."
            )
        )
    if not debrief.marking.capacity["red"]:
        return  # a stream with nothing to hold: there is no choice to compare
    yield Heading(_("How fast each choice finds violations"))
    yield Text(_see_curve(debrief))
    yield curve(debrief)
    yield Heading(_("Compared with the others"))
    yield Text(_see_ladder(debrief))
    yield ladder(debrief.marking.ladder, debrief.has_oracle)


def sentence(debrief: Debrief) -> str:
    """What the choice was worth, and its outcome."""
    marking = debrief.marking
    you, best = marking.you, marking.best
    came = _(
        "You used {examined} of {capacity} examinations, and {held} of {violations} violations were in them. Your "
        "examinations and document checks found {found}."
    ).format(
        examined=marking.precision.total,
        capacity=marking.capacity["red"],
        held=marking.recall.count,
        violations=marking.recall.total,
        found=number(you.caught_by_examination + you.caught_by_documents),
    )
    if debrief.detection is not None:
        came = ngettext(
            "You held {examined} consignment, and {held} of {violations} violations were among them. Examination "
            "found {found}.",
            "You held {examined} consignments, and {held} of {violations} violations were among them. Examination "
            "found {found}.",
            marking.precision.total,
        ).format(
            examined=marking.precision.total,
            held=marking.recall.count,
            violations=marking.recall.total,
            found=number(you.caught_by_examination),
        )
    if debrief.detection is not None and debrief.has_oracle and not marking.capacity["red"]:
        return f"{_nothing_to_hold(marking.precision.total)} {came}"
    if best is None or you.efficiency is None:
        return came
    if debrief.detection is not None:
        return f"{_held_worth(marking)} {came}"
    worth = _(
        "Your choice was worth {share} of the best possible choice given what you saw: {yours} violations are expected "
        "among the consignments that you examined, {best} among as many of the best choice."
    ).format(
        share=percent(you.efficiency),
        yours=number(you.expected_examined or 0.0, 1),
        best=number(best.expected_examined or 0.0, 1),
    )
    return " ".join((worth, *_beside(marking), came))


def _nothing_to_hold(held: int) -> str:
    """For a stream in which nothing was likelier a violation than not: there is no share of the best."""
    said = _(
        "No consignment was more likely a violation than not, so the best possible choice holds none, and there is no "
        "share of the best."
    )
    if not held:
        return f"{said} " + _("You held none either: that was right.")
    return f"{said} " + _("Each consignment that you held was more likely lawful.")


def _held_worth(marking: Marking) -> str:
    """What the choice in a stream was worth, counted over as many as the best possible choice holds."""
    worth = ngettext(
        "Your choice was worth {share} of the best possible choice given what you saw. The best possible choice holds "
        "{best} consignment.",
        "Your choice was worth {share} of the best possible choice given what you saw. The best possible choice holds "
        "{best} consignments.",
        marking.capacity["red"],
    ).format(share=percent(marking.you.efficiency or 0.0), best=marking.capacity["red"])
    if marking.precision.total > marking.capacity["red"]:
        worth += " " + _("You held more, so your share is that of as many, drawn by lot from those you held.")
    return " ".join((worth, *_beside(marking)))


def _beside(marking: Marking) -> list[str]:
    """The risk engine's score by the same measure, for comparison."""
    engine = marking.engine
    if engine is None or engine.efficiency is None:
        return []
    return [_("The engine, followed blindly, is worth {share}.").format(share=percent(engine.efficiency))]


def _never_found(office: Administration) -> str:
    return ngettext(
        "There were {violations} violations in all; the office will never hear of {never} of them.",
        "There were {violations} violations in all; the office will never hear of {never} of them.",
        office.violations,
    ).format(violations=office.violations, never=office.never_found)


def curve(debrief: Debrief) -> Curves:
    """Violations caught by the number examined: one line for each player, over the band of chance."""
    capacity = debrief.marking.capacity["red"]
    reach = max(2 * (capacity + debrief.marking.capacity["yellow"]), len(debrief.curves["you"]), 10) + 1
    return Curves(
        lines=tuple(
            Line(name, debrief.curves[name][:reach])
            for name in (*palette.PLAYERS, "hindsight")
            if name in debrief.curves
        ),
        band=(debrief.curves["chance_low"][:reach], debrief.curves["chance_high"][:reach]),
        capacity=capacity,
        across=_("consignments examined"),
        up=_("expected violations among them"),
    )


def ladder(rows: tuple[LadderRow, ...], oracle: bool) -> Table:
    """The players from chance to the best possible choice."""
    most = 1.0 if oracle else max((row.violations_examined for row in rows), default=1.0) or 1.0
    measure = _("Share of the best possible") if oracle else _("Violations examined")
    more = (_("Expected violations"), _("Violations examined")) if oracle else ()
    heads = ("", "", measure, *more, _("Found by examination"), _("Found by documents"), _("Lawful examined"))
    mine = tuple(place for place, row in enumerate(rows) if row.player == "you")
    return Table(heads, tuple(_row(row, oracle, most) for row in rows), mine)


def _row(row: LadderRow, oracle: bool, most: float) -> tuple[Cell, ...]:
    decimals = 1 if row.player == "chance" else 0
    known = row.efficiency if oracle else row.violations_examined
    examined = Figure(number(row.violations_examined, decimals))
    shown = figures.part(known) if oracle else examined
    more = (Figure(number(row.expected_examined or 0.0, 1)), examined) if oracle else ()
    rest = (row.caught_by_examination, row.caught_by_documents, row.lawful_examined)
    bar = Bar(min((known or 0.0) / most, 1.0), row.player)
    return (Player(row.player), bar, shown, *more, *(Figure(number(value, decimals)) for value in rest))


def _see_curve(debrief: Debrief) -> str:
    if not debrief.has_oracle:
        return _(
            "A line that is steeper at the left finds violations sooner; your line ends where your controls "
            "ended. The grey band holds nine of ten choices made by lot; the dashed line is the number of "
            "examinations."
        )
    if debrief.detection is not None:
        return _(
            "A line that is steeper at the left has better first choices. No line can rise above the best "
            "possible choice; your line ends where you stopped holding. The grey band holds nine of ten "
            "choices made by lot; the dashed line is the number that the best possible choice holds."
        )
    return _(
        "A line that is steeper at the left has better first choices. No line can rise above the best "
        "possible choice; your line ends where your controls ended. The grey band holds nine of ten choices "
        "made by lot; the dashed line is the number of examinations."
    )


def _see_ladder(debrief: Debrief) -> str:
    you, engine, best = debrief.marking.you, debrief.marking.engine, debrief.marking.best
    if best is None:
        return _(
            "Hindsight is the result of somebody who knows every outcome. Nobody could know them, so it does not "
            "measure your choice."
        )
    if you.efficiency is None or engine is None or engine.efficiency is None:
        return _("The gap between you and the best possible choice is skill; the gap above that is luck.")
    gap = you.efficiency - engine.efficiency
    if gap > 0.02:
        return _("You chose better than the risk engine, followed blindly: {points} points above it.").format(
            points=number(100 * gap)
        )
    if gap < -0.02:
        said = _("The risk engine's own ranking was {points} points better than your choice.")
        more = [_("See below, under “Where you and the engine differ”, which of its reasons you set aside.")]
        return " ".join((said.format(points=number(-100 * gap)), *(more if debrief.asides else ())))
    return _(
        "You and the risk engine chose equally well; the gap to the best possible choice is what neither of you saw."
    )
