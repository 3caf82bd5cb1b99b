"""An attempt that is not stored: for previews, simulated trainees and tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pandas as pd

from exercises.design import ExerciseBatch, ExerciseCard
from exercises.play.attempt import Attempt, Outcome
from exercises.play.screen import Screen
from exercises.record import NotSubmitted, Placed, next_lines


@dataclass
class Watch:
    """A clock that moves only when it is turned."""

    at: datetime = datetime(2031, 3, 3, 8, tzinfo=UTC)

    def turn(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


class MemoryAttempt(Attempt):
    """An attempt in memory; its time passes when ``watch`` is turned."""

    def __init__(
        self,
        card: ExerciseCard,
        batch: ExerciseBatch,
        screen: Screen | None = None,
        watch: Watch | None = None,
    ) -> None:
        super().__init__(screen or Screen(card, batch))
        self._batch = batch
        self.watch = watch or Watch()

    @property
    def _truth(self) -> pd.DataFrame:
        assert self._batch.truth is not None
        return self._batch.truth

    def refresh(self) -> None:
        """Do nothing: nobody else writes to this attempt."""

    def outcome(self, declaration_id: str) -> Outcome | None:
        """See ``Attempt``."""
        told = self.card.feedback and getattr(self.record.decisions.get(declaration_id), "lane", None) is not None
        return Outcome.of(self._truth, declaration_id) if told or self.submitted else None

    def revealed(self) -> ExerciseBatch:
        """See ``Attempt``."""
        if not self.submitted:
            raise NotSubmitted("the audit is revealed after submission")
        return self._batch

    def _now(self) -> datetime:
        return self.watch.at

    def _log(self, acts: Sequence[Placed]) -> None:
        for line in next_lines(self.card, self.record, acts, self._now()):
            self.record.take(line)
