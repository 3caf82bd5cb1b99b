"""Means of inquiry: what an officer can request before choosing a lane, and what each request costs.

Most means reveal a tier of fields; the scan and the hint give an answer. Only the scan and the portal look at the goods
themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from simulator.files import read_yaml
from simulator.reference import Tier

Means = Literal["documents", "company", "screening", "licence", "expert", "portal", "scan", "hint"]
MEANS: tuple[Means, ...] = get_args(Means)
"""In the order in which an officer usually requests them."""

REVEALS: Mapping[str, Tier] = MappingProxyType(
    {
        "documents": "document",
        "company": "check",
        "screening": "screening",
        "licence": "licence",
        "expert": "expert",
        "portal": "portal",
    }
)
"""The means that reveal fields, each with the tier of the fields."""
ABOUT_TRADERS: tuple[Means, ...] = ("company", "screening")
"""The means whose answer holds for all consignments of the same consignee."""


MOST_MINUTES, MOST_DELAY_HOURS = 480.0, 720.0
"""Upper limits for the cost of one request: a day's work, and a month (assumption)."""


class Cost(BaseModel):
    """The cost of one request: ``minutes`` of the officer's time, and ``delay_hours`` for which the goods wait."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minutes: float = Field(ge=0.0, le=MOST_MINUTES)
    delay_hours: float = Field(ge=0.0, le=MOST_DELAY_HOURS)


class MeansCosts(BaseModel):
    """The usual cost of every means, and the share of lawful loads in which a scan shows something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    means: dict[Means, Cost]
    scan_false_alarm: float = Field(ge=0.0, le=1.0)


@cache
def usual_costs() -> MeansCosts:
    """The shipped costs of ``data/means.yaml``."""
    return read_yaml(files("simulator") / "data" / "means.yaml", MeansCosts)
