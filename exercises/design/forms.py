"""The forms in which an exercise is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from exercises.design.card import ExerciseCard, Shown
from exercises.engine import EngineState


class Knobs(BaseModel):
    """Volume and difficulty of generated traffic, as an instructor sets them; shares are 0 to 1.

    Other settings stay as they are.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    declarations: int | None = None
    prevalence: float | None = None
    subtlety: float | None = None
    masking: float | None = None
    clutter: float | None = None
    theme: str | None = None
    # Old rows call it "ways".
    typologies: dict[str, float] | None = Field(default=None, validation_alias=AliasChoices("typologies", "ways"))


class StoredSpec(Shown):
    """A spec as the store gives it to an instructor; it includes what a trainee may not know.

    ``traffic`` and ``engine`` are set for generated traffic; ``source`` and ``volume`` for an exercise from a file.
    ``engine`` is ``None`` in exercises whose engine was not one in service.
    """

    seed: int | None = None
    traffic: Knobs | None = None
    engine: EngineState | None = None
    source: str | None = None
    volume: int | None = None

    @property
    def consignments(self) -> int:
        """How many consignments the recipe asks for; 0 where it does not say."""
        return (self.traffic.declarations if self.traffic else self.volume) or 0

    def card(self, exercise_id: str, title: str, level: str, capacity: Mapping[str, int], volume: int) -> ExerciseCard:
        """What a trainee may know about the exercise."""
        own = {"id": exercise_id, "title": title, "level": level, "volume": volume, "capacity": dict(capacity)}
        return ExerciseCard.model_validate({**self.model_dump(), **own})


@dataclass(frozen=True)
class ExerciseCopy:
    """An exercise in the form that the store takes.

    `spec` and `provenance` are JSON objects that the store does not read (but see `access.VISIBLE_SPEC`);
    `capacity` is lane → places, a lane that is not named has no limit; `parts` is name → bytes, and trainees may see
    only `access.VISIBLE_PARTS` before submission; `declaration_ids` are the consignments to decide on.
    """

    id: str
    title: str
    level: str
    spec: Mapping[str, Any]
    provenance: Mapping[str, Any]
    capacity: Mapping[str, int]
    content_hash: str
    parts: Mapping[str, bytes]
    declaration_ids: Sequence[str]
