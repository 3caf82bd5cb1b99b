"""Marks a submitted attempt once, for the page, the print and the instructor.

This process keeps the debrief in memory for a while; the store keeps its figures with the attempt.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from exercises.debrief.answers import answers
from exercises.debrief.review import Debrief, review
from exercises.design import ExerciseBatch, ExerciseCard
from exercises.marking import VERSION, KeptResult
from exercises.record import Record
from exercises.store import AttemptStore, InstructorStore

HELD = 128
"""The largest number of debriefs in memory; the least recently used are dropped."""


class Submitted(Protocol):
    """An attempt that can be revealed, played in memory or in the store."""

    @property
    def card(self) -> ExerciseCard:
        """What a trainee may know about the exercise."""

    @property
    def record(self) -> Record:
        """What the attempt's log says."""

    def revealed(self) -> ExerciseBatch:
        """The batch with its truth; ``NotSubmitted`` before submission."""


def debrief(attempt: Submitted) -> Debrief:
    """Mark an attempt and store nothing; ``NotSubmitted`` before submission."""
    batch = attempt.revealed()
    return review(batch, attempt.card, attempt.record)


def result(debrief: Debrief) -> KeptResult:
    """The figures of a debrief that are stored."""
    sure = debrief.confidence
    return KeptResult.model_validate(
        {
            **debrief.marking.summary(),
            "version": VERSION,
            "score": None if debrief.score is None else round(debrief.score, 4),
            "detection": debrief.detection,
            "brier": round(sure.brier, 4) if sure and sure.enough else None,
            "lawful_delayed": debrief.lawful.delayed,
            "lawful_hours": round(debrief.lawful.hours, 1),
            "officer_hours": round(debrief.lawful.officer_hours, 1),
            "answers": answers(debrief),
        }
    )


class Reveal:
    """The debriefs of stored attempts. Threads can share it: only one thread marks an attempt."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Debrief] = OrderedDict()
        self._marking: dict[str, Lock] = {}
        self._lock = Lock()

    def mine(self, desk: AttemptStore, attempt: Submitted) -> Debrief:
        """A trainee's own debrief; ``NotSubmitted`` before submission. Its figures are stored with the attempt."""

        def mark() -> Debrief:
            found = debrief(attempt)
            if desk.result() is None:
                desk.save_result(result(found))
            return found

        return self._once(desk.attempt_id, mark)

    def led(self, instructor: InstructorStore, exercise_id: str, attempt_id: str) -> Debrief:
        """A trainee's debrief for the instructor of the class; ``NotAllowed`` for any other instructor."""
        lines = instructor.log(attempt_id)  # this also checks that the instructor may see it

        def mark() -> Debrief:
            batch = ExerciseBatch.from_parts(instructor.exercise_parts(exercise_id))
            return review(batch, instructor.card(exercise_id), Record.of(lines))

        return self._once(attempt_id, mark)

    def _once(self, attempt_id: str, mark: Callable[[], Debrief]) -> Debrief:
        with self._lock:
            marking = self._marking.setdefault(attempt_id, Lock())
        with marking:
            with self._lock:
                if attempt_id in self._held:
                    self._held.move_to_end(attempt_id)
                    return self._held[attempt_id]
            found = mark()
            with self._lock:
                self._held[attempt_id] = found
                self._marking.pop(attempt_id, None)
                if len(self._held) > HELD:
                    self._held.popitem(last=False)
            return found
