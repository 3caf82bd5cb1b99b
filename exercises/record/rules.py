"""The rules of play: what a trainee may do next, given what the attempt's log says.

They are pure functions of the terms, the record and the time. An attempt in memory calls them before it writes; the
store calls them inside its transaction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from exercises.design import Terms
from exercises.record.line import Act, Line
from exercises.record.record import Decision, Record
from exercises.record.refusals import (
    AlreadyDecided,
    AlreadySubmitted,
    CapacityExceeded,
    NoTimeLeft,
    NotOffered,
    NotSubmitted,
    TooLate,
    UnknownConsignment,
)
from simulator.errors import InputError
from simulator.office import Means

CONFIDENCE = (1, 2, 3, 4)
"""The levels of confidence: guess, unsure, fairly sure, certain."""
NOTE_LENGTH = 2_000
"""The largest number of characters in a note."""
Placed = tuple[Act, int | None]
"""An act, and the place of its consignment in the queue, from 0, if it has one."""
FLAGS_CITED = 50
"""The largest number of red flags cited on one consignment."""


def arrives(terms: Terms, record: Record, position: int) -> datetime | None:
    """When the consignment at a position of the queue (from 0) arrives; ``None``: it is there from the start."""
    if terms.pace is None or record.begun_at is None:
        return None
    return record.begun_at + timedelta(seconds=terms.pace.every * position)


def arrived(terms: Terms, record: Record, now: datetime) -> int:
    """How many consignments of a stream had arrived at a time; 0 before the start.

    A player's own time is never before what was shown or acted on (``Record.not_before``).
    """
    if terms.pace is None or record.begun_at is None:
        return 0
    return int((now - record.begun_at).total_seconds() // terms.pace.every) + 1


def leaves(terms: Terms, record: Record, position: int) -> datetime | None:
    """When a consignment of a stream is released if the trainee has not held it; ``None`` in a batch."""
    arrival = arrives(terms, record, position)
    return arrival + timedelta(seconds=terms.pace.release) if arrival and terms.pace else None


def ends(terms: Terms, record: Record, volume: int) -> datetime | None:
    """When the time for decisions ends; ``None`` without a clock, or before it started."""
    if record.begun_at is None:
        return None
    if terms.pace is not None:
        return leaves(terms, record, volume - 1)
    return None if terms.minutes is None else record.begun_at + timedelta(minutes=terms.minutes)


def next_line(terms: Terms, record: Record, act: Act, now: datetime, position: int | None = None) -> Line | None:
    """The line that an act adds to the log; ``None`` if it adds nothing new.

    ``position`` is the place in the queue, from 0; without it no consignment can be too late. Raises AlreadySubmitted,
    NotSubmitted (a reflection), CapacityExceeded, TooLate, AlreadyDecided, NotOffered, NoTimeLeft; InputError for a
    lane, flags, confidence or note that is not valid. A refused act changes nothing.
    """
    if len(act.note) > NOTE_LENGTH and act.kind != "decide":
        raise InputError(_too_long(act))
    if act.kind == "reflect":
        if record.submitted_at is None:
            raise NotSubmitted("a reflection is possible only after submission; submit first")
    elif record.submitted_at is not None:
        raise AlreadySubmitted("this attempt is submitted; nothing more can be changed")
    if act.kind == "decide":
        _check_decision(terms, record, act, now, position)
    elif act.kind == "request":
        if act.detail["means"] in record.requests.get(str(act.declaration_id), {}):
            return None
        act = _priced(terms, record, act, now, position)
    elif act.kind == "look":
        if act.declaration_id in record.judged:
            return None
        _check_judged(terms, record, str(act.declaration_id))
    elif _says_nothing_new(record, act):
        return None
    return Line(**vars(act), sequence=record.sequence + 1, at=now)


def next_lines(terms: Terms, record: Record, acts: Sequence[Placed], now: datetime) -> list[Line]:
    """The lines that these acts add one after the other; raises like ``next_line``, and then adds none of them.

    The record stays as it is.
    """
    seen, lines, now = record.copy(), [], record.not_before(now)
    for act, position in acts:
        if line := next_line(terms, seen, act, now, position):
            seen.take(line)
            lines.append(line)
    return lines


def _says_nothing_new(record: Record, act: Act) -> bool:
    if act.kind == "open":
        return record.last_opened == act.declaration_id
    return act.kind == "begin" and record.begun_at is not None


def _check_decision(terms: Terms, record: Record, act: Act, now: datetime, position: int | None) -> None:
    name = str(act.declaration_id)
    faults = []
    if act.lane is not None and act.lane not in terms.lanes:
        faults.append(f"{name}: lane {act.lane!r} does not exist; choose one of {', '.join(terms.lanes)}")
    if len(act.flags) > FLAGS_CITED or len(set(act.flags)) != len(act.flags):
        faults.append(f"{name}: cite each red flag once, and at most {FLAGS_CITED}")
    if act.confidence is not None and act.confidence not in CONFIDENCE:
        faults.append(f"{name}: confidence {act.confidence!r} does not exist; choose 1 to {CONFIDENCE[-1]}")
    if len(act.note) > NOTE_LENGTH:
        faults.append(_too_long(act))
    if faults:
        raise InputError(faults)
    _check_time(terms, record, name, now, position)
    held = record.decisions.get(name, Decision(name)).lane
    if terms.feedback and held is not None:
        raise AlreadyDecided(f"{name}: the outcome was shown, so the decision is final")
    places = terms.capacity.get(act.lane or "")
    # A consignment that keeps its lane takes no new place, even if the limit was lowered meanwhile.
    if act.lane is not None and places is not None and held != act.lane and record.used(act.lane) >= places:
        raise CapacityExceeded(act.lane, places)


def _priced(terms: Terms, record: Record, act: Act, now: datetime, position: int | None) -> Act:
    """The request with its cost."""
    means = str(act.detail["means"])
    cost = terms.means.get(cast(Means, means))
    if cost is None:
        raise NotOffered(f"{means} is not offered in this exercise")
    _check_time(terms, record, str(act.declaration_id), now, position)
    left = math.inf if terms.officer_minutes is None else terms.officer_minutes - record.minutes
    if cost.minutes > left:
        raise NoTimeLeft(cost.minutes, left)
    return replace(act, detail={"means": means, **cost.model_dump()})


def _check_judged(terms: Terms, record: Record, name: str) -> None:
    standing = record.decisions.get(name)
    judged = standing is not None and standing.lane is not None and standing.confidence is not None
    if terms.judge_first and not judged:
        raise NotOffered(f"{name}: first choose a lane and say how sure you are")


def _check_time(terms: Terms, record: Record, name: str, now: datetime, position: int | None) -> None:
    arrival = None if position is None else arrives(terms, record, position)
    if arrival is not None and now < arrival:
        raise UnknownConsignment(name)  # as if it did not exist: it has not come yet
    departure = None if position is None else leaves(terms, record, position)
    if departure is not None and now >= departure:
        raise TooLate(f"{name} has been released; its time was up")
    end = ends(terms, record, 0) if terms.pace is None else None
    if end is not None and now >= end:
        raise TooLate("the time of this exercise is up; submit your decisions")


def _too_long(act: Act) -> str:
    where = f"{act.declaration_id}: " if act.declaration_id else ""
    return f"{where}the note has {len(act.note)} characters; shorten it to {NOTE_LENGTH}"
