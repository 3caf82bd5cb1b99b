"""The debrief as a report: the same parts, in the same order, on the page and on paper."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.debrief import Debrief
from exercises.report import asking, cases, counts, judgement, result, room
from exercises.report.blocks import Block


def report(debrief: Debrief) -> Iterator[Block]:
    """The whole report, from the trainee's own prediction to the contrasts; an instructor reads the same."""
    yield from result.expected(debrief)
    yield from result.administration(debrief)
    yield from result.truth(debrief)
    yield from room.room(debrief)
    yield from counts.counts(debrief)
    yield from judgement.eye(debrief)
    yield from cases.cases(debrief)
    yield from judgement.changes(debrief)
    yield from judgement.sureness(debrief)
    yield from asking.asking(debrief)
    yield from judgement.lawful(debrief)
    yield from cases.contrasts(debrief)
