"""The spec of an exercise: traffic and its difficulty, capacity, the fields shown and the help given."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from exercises.engine import EngineState, Help
from exercises.language import _
from generators.odds import Settings
from simulator.files import MAX_CHARACTERS, Key, KeyFaults, read_yaml, shaped
from simulator.office import REVEALS, Cost, Means
from simulator.reference import KEY, TIERS, Edition, Tier, fields_at

LEVELS = ("easy", "medium", "hard", "expert", "custom")
Level = Literal["easy", "medium", "hard", "expert", "custom"]


Slug = Annotated[
    str,
    Field(max_length=48),
    shaped("[a-z0-9]+(-[a-z0-9]+)*", "write small letters and digits, with a hyphen between words"),
]
"""The short name of an exercise, a course or a case study."""


class Capacity(BaseModel):
    """Places in the lanes that cost officers' time: physical examinations and document checks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    red: int = Field(ge=1, le=1000)
    yellow: int = Field(default=0, ge=0, le=1000)


class Pace(BaseModel):
    """The clock of a stream: a consignment arrives every ``every`` seconds and leaves ``release`` seconds later."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: int = Field(ge=1, le=3600)
    release: int = Field(ge=2, le=36_000)


QUEUE_COLUMNS = ("countries", "statistical_value", "gross_mass", "mode_at_border", "consignee_name")
"""Default columns of the queue; ``countries`` is "country of export → destination". The goods are left out: with them,
the queue alone earned over half of the best."""


class BaseSpec(BaseModel):
    """The settings that every exercise has, on generated traffic or on a real file.

    ``mode``: *targeting* is a batch with places in the lanes; *stream* is consignments that arrive by the clock of
    ``pace``, and the trainee holds or releases as many as they want. ``feedback``: the truth of a consignment is shown
    right after its decision, and the decision is then final. ``minutes`` None: no clock. ``visible_tier`` is shown at
    no cost; each use of ``means`` has a cost, within ``officer_minutes`` (None: no limit). ``judge_first``: the risk
    engine's advice on a consignment opens when it has a lane and a confidence. ``columns`` of the queue: fields of
    the declaration.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Slug
    title: str = Field(min_length=1, max_length=120)
    briefing: str = Field(min_length=1, max_length=20_000)
    level: Level = "custom"
    seed: int = Field(ge=0, lt=2**63)
    mode: Literal["targeting", "stream"] = "targeting"
    capacity: Capacity | None = None
    pace: Pace | None = None
    feedback: bool = False
    visible_tier: Tier = "document"
    means: dict[Means, Cost] = {}
    officer_minutes: int | None = Field(default=None, ge=1, le=10_000)
    help: Help = Help()
    judge_first: bool = False
    columns: tuple[str, ...] = QUEUE_COLUMNS
    minutes: int | None = Field(default=None, ge=1, le=600)

    @property
    def free(self) -> tuple[Tier, ...]:
        """Tiers of fields that are shown at no cost."""
        return TIERS[: TIERS.index(self.visible_tier) + 1]

    @property
    def reach(self) -> tuple[Tier, ...]:
        """Tiers of fields that are shown at no cost or can be requested."""
        bought = {REVEALS[name] for name in self.means if name in REVEALS}
        return tuple(tier for tier in TIERS if tier in self.free or tier in bought)

    @field_validator("columns")
    @classmethod
    def _known_columns(cls, columns: tuple[str, ...]) -> tuple[str, ...]:
        known = {*fields_at("declaration"), "countries"} - {KEY}
        faults: list[tuple[Key, str]] = []
        for place, name in enumerate(columns):
            if name not in known:
                what = _("{name} is not a field of the declaration; choose one of declaration_fields.csv")
                faults.append(((place,), what.format(name=repr(name))))
            elif name in columns[:place]:
                faults.append(((place,), _("{name} is named twice; keep one").format(name=repr(name))))
        if faults:
            raise KeyFaults(faults)
        return columns

    @model_validator(mode="after")
    def _whole(self) -> Self:
        faults: list[tuple[Key, str]] = []
        if self.mode == "targeting" and self.capacity is None:
            faults.append(
                (("capacity",), _("a targeting exercise has places in the lanes; give red, and yellow if wanted"))
            )
        if self.mode == "stream" and self.pace is None:
            faults.append((("pace",), _("a stream needs a clock; give every and release, in seconds")))
        if self.mode == "stream" and self.capacity is not None:
            faults.append((("capacity",), _("a stream has no capacity, because any number may be held; leave it out")))
        if self.mode == "targeting":
            only = _("only a stream has this; leave it out")
            faults += [((name,), only) for name in ("pace", "feedback") if vars(self)[name]]
        shown = _("this means reveals what is already shown at no cost; leave it out")
        faults += [(("means", name), shown) for name in self.means if REVEALS.get(name) in self.free]
        if self.officer_minutes is not None and not self.means:
            faults.append((("officer_minutes",), _("there is nothing to spend them on; name means, or leave it out")))
        if self.judge_first and not (self.help.profiles or self.help.classifier):
            faults.append((("judge_first",), _("the risk engine is withheld; show a part of it, or leave this out")))
        if faults:
            raise KeyFaults(faults)
        return self

    def record(self) -> dict[str, Any]:
        """The spec as plain JSON values, for the store."""
        return self.model_dump(mode="json")

    @property
    def places(self) -> dict[str, int]:
        """Places by lane; empty for a stream, where lanes have no limit."""
        return {} if self.capacity is None else {"red": self.capacity.red, "yellow": self.capacity.yellow}


class ExerciseSpec(BaseSpec):
    """An exercise on generated traffic; ``traffic`` holds volume, prevalence, subtlety, masking and clutter.

    ``engine``: the state of its risk engine. Only the debrief names it.
    """

    traffic: Settings = Settings()
    engine: EngineState = EngineState()

    @field_validator("engine")
    @classmethod
    def _usable_engine(cls, engine: EngineState) -> EngineState:
        if faults := engine.faults():
            raise ValueError("; ".join(faults))
        return engine

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 10 <= self.traffic.declarations <= 2000:
            what = _("a trainee can work through 10 to 2000; choose a number between")
            raise KeyFaults([(("traffic", "declarations"), what)])
        _check_capacity(self.capacity, self.traffic.declarations)
        return self


class RealSpec(BaseSpec):
    """An exercise on consignments of a real file.

    ``violations``: their share of the sample; None: as drawn. ``hs_edition``: the edition of the HS of their codes.
    """

    source: str = Field(min_length=1, max_length=200)
    volume: int = Field(default=120, ge=10, le=2000)
    violations: float | None = Field(default=None, gt=0.0, le=0.5)
    hs_edition: Edition = "2022"
    visible_tier: Tier = "declaration"
    columns: tuple[str, ...] = ("goods_description", "hs_code", *QUEUE_COLUMNS)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.means:
            raise KeyFaults([(("means",), _("a real file holds no further facts to reveal; leave them out"))])
        _check_capacity(self.capacity, self.volume)
        return self


def load_spec(path: Path | str) -> ExerciseSpec:
    """Read an exercise's YAML file; ``InputError`` lists every fault with file and line."""
    return read_yaml(Path(path), ExerciseSpec, at_most=MAX_CHARACTERS)


def _check_capacity(capacity: Capacity | None, volume: int) -> None:
    if capacity is not None and capacity.red + capacity.yellow > volume // 2:
        what = _("{controls} controls of {volume} consignments leave nothing to choose; control at most half")
        raise KeyFaults([(("capacity",), what.format(controls=capacity.red + capacity.yellow, volume=volume))])
