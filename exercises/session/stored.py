"""An attempt in the store."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from exercises.batch import ExerciseBatch
from exercises.debrief import Debrief, review
from exercises.record import Record
from exercises.result import result
from exercises.screen import ExerciseCard, Screen
from exercises.session.attempt import Attempt, Outcome
from exercises.store import clock
from exercises.store.attempt import Act, AttemptStore
from exercises.store.attempt import ExerciseCard as StoredCard
from exercises.store.errors import AlreadySubmitted, NotSubmitted
from exercises.store.instructor import InstructorStore
from exercises.store.journal import Line
from exercises.store.library import ExerciseHead
from simulator.means import Cost, Means


class StoredAttempt(Attempt):
    """An attempt in the store, as its trainee sees it.

    It holds no truth: the hidden parts are fetched for the debrief, and the store refuses them before submission.
    """

    def __init__(self, desk: AttemptStore, screen: Screen | None = None) -> None:
        super().__init__(screen or load_screen(desk))
        self._desk = desk
        self.refresh()

    def refresh(self) -> None:
        """See ``Attempt``. Reads only the lines that are new; ``NotAllowed`` if the attempt is not the person's."""
        for line in self._desk.log(after=self.record.sequence):
            self.record.take(line)

    def outcome(self, declaration_id: str) -> Outcome | None:
        """See ``Attempt``."""
        try:
            hidden = self._desk.outcome_parts(declaration_id)
        except NotSubmitted:
            return None
        return Outcome.of(ExerciseBatch.from_parts({**self._desk.visible_parts(), **hidden}), declaration_id)

    def submit(self) -> None:
        """See ``Attempt``. The marking's summary is kept with the attempt."""
        with suppress(AlreadySubmitted):
            self._desk.submit()
        self.refresh()
        self.debrief()

    def debrief(self) -> Debrief:
        """See ``Attempt``. Keeps the marking's summary if it is not kept yet: a server may end between the two."""
        hidden = self._desk.hidden_parts()
        self.refresh()
        batch = ExerciseBatch.from_parts({**self._desk.visible_parts(), **hidden})
        told = review(batch, self.card, self.record)
        if self._desk.result() is None:
            self._desk.save_result(result(told))
        return told

    def _now(self) -> datetime:
        return clock.now()

    def _add(
        self, kind: Act, declaration_id: str | None = None, detail: Mapping[str, Any] | None = None, note: str = ""
    ) -> None:
        self._taken(self._desk.add(kind, declaration_id, detail, note))

    def _decide(
        self, declaration_id: str, lane: str | None, flags: tuple[str, ...], confidence: float | None, note: str
    ) -> None:
        self._taken(self._desk.decide(declaration_id, lane, flags, confidence, note))

    def _request(self, declaration_id: str, means: Means, cost: Cost) -> None:
        self._taken(self._desk.request(declaration_id, means, cost, self.card.officer_minutes))

    def _taken(self, line: Line) -> None:
        """Take in a line just written; if another tab wrote before it, those lines too."""
        if line.sequence == self.record.sequence + 1:
            self.record.take(line)
        else:
            self.refresh()


def load_screen(desk: AttemptStore) -> Screen:
    """The screen of the attempt's exercise, which all attempts at that exercise may share."""
    head = desk.exercise_card()
    return Screen(_card(head.exercise_id, head, head.consignments), ExerciseBatch.from_parts(desk.visible_parts()))


def led_debrief(instructor: InstructorStore, exercise_id: str, attempt_id: str) -> Debrief:
    """The debrief of a trainee's attempt, for the instructor of the class it was made in."""
    batch = ExerciseBatch.from_parts(instructor.exercise_parts(exercise_id))
    head = next(head for head in instructor.exercises() if head.id == exercise_id)
    card = _card(exercise_id, head, len(batch.declarations))
    return review(batch, card, Record.of(instructor.log(attempt_id)))


def _card(exercise_id: str, head: StoredCard | ExerciseHead, volume: int) -> ExerciseCard:
    record = {**head.spec, "title": head.title, "level": head.level, "capacity": head.capacity}
    return ExerciseCard.of(exercise_id, record, volume)
