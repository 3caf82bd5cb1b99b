"""What a trainee may know of an exercise before it is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, Protocol, cast

from exercises.design.spec import QUEUE_COLUMNS, Pace
from exercises.engine import Help
from simulator.office import Cost, Means
from simulator.reference import TIERS, Tier


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


class Head(Protocol):
    """A stored exercise's own words, as the store gives them."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def level(self) -> str:
        """Its level."""

    @property
    def spec(self) -> dict[str, Any]:
        """The spec, as far as it may be known."""

    @property
    def capacity(self) -> dict[str, int]:
        """Places by lane."""


def card_of(exercise_id: str, head: Head, volume: int) -> ExerciseCard:
    """The card of a stored exercise of so many consignments."""
    record = {**head.spec, "title": head.title, "level": head.level, "capacity": head.capacity}
    return ExerciseCard.of(exercise_id, record, volume)
