"""What an exercise shows: its card, its queue, each consignment as far as it is revealed, and the engine's advice."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, cast

import pandas as pd

from exercises.advice import EngineView, Help, hits_from_text, reasons_from_text
from exercises.batch import ExerciseBatch
from exercises.spec import QUEUE_COLUMNS, Pace
from exercises.store.errors import UnknownConsignment
from simulator.declaration import KEY, TIERS, Consignment, Tier, schema, visible
from simulator.means import Cost, Means


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
    mode: Literal["targeting", "stream"] = "targeting"
    pace: Pace | None = None
    feedback: bool = False
    means: Mapping[Means, Cost] = field(default_factory=dict)
    officer_minutes: int | None = None
    judge_first: bool = False
    columns: tuple[str, ...] = QUEUE_COLUMNS

    @classmethod
    def of(cls, exercise_id: str, record: Mapping[str, Any], volume: int) -> ExerciseCard:
        """The card of a stored spec, of which only the harmless entries are read; older ones lack some."""
        capacity, pace = record.get("capacity") or {}, record.get("pace")
        return cls(
            id=exercise_id,
            title=str(record["title"]),
            level=str(record["level"]),
            briefing=str(record["briefing"]),
            capacity=MappingProxyType({lane: int(places) for lane, places in capacity.items()}),
            visible_tier=cast(Tier, record["visible_tier"]),
            help=Help.model_validate(record["help"]),
            minutes=record.get("minutes"),
            volume=volume,
            mode=record.get("mode", "targeting"),
            pace=Pace.model_validate(pace) if pace else None,
            feedback=bool(record.get("feedback", False)),
            means=MappingProxyType({name: Cost.model_validate(cost) for name, cost in record.get("means", {}).items()}),
            officer_minutes=record.get("officer_minutes"),
            judge_first=bool(record.get("judge_first", False)),
            columns=tuple(record.get("columns", QUEUE_COLUMNS)),
        )

    @property
    def lanes(self) -> tuple[str, ...]:
        """The lanes to choose from: in a stream a consignment is held for examination or released."""
        return ("red", "green") if self.mode == "stream" else ("red", "yellow", "blue", "green")

    @property
    def free(self) -> tuple[Tier, ...]:
        """Tiers of fields that are seen for nothing."""
        return TIERS[: TIERS.index(self.visible_tier) + 1]


class Screen:
    """What an exercise shows, whoever plays it. One screen can serve every attempt at the exercise."""

    def __init__(self, card: ExerciseCard, batch: ExerciseBatch) -> None:
        self.card = card
        self._queue = visible(batch.declarations, card.visible_tier)
        self._whole = batch.declarations
        self._engine = {str(row[KEY]): row for row in batch.engine.to_dict(orient="records")}
        self._answers = {} if batch.answers is None else batch.answers.set_index(KEY).to_dict(orient="index")
        self.ids = tuple(str(name) for name in self._queue[KEY])
        self._place = {name: row for row, name in enumerate(self.ids)}
        self._made: dict[tuple[str, frozenset[Tier]], Consignment] = {}
        self._same_consignee = _groups(self.ids, batch.declarations)

    def place(self, declaration_id: str) -> int:
        """Position in the queue, from 0; ``UnknownConsignment`` unless the exercise holds the id."""
        self.require(declaration_id)
        return self._place[declaration_id]

    def queue(self, ids: Collection[str] | None = None) -> pd.DataFrame:
        """The consignments with these ids, or all, in the frozen order, with the fields seen for nothing; a copy."""
        return self._queue.copy() if ids is None else self._queue[self._queue[KEY].isin(list(ids))].copy()

    def consignment(self, declaration_id: str, bought: Collection[Tier] = ()) -> Consignment:
        """One consignment: the fields seen for nothing and those of the tiers bought, and no other."""
        self.require(declaration_id)
        tiers = frozenset((*self.card.free, *bought))
        key = (declaration_id, tiers)
        if key not in self._made:
            whole = Consignment.from_row(self._whole, declaration_id)
            shown = {name: value for name, value in whole.fields.items() if schema()[name].tier in tiers}
            self._made[key] = Consignment(declaration_id, MappingProxyType(shown))
        return self._made[key]

    def same_consignee(self, declaration_id: str) -> tuple[str, ...]:
        """Ids of all consignments to the same consignee, this one among them: a company is checked once for all."""
        self.require(declaration_id)
        return self._same_consignee[declaration_id]

    def answer(self, declaration_id: str, means: str) -> Mapping[str, Any] | None:
        """What a means of inquiry answers; ``None`` for one that reveals fields. Callers check that it was asked."""
        self.require(declaration_id)
        text = self._answers.get(declaration_id, {}).get(means)
        return None if text is None else MappingProxyType(json.loads(text))

    def engine(self, declaration_id: str) -> EngineView:
        """The part of the risk engine's advice that the exercise shows."""
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
        if declaration_id not in self._place:
            raise UnknownConsignment(declaration_id)


def _groups(ids: tuple[str, ...], declarations: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """For each id the ids with the same consignee number; a consignment that has none stands alone."""
    numbers = declarations["consignee_id"].astype("str") if "consignee_id" in declarations else ids
    together: dict[str, list[str]] = {}
    for name, number in zip(ids, numbers, strict=True):
        together.setdefault(str(number), []).append(name)
    return {name: tuple(together[str(number)]) for name, number in zip(ids, numbers, strict=True)}


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
