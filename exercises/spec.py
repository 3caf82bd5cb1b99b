"""The recipe of an exercise: traffic and its difficulty, capacity, what is shown and which help."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from exercises.advice import Help
from generators.settings import Settings
from simulator import yaml_files
from simulator.declaration import Tier

LEVELS = ("easy", "medium", "hard", "custom")
Level = Literal["easy", "medium", "hard", "custom"]


class Capacity(BaseModel):
    """Places in the lanes that cost officers' time: physical examinations and document checks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    red: int = Field(ge=1, le=1000)
    yellow: int = Field(default=0, ge=0, le=1000)


class Frame(BaseModel):
    """What every exercise says of itself, whatever its consignments come from. ``minutes`` None: no clock."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str = Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)
    title: str = Field(min_length=1, max_length=120)
    briefing: str = Field(min_length=1, max_length=20_000)
    level: Level = "custom"
    seed: int = Field(ge=0, lt=2**63)
    capacity: Capacity
    visible_tier: Tier = "document"
    help: Help = Help()
    minutes: int | None = Field(default=None, ge=1, le=600)

    def record(self) -> dict[str, Any]:
        """The spec as plain JSON values, for the store."""
        return self.model_dump(mode="json")


class ExerciseSpec(Frame):
    """An exercise on generated traffic. Volume, prevalence, subtlety, masking and clutter are those of ``traffic``."""

    traffic: Settings = Settings()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 10 <= self.traffic.declarations <= 2000:
            raise ValueError("traffic.declarations: a trainee can work through 10 to 2000; choose a number between")
        _check_capacity(self.capacity, self.traffic.declarations)
        return self


class RealSpec(Frame):
    """An exercise on consignments of a real file. ``violations`` None: as they come, else that share of the sample."""

    source: str = Field(min_length=1, max_length=200)
    volume: int = Field(default=120, ge=10, le=2000)
    violations: float | None = Field(default=None, gt=0.0, le=0.5)
    visible_tier: Tier = "declaration"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _check_capacity(self.capacity, self.volume)
        return self


def load(path: Path | str) -> ExerciseSpec:
    """Read an exercise's YAML file; ``InputError`` with every fault, each with file and line."""
    return yaml_files.read(Path(path), ExerciseSpec)


def _check_capacity(capacity: Capacity, volume: int) -> None:
    if capacity.red + capacity.yellow > volume // 2:
        raise ValueError(
            f"capacity: {capacity.red + capacity.yellow} controls of {volume} consignments leave nothing to choose; "
            "control at most half"
        )
