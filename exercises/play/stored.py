"""An attempt in the store."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from exercises.design import ExerciseBatch, card_of
from exercises.play.attempt import Attempt, Outcome
from exercises.play.screen import Screen
from exercises.record import Act, AlreadySubmitted, Line, NotSubmitted
from exercises.store import AttemptStore, clock
from simulator.office import Cost, Means


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
        """See ``Attempt``. Marking is the debrief's."""
        with suppress(AlreadySubmitted):
            self._desk.submit()
        self.refresh()

    def revealed(self) -> ExerciseBatch:
        """See ``Attempt``."""
        hidden = self._desk.hidden_parts()
        self.refresh()
        return ExerciseBatch.from_parts({**self._desk.visible_parts(), **hidden})

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
    return Screen(card_of(head.exercise_id, head, head.consignments), ExerciseBatch.from_parts(desk.visible_parts()))
