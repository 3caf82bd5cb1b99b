"""Where the trainee decided otherwise than the risk engine: which of its reasons were set aside, and who was right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exercises.debrief import Aside, Debrief
from exercises.language import _, indicator_label, number
from exercises.report.blocks import Block, Cell, Figure, Heading, Lane, Reference, Table, Text
from exercises.report.figures import chance
from simulator.reference import catalogue

SHOWN = 8
"""Rows, those on which the engine was right first (assumption: nobody reads more)."""
REASONS = 2


def asides(debrief: Debrief) -> Iterator[Block]:
    """How many there are of each kind, then those where the engine pointed and the trainee released."""
    if not debrief.asides:
        return
    pointed = [one for one in debrief.asides if one.pointed]
    own = [one for one in debrief.asides if not one.pointed]
    yield Heading(_("Where you and the engine differ"), 3)
    yield Text(
        _(
            "The engine, with the same places, would have controlled {pointed} consignments that you released; "
            "{rightly} of them you released rightly. You controlled {own} that it would have released; {well} of them "
            "reached the line."
        ).format(
            pointed=number(len(pointed)),
            rightly=number(_right(pointed)),
            own=number(len(own)),
            well=number(_right(own)),
        )
    )
    if not pointed:
        return
    heads = (_("Ref"), _("Its reasons, which you set aside"), _("The engine"), _("You"))
    more = (_("Chance of a violation"), _("Who was right"), _("What it was"))
    yield Table((*heads, *more), tuple(_row(one) for one in pointed[:SHOWN]))
    said = _("Right means: by the line below, whatever it was.")
    if len(pointed) > SHOWN:
        said = (
            _("{shown} of {all}, first those on which the engine was right.").format(shown=SHOWN, all=len(pointed))
            + f" {said}"
        )
    yield Text(said, "muted")


def _right(found: Sequence[Aside]) -> int:
    return sum(one.right for one in found)


def _row(one: Aside) -> tuple[Cell, ...]:
    case = one.case
    return (
        Reference(case.declaration_id),
        reasons(one),
        Lane(one.lane, case.streams),
        Lane(case.lane, case.streams),
        Figure(chance(case.posterior or 0.0)),
        _("You") if one.right else _("The engine"),
        _("violation") if case.violation else _("lawful"),
    )


def reasons(one: Aside) -> str:
    """The engine's strongest reasons as the exercise shows them: profiles that matched, then the classifier's."""
    hits = [_(hit.title) for hit in one.view.hits or ()]
    known = catalogue()
    stood_out = [indicator_label(reason.indicator) for reason in one.view.reasons or () if reason.indicator in known]
    return "; ".join(dict.fromkeys([*hits, *stood_out][:REASONS])) or _("no reason stands out")
