"""The indicators: published red flags; typologies, risk profiles, reasons, trainees and debrief all use their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, cast

from simulator.files import read_table

FAMILIES = ("product", "end_user", "end_use", "route", "payment", "documents", "behaviour")
Sight = Literal["declaration", "document", "check", "never"]
SIGHTS: tuple[Sight, ...] = ("declaration", "document", "check", "never")
"""Where an officer can see it: the tiers in order, or ``never`` if only the supplier's staff can see it."""


@dataclass(frozen=True)
class Indicator:
    """One red flag: ``id`` is ``family.name``; ``sources`` are its publishers."""

    id: str
    family: str
    label: str
    tier: Sight
    sources: tuple[str, ...]


@cache
def catalogue() -> Mapping[str, Indicator]:
    """All indicators by id, in the order of the file."""
    return load(files("simulator") / "data")


def load(folder: Traversable) -> Mapping[str, Indicator]:
    """Read and check ``indicators.csv`` of a folder; ``InputError`` with every fault."""
    columns = ("id", "family", "label", "tier", "sources")
    table = read_table(folder, "indicators.csv", columns, required=columns)
    for row in table.rows:
        table.one_of(row, "family", FAMILIES)
        table.one_of(row, "tier", SIGHTS)
        if row["id"].split(".")[0] != row["family"]:
            table.fault(row, f"id {row['id']!r} does not begin with its family; write {row['family']}.<name>")
    table.checked()
    return MappingProxyType(
        {
            row["id"]: Indicator(
                id=row["id"],
                family=row["family"],
                label=row["label"],
                tier=cast(Sight, row["tier"]),
                sources=row.parts("sources"),
            )
            for row in table.rows
        }
    )
