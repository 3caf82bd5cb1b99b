"""An attempt: the only thing that a trainee's view, or a simulated trainee, touches.

``MemoryAttempt`` plays in memory (previews, tests); ``StoredAttempt`` plays in the store. Both hand out visible fields
and shown advice alone until the attempt is submitted.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import pandas as pd

from exercises.advice import EngineView, Help, HitView, LeafView
from exercises.batch import ExerciseBatch
from exercises.debrief import Debrief, review
from exercises.screen import ExerciseCard, Screen
from exercises.store.attempt import LANES, NOTE_LENGTH, AttemptStore
from exercises.store.errors import AlreadySubmitted, CapacityExceeded, NotSubmitted
from exercises.store.instructor import InstructorStore
from exercises.store.journal import Decision as Line
from simulator.declaration import Consignment
from simulator.errors import InputError

__all__ = [
    "Attempt",
    "Debrief",
    "Decision",
    "EngineView",
    "ExerciseCard",
    "Help",
    "HitView",
    "LeafView",
    "MemoryAttempt",
    "Screen",
    "StoredAttempt",
    "checked",
    "led_debrief",
    "load_screen",
]

CONFIDENCE = (1, 2, 3, 4)


@dataclass(frozen=True)
class Decision:
    """A trainee's present decision on one consignment; ``lane`` is ``None`` for a draft without a lane."""

    declaration_id: str
    lane: str | None = None
    flags: tuple[str, ...] = ()
    confidence: int | None = None
    note: str = ""
    at: datetime | None = None


class Attempt(Protocol):
    """One person's attempt at one exercise. A consignment without a lane at submission counts as green."""

    @property
    def card(self) -> ExerciseCard:
        """What may be known of the exercise."""

    @property
    def submitted(self) -> bool:
        """Whether the attempt is closed."""

    def queue(self) -> pd.DataFrame:
        """All consignments in their frozen order, with the schema fields up to the exercise's tier; a copy."""

    def consignment(self, declaration_id: str) -> Consignment:
        """One consignment's visible fields; ``UnknownConsignment`` if it is not in the exercise."""

    def engine(self, declaration_id: str) -> EngineView:
        """The shown part of the risk engine's advice."""

    def last_opened(self) -> str | None:
        """The consignment opened last; ``None`` before the first."""

    def opened(self) -> set[str]:
        """Ids of the consignments opened so far."""

    def open(self, declaration_id: str) -> None:
        """Note that a consignment was opened."""

    def decisions(self) -> dict[str, Decision]:
        """The present decision for each consignment that has one."""

    def decide(
        self,
        declaration_id: str,
        lane: str | None,
        flags: Iterable[str] = (),
        confidence: int | None = None,
        note: str = "",
    ) -> Decision:
        """Replace the decision on a consignment.

        ``CapacityExceeded`` if the lane is full, ``AlreadySubmitted`` after submission, ``InputError`` for a lane or
        confidence that does not exist. Nothing is changed by a refused decision.
        """

    def usage(self) -> dict[str, tuple[int, int]]:
        """(used, capacity) of the lanes ``red`` and ``yellow``."""

    def submit(self) -> None:
        """Close the attempt. A second call does nothing."""

    def debrief(self) -> Debrief:
        """Marking and full truth; ``NotSubmitted`` before submission."""


def checked(lane: str | None, flags: Iterable[str], confidence: int | None, note: str) -> Decision:
    """A decision with clean values and no id yet; ``InputError`` names every value that does not exist."""
    faults = []
    if lane is not None and lane not in LANES:
        faults.append(f"lane {lane!r} does not exist; choose one of {', '.join(LANES)}")
    if confidence is not None and confidence not in CONFIDENCE:
        faults.append(f"confidence {confidence!r} does not exist; choose 1 to 4")
    if len(note) > NOTE_LENGTH:
        faults.append(f"the note has {len(note)} characters; shorten it to {NOTE_LENGTH}")
    if faults:
        raise InputError(faults)
    return Decision("", lane, tuple(dict.fromkeys(flags)), confidence, note)


class _AtScreen:
    """What every attempt shows of its exercise, wherever its decisions are kept."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    @property
    def card(self) -> ExerciseCard:
        """See ``Attempt``."""
        return self._screen.card

    def queue(self) -> pd.DataFrame:
        """See ``Attempt``."""
        return self._screen.queue()

    def consignment(self, declaration_id: str) -> Consignment:
        """See ``Attempt``."""
        return self._screen.consignment(declaration_id)

    def engine(self, declaration_id: str) -> EngineView:
        """See ``Attempt``."""
        return self._screen.engine(declaration_id)


class MemoryAttempt(_AtScreen):
    """An attempt that nobody stores: for previews and tests."""

    def __init__(self, card: ExerciseCard, batch: ExerciseBatch, screen: Screen | None = None) -> None:
        super().__init__(screen or Screen(card, batch))
        self._batch = batch
        self._opened: dict[str, None] = {}  # in the order opened, the last one last
        self._decisions: dict[str, Decision] = {}
        self._submitted = False

    @property
    def submitted(self) -> bool:
        """See ``Attempt``."""
        return self._submitted

    def opened(self) -> set[str]:
        """See ``Attempt``."""
        return set(self._opened)

    def last_opened(self) -> str | None:
        """See ``Attempt``."""
        return next(reversed(self._opened), None)

    def open(self, declaration_id: str) -> None:
        """See ``Attempt``."""
        self._screen.require(declaration_id)
        if not self._submitted:
            self._opened.pop(declaration_id, None)
            self._opened[declaration_id] = None

    def decisions(self) -> dict[str, Decision]:
        """See ``Attempt``."""
        return dict(self._decisions)

    def decide(
        self,
        declaration_id: str,
        lane: str | None,
        flags: Iterable[str] = (),
        confidence: int | None = None,
        note: str = "",
    ) -> Decision:
        """See ``Attempt``."""
        self._screen.require(declaration_id)
        if self._submitted:
            raise AlreadySubmitted("this attempt is submitted; nothing more can be changed")
        new = checked(lane, flags, confidence, note)
        before = self._decisions.get(declaration_id)
        if lane is not None and lane in self.card.capacity and (before is None or before.lane != lane):
            used, capacity = self.usage()[lane]
            if used >= capacity:
                raise CapacityExceeded(lane, capacity)
        decision = replace(new, declaration_id=declaration_id)
        self._decisions[declaration_id] = decision
        return decision

    def usage(self) -> dict[str, tuple[int, int]]:
        """See ``Attempt``."""
        lanes = [decision.lane for decision in self._decisions.values()]
        return {lane: (lanes.count(lane), capacity) for lane, capacity in self.card.capacity.items()}

    def submit(self) -> None:
        """See ``Attempt``."""
        self._submitted = True

    def debrief(self) -> Debrief:
        """See ``Attempt``."""
        if not self._submitted:
            raise NotSubmitted("the audit is revealed after submission")
        return review(self._batch, self._decisions, self.card.capacity, self._opened)


class StoredAttempt(_AtScreen):
    """An attempt in the store, as its trainee sees it.

    It holds no truth: the hidden parts are fetched for the debrief, and the store refuses them before submission.
    """

    def __init__(self, desk: AttemptStore, screen: Screen | None = None) -> None:
        super().__init__(screen or load_screen(desk))
        self._desk = desk

    @property
    def submitted(self) -> bool:
        """See ``Attempt``."""
        return self._desk.exercise_card().submitted_at is not None

    def opened(self) -> set[str]:
        """See ``Attempt``."""
        return {str(line.declaration_id) for line in self._desk.log() if line.kind == "open"}

    def last_opened(self) -> str | None:
        """See ``Attempt``."""
        return self._desk.last_opened()

    def open(self, declaration_id: str) -> None:
        """See ``Attempt``."""
        self._desk.opened(declaration_id)

    def decisions(self) -> dict[str, Decision]:
        """See ``Attempt``."""
        return {name: _decision(line) for name, line in self._desk.decisions().items()}

    def decide(
        self,
        declaration_id: str,
        lane: str | None,
        flags: Iterable[str] = (),
        confidence: int | None = None,
        note: str = "",
    ) -> Decision:
        """See ``Attempt``."""
        new = checked(lane, flags, confidence, note)
        share = None if confidence is None else confidence / CONFIDENCE[-1]
        return _decision(self._desk.decide(declaration_id, new.lane, new.flags, share, new.note))

    def usage(self) -> dict[str, tuple[int, int]]:
        """See ``Attempt``."""
        return {lane: (use.used, use.capacity) for lane, use in self._desk.usage().items() if use.capacity is not None}

    def submit(self) -> None:
        """See ``Attempt``. The marking's summary is kept with the attempt."""
        with suppress(AlreadySubmitted):
            self._desk.submit()
            self.debrief()

    def debrief(self) -> Debrief:
        """See ``Attempt``. Keeps the marking's summary if it is not kept yet: a server may end between the two."""
        hidden = self._desk.hidden_parts()
        batch = ExerciseBatch.from_parts({**self._desk.visible_parts(), **hidden})
        told = review(batch, self.decisions(), self.card.capacity, self.opened())
        if self._desk.result() is None:
            self._desk.save_result(told.marking.summary())
        return told


def load_screen(desk: AttemptStore) -> Screen:
    """The screen of the attempt's exercise, which all attempts at that exercise may share."""
    head = desk.exercise_card()
    record = {**head.spec, "title": head.title, "level": head.level, "capacity": head.capacity}
    card = ExerciseCard.of(head.exercise_id, record, head.consignments)
    return Screen(card, ExerciseBatch.from_parts(desk.visible_parts()))


def led_debrief(instructor: InstructorStore, exercise_id: str, attempt_id: str) -> Debrief:
    """The debrief of a trainee's attempt, for the instructor of the class it was made in."""
    batch = ExerciseBatch.from_parts(instructor.exercise_parts(exercise_id))
    log = instructor.log(attempt_id)
    capacity = next(head.capacity for head in instructor.exercises() if head.id == exercise_id)
    decisions = {str(line.declaration_id): _decision(line) for line in log if line.kind == "decide"}
    opened = {str(line.declaration_id) for line in log if line.kind == "open"}
    return review(batch, decisions, capacity, opened)


def _decision(line: Line) -> Decision:
    share = line.confidence
    confidence = None if share is None else round(share * CONFIDENCE[-1])
    return Decision(str(line.declaration_id), line.lane, line.flags, confidence, line.note, line.at)
