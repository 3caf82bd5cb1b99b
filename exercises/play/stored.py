"""An attempt in the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from exercises.design import ExerciseBatch, read_part
from exercises.play.attempt import Attempt, Outcome
from exercises.play.screen import Screen
from exercises.record import NotSubmitted, Placed
from exercises.store import AttemptStore, clock


class StoredAttempt(Attempt):
    """An attempt in the store, as its trainee sees it.

    It holds no truth: the debrief fetches the hidden parts, and the store refuses them before submission.
    """

    def __init__(self, desk: AttemptStore, screen: Screen | None = None) -> None:
        super().__init__(screen or load_screen(desk))
        self._desk = desk
        self.refresh()

    def refresh(self) -> None:
        """Read only the new lines; ``NotAllowed`` if the attempt belongs to another person."""
        for line in self._desk.log(after=self.record.sequence):
            self.record.take(line)

    def outcome(self, declaration_id: str) -> Outcome | None:
        """See ``Attempt``."""
        try:
            truth = self._desk.outcome_part(declaration_id)
        except NotSubmitted:
            return None
        return Outcome.of(read_part(truth), declaration_id)

    def revealed(self) -> ExerciseBatch:
        """See ``Attempt``."""
        hidden = self._desk.hidden_parts()
        self.refresh()
        return ExerciseBatch.from_parts({**self._desk.visible_parts(), **hidden})

    def _now(self) -> datetime:
        return clock.now()

    def _log(self, acts: Sequence[Placed]) -> None:
        self._desk.write_all(acts, self.record)


def load_screen(desk: AttemptStore) -> Screen:
    """The screen of the attempt's exercise; all attempts at that exercise may share it."""
    return Screen(desk.card(), ExerciseBatch.from_parts(desk.visible_parts()))
