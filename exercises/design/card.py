"""What a trainee may know about an exercise before submission: the stored forms that the store hands out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from exercises.design.citing import citable
from exercises.design.spec import QUEUE_COLUMNS, Pace
from exercises.engine import Help
from generators.odds import Settings
from simulator.errors import InputError
from simulator.office import LANES, REVEALS, Cost, Means
from simulator.packs import Pack, pack
from simulator.reference import TIERS, Edition, Tier

RANGES = ((0.03, (0, 5)), (0.13, (3, 15)), (0.27, (10, 30)), (1.0, (25, 60)))
"""Shares of violations up to which a range is told, and the range, in a hundred. The ranges are wide and overlap, so
that they do not give away the number of violations in a batch (assumption)."""


class Shown(BaseModel):
    """The entries of a stored spec that a trainee may know. Never its seed, prevalence or knobs.

    ``version`` is the version of the form. Specs that earlier editions stored lack some entries. ``pack`` is the
    context pack of the traffic, "" for a file from elsewhere. ``base_rate``: about how many consignments in a hundred
    are violations, as one of ``RANGES``; ``None`` where nobody set it. Nothing else of the traffic is shown.
    ``citable``: the red flags offered for citing, kept when the exercise was made. ``hs_edition``: the edition of the
    HS of the codes.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    slug: str = ""
    pack: str = ""
    base_rate: tuple[int, int] | None = None
    briefing: str = ""
    mode: Literal["targeting", "stream"] = "targeting"
    pace: Pace | None = None
    feedback: bool = False
    visible_tier: Tier = "document"
    help: Help = Help()
    minutes: int | None = None
    means: dict[Means, Cost] = {}
    officer_minutes: int | None = None
    judge_first: bool = False
    columns: tuple[str, ...] = QUEUE_COLUMNS
    citable: tuple[str, ...] | None = None
    hs_edition: Edition = "2022"

    @model_validator(mode="before")
    @classmethod
    def _pack_of_the_traffic(cls, stored: Any) -> Any:
        if not isinstance(stored, Mapping) or "pack" in stored or not isinstance(stored.get("traffic"), Mapping):
            return stored
        named = {name: stored["traffic"][name] for name in ("pack", "home") if name in stored["traffic"]}
        try:
            return {**stored, "pack": Settings.model_validate(named).pack} if named else stored
        except ValidationError:
            return stored  # a folder that is not here any more, or the country of an early edition

    @model_validator(mode="before")
    @classmethod
    def _range_of_the_traffic(cls, stored: Any) -> Any:
        if not isinstance(stored, Mapping) or "base_rate" in stored:
            return stored
        traffic = stored.get("traffic")
        share = traffic.get("prevalence") if isinstance(traffic, Mapping) else stored.get("violations")
        if not isinstance(share, float):
            return stored
        return {**stored, "base_rate": next(told for most, told in RANGES if share <= most)}

    @property
    def rules(self) -> Pack | None:
        """The context pack, or ``None`` if there is none or it cannot be read here."""
        try:
            return pack(self.pack) if self.pack else None
        except InputError:
            return None

    @property
    def lanes(self) -> tuple[str, ...]:
        """The lanes to choose from: in a stream a consignment is held for examination or released."""
        return (LANES[0], LANES[-1]) if self.mode == "stream" else LANES

    @property
    def free(self) -> tuple[Tier, ...]:
        """Tiers of fields that are shown at no cost."""
        return TIERS[: TIERS.index(self.visible_tier) + 1]

    @property
    def reach(self) -> tuple[Tier, ...]:
        """Tiers of fields that are shown at no cost or can be requested."""
        bought = {REVEALS[name] for name in self.means if name in REVEALS}
        return tuple(tier for tier in TIERS if tier in self.free or tier in bought)

    @property
    def flags(self) -> tuple[str, ...]:
        """The red flags offered for citing; in an exercise that does not say so, those of today's tables."""
        if self.citable is not None:
            return self.citable
        return citable(self.reach, Settings(pack=self.pack) if self.rules else None)


class Terms(Shown):
    """What the rules of play read: the entries shown, and the places in each lane; a lane not named has no limit."""

    capacity: dict[str, int] = {}


class ExerciseCard(Terms):
    """What a trainee may know about one exercise; ``volume`` is its number of consignments."""

    id: str
    title: str
    level: str
    volume: int = Field(ge=0)

    @classmethod
    def of(cls, exercise_id: str, record: Mapping[str, Any], volume: int) -> Self:
        """The card of a spec's record; it reads only the entries shown."""
        capacity = record.get("capacity") or {}
        return cls.model_validate({**record, "id": exercise_id, "capacity": capacity, "volume": volume})
