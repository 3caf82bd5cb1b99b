"""Means of inquiry: what an officer can ask for before choosing a lane, and what asking costs.

Asking reveals: the documents and the company check their tiers of fields, the others an answer. A scan is the only
one that looks at the goods themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.files import read_yaml
from simulator.reference import Tier

Means = Literal["documents", "company", "screening", "licence", "expert", "scan", "hint"]
MEANS: tuple[Means, ...] = ("documents", "company", "screening", "licence", "expert", "scan", "hint")
"""In the order in which an officer would usually ask."""

REVEALS: Mapping[str, Tier] = MappingProxyType({"documents": "document", "company": "check"})
"""The means that reveal fields, and the tier of the fields."""


MOST_MINUTES, MOST_DELAY_HOURS = 480.0, 720.0
"""Bounds of what asking once may cost: a day's work, and a month (assumption)."""


class Cost(BaseModel):
    """What asking once costs: ``minutes`` of the officer's time, and ``delay_hours`` that the goods wait for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minutes: float = Field(ge=0.0, le=MOST_MINUTES)
    delay_hours: float = Field(ge=0.0, le=MOST_DELAY_HOURS)


class Tariff(BaseModel):
    """The usual cost of every means, and the share of lawful loads in which a scan shows something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    means: dict[Means, Cost]
    scan_false_alarm: float = Field(ge=0.0, le=1.0)


@cache
def usual() -> Tariff:
    """The shipped costs of ``data/means.yaml``."""
    return read_yaml(files("simulator") / "data" / "means.yaml", Tariff)
