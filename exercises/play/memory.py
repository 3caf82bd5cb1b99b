"""An attempt that nobody stores: for previews, simulated trainees and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from exercises.design import ExerciseBatch, ExerciseCard
from exercises.play.attempt import Attempt, Outcome
from exercises.play.screen import Screen
from exercises.record import Act, AlreadyDecided, CapacityExceeded, Kind, Line, NoTimeLeft, NotSubmitted
from simulator.office import Cost, Means


@dataclass
class Watch:
    """A clock that stands still until it is turned."""

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

    def refresh(self) -> None:
        """See ``Attempt``: nobody else writes."""

    def outcome(self, declaration_id: str) -> Outcome | None:
        """See ``Attempt``."""
        told = self.card.feedback and getattr(self.record.decisions.get(declaration_id), "lane", None) is not None
        return Outcome.of(self._batch, declaration_id) if told or self.submitted else None

    def submit(self) -> None:
        """See ``Attempt``."""
        if not self.submitted:
            self._write("submit")

    def revealed(self) -> ExerciseBatch:
        """See ``Attempt``."""
        if not self.submitted:
            raise NotSubmitted("the audit is revealed after submission")
        return self._batch

    def _now(self) -> datetime:
        return self.watch.at

    def _add(
        self, kind: Act, declaration_id: str | None = None, detail: Mapping[str, Any] | None = None, note: str = ""
    ) -> None:
        self._write(kind, declaration_id, note=note, detail=detail)

    def _decide(
        self, declaration_id: str, lane: str | None, flags: tuple[str, ...], confidence: float | None, note: str
    ) -> None:
        before = self.record.decisions.get(declaration_id)
        held = None if before is None else before.lane
        if self.card.feedback and held is not None:
            raise AlreadyDecided(f"{declaration_id}: the outcome was told with the decision")
        places = self.card.capacity.get(lane or "")
        if lane is not None and places is not None and held != lane and self.record.used(lane) >= places:
            raise CapacityExceeded(lane, places)
        self._write("decide", declaration_id, lane, flags, confidence, note)

    def _request(self, declaration_id: str, means: Means, cost: Cost) -> None:
        spent, budget = self.minutes()
        if budget is not None and spent + cost.minutes > budget:
            raise NoTimeLeft(cost.minutes, budget - spent)
        self._write("request", declaration_id, detail={"means": means, **cost.model_dump()})

    def _write(
        self,
        kind: Kind,
        declaration_id: str | None = None,
        lane: str | None = None,
        flags: tuple[str, ...] = (),
        confidence: float | None = None,
        note: str = "",
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        number = self.record.sequence + 1
        self.record.take(
            Line(number, kind, declaration_id, lane, flags, confidence, note, self._now(), dict(detail or {}))
        )
