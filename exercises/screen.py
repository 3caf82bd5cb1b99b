"""What an exercise shows: its card, its queue and the shown part of the engine's advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

import pandas as pd

from exercises.advice import EngineView, Help, hits_from_text, reasons_from_text
from exercises.batch import ExerciseBatch
from exercises.store.errors import UnknownConsignment
from simulator.declaration import KEY, Consignment, Tier, visible


@dataclass(frozen=True)
class ExerciseCard:
    """What a trainee may know of an exercise before it is submitted. Never its seed, prevalence or knobs."""

    id: str
    title: str
    level: str
    briefing: str
    capacity: Mapping[str, int]
    visible_tier: Tier
    help: Help
    minutes: int | None
    volume: int

    @classmethod
    def of(cls, exercise_id: str, record: Mapping[str, Any], volume: int) -> ExerciseCard:
        """The card of a stored spec, of which only the harmless entries are read."""
        capacity = record["capacity"]
        return cls(
            id=exercise_id,
            title=str(record["title"]),
            level=str(record["level"]),
            briefing=str(record["briefing"]),
            capacity=MappingProxyType({"red": int(capacity["red"]), "yellow": int(capacity["yellow"])}),
            visible_tier=cast(Tier, record["visible_tier"]),
            help=Help.model_validate(record["help"]),
            minutes=record.get("minutes"),
            volume=volume,
        )


class Screen:
    """What an exercise shows, whoever plays it. One screen can serve every attempt at the exercise."""

    def __init__(self, card: ExerciseCard, batch: ExerciseBatch) -> None:
        self.card = card
        self._queue = visible(batch.declarations, card.visible_tier)
        self._engine = {str(row[KEY]): row for row in batch.engine.to_dict(orient="records")}
        self._ids = frozenset(self._queue[KEY])

    def ids(self) -> list[str]:
        """Declaration ids in the order of the queue."""
        return [str(name) for name in self._queue[KEY]]

    def queue(self) -> pd.DataFrame:
        """See ``Attempt.queue``."""
        return self._queue.copy()

    def consignment(self, declaration_id: str) -> Consignment:
        """See ``Attempt.consignment``."""
        self.require(declaration_id)
        return Consignment.from_row(self._queue, declaration_id)

    def engine(self, declaration_id: str) -> EngineView:
        """See ``Attempt.engine``."""
        self.require(declaration_id)
        row = self._engine[declaration_id]
        every = EngineView(
            hits=hits_from_text(row["hits"]),
            profile_score=_known(row["profile_score"]),
            classifier_score=_known(row["classifier_score"]),
            combined_score=_known(row["combined_score"]),
            reasons=None if pd.isna(row["classifier_score"]) else reasons_from_text(row["reasons"]),
        )
        return every.shown(self.card.help)

    def require(self, declaration_id: str) -> None:
        """``UnknownConsignment`` unless the exercise holds the id."""
        if declaration_id not in self._ids:
            raise UnknownConsignment(declaration_id)


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
