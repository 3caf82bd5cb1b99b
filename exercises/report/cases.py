"""The review of each consignment, missed ones first, and the two contrasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exercises.debrief import CaseReview, Debrief
from exercises.language import _, ngettext, percent, story_label
from exercises.report.blocks import Block, Case, Cell, Figure, Heading, Lane, Reference, Table, Text
from exercises.report.figures import chance
from exercises.report.waterfall import explained

GROUPS = ("missed", "unlucky", "caught", "thin", "lucky", "wasted", "bad_look")
"""Verdicts in the order of the report; lawful goods that were released are not reviewed one by one."""
CONTRASTS = 5


def heading(verdict: str) -> tuple[str, str]:
    """A group's title, and what it means by the rule."""
    return {
        "missed": (_("Missed"), _("Violations that reached the line, and that you released.")),
        "unlucky": (
            _("Released below the line"),
            _("Violations whose chance was below the line: what was shown did not call for a control."),
        ),
        "caught": (_("Sent to a control"), _("Violations that reached the line, and that you controlled.")),
        "thin": (
            _("Controlled below the line, with a reason"),
            _("Violations that you controlled, although their chance was below the line; a fact spoke for it."),
        ),
        "lucky": (
            _("Controlled by luck"),
            _("Violations that you controlled, although their chance was below the line and no fact spoke for it."),
        ),
        "wasted": (
            _("Lawful, controlled below the line"),
            _("What was shown did not call for a control. A place to spare costs only the time of lawful trade."),
        ),
        "bad_look": (_("Lawful, rightly controlled"), _("They reached the line, so a control was right.")),
        "released": (_("Lawful and released"), ""),
    }[verdict]


def cases(debrief: Debrief) -> Iterator[Block]:
    """The rule, how the chances are computed, and the reviewed consignments, by verdict."""
    yield Heading(_("Consignment by consignment"))
    if debrief.control_from is not None:
        yield Text(rule(debrief), "lead")
    yield Text(_flag_sentence(debrief))
    reviewed = [case for verdict in GROUPS for case in debrief.cases if case.verdict == verdict]
    yield from explained(reviewed)
    for verdict in GROUPS:
        found = [case for case in reviewed if case.verdict == verdict]
        if found:
            title, meaning = heading(verdict) if debrief.has_oracle else (heading(verdict)[0], "")
            if not debrief.has_oracle and verdict == "wasted":
                title = _("Lawful, and controlled")
            yield Heading(title, 3, len(found))
            if meaning:
                yield Text(meaning, "muted")
            yield from (Case(case) for case in found)


def rule(debrief: Debrief) -> str:
    """The one rule of the verdicts, with how many consignments it concerns."""
    line, reached = debrief.control_from, sum(case.asked_for_control for case in debrief.cases)
    assert line is not None
    if debrief.detection is not None:
        said = _(
            "The line is {line}: from there a consignment is more likely a violation than not, and you should have "
            "held it. What counts is the chance at the time of your decision."
        ).format(line=percent(line, 0 if line >= 0.01 else 1))
        return f"{said} {_reached(reached)}"
    said = _(
        "The line is {line}: from there an officer with your places should have controlled a consignment. What counts "
        "is the chance given what you saw."
    ).format(line=percent(line, 0 if line >= 0.01 else 1))
    places = sum(debrief.marking.capacity.values())
    if reached < places:
        why = _("It is the chance before looking: there were places to spare below it.")
    elif reached > places:
        why = _("The best possible choice used its last place there; not all that reached the line found a place.")
    else:
        why = _("The best possible choice used its last place there.")
    return f"{said} {why} {_reached(reached)}"


def _reached(count: int) -> str:
    return ngettext("{count} consignment reached it.", "{count} consignments reached it.", count).format(count=count)


def contrasts(debrief: Debrief) -> Iterator[Block]:
    """Lawful consignments that looked bad, and violations that looked lawful; both with the strongest first."""
    if not debrief.has_oracle:
        return
    lawful = [case for case in debrief.cases if not case.violation and case.asked_for_control]
    bad = [case for case in debrief.cases if case.violation and not case.asked_for_control]
    yield Heading(_("Reached the line, was lawful"))
    if lawful:
        yield Text(_("A control is right here, although it finds nothing: not every red flag means a violation."))
        yield brief(sorted(lawful, key=lambda case: -(case.posterior or 0.0))[:CONTRASTS])
    else:
        yield Text(_("None here: everything that reached the line was a violation."), "muted")
    yield Heading(_("Below the line, was a violation"))
    if bad:
        yield Text(_("What was shown did not call for a control of these violations; random checks find some of them."))
        yield brief(sorted(bad, key=lambda case: case.posterior or 0.0)[:CONTRASTS])
    else:
        yield Text(_("None here: every violation reached the line."), "muted")


def brief(found: Sequence[CaseReview]) -> Table:
    """Cases as a short table: reference, lane, probability given what was shown, what it was."""
    rows = tuple(_brief(case) for case in found)
    return Table((_("Ref"), _("Your lane"), _("Probability from what was shown"), _("What it was")), rows)


def _brief(case: CaseReview) -> tuple[Cell, ...]:
    seen = Figure(chance(case.posterior or 0.0))
    return Reference(case.declaration_id), Lane(case.lane, case.streams), seen, story_of(case)


def kind(case: CaseReview) -> str:
    """What it was, in a word or two."""
    if case.violation:
        label = story_label(case.story.id, case.story.fields)
        return label[:1].upper() + label[1:]
    return _("Honest error") if case.status == "honest_error" else _("Lawful")


def story_of(case: CaseReview) -> str:
    """What it was, and what showed it."""
    return case.story.text()


def odds(case: CaseReview) -> str:
    """The chance before looking, by the queue where the file stayed closed, and given what was seen; "" without an
    oracle."""
    if case.posterior is None or case.prior is None:
        return ""
    figures = {"prior": chance(case.prior), "posterior": chance(case.posterior)}
    if case.opened:
        return _("chance of a violation: {prior} before looking, {posterior} given all that you saw").format(**figures)
    if case.queue_chance is None:
        return _(
            "chance of a violation: {prior} before looking, {posterior} given the file, which you did not open"
        ).format(**figures)
    return _(
        "chance of a violation: {prior} before looking, {queue} given what the queue showed, {posterior} given the "
        "file, which you did not open"
    ).format(queue=chance(case.queue_chance), **figures)


def _flag_sentence(debrief: Debrief) -> str:
    flags = debrief.marking.flags
    if flags is None:
        return _("Missed violations first.")
    return _(
        "Missed violations first. Red flags you cited rightly: {right}; cited but not there: {wrong}; missed on what "
        "you opened: {missed}. Each consignment starts with the chance before looking; the lines show what raised it, "
        "then what lowered it, and the chance after each."
    ).format(right=flags.right, wrong=flags.wrong, missed=flags.missed)
