"""The indicators: published red flags; typologies, risk profiles, reasons, trainees and debrief all use their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, cast, get_args

from simulator.files import Row, read_table

FAMILIES = (
    "product",
    "end_user",
    "end_use",
    "route",
    "vessel",
    "payment",
    "documents",
    "parcel",
    "licence",
    "behaviour",
    "radiation",
)
Sight = Literal["declaration", "document", "check", "screening", "licence", "expert", "portal", "never"]
SIGHTS: tuple[Sight, ...] = get_args(Sight)
"""Where an officer can see it: the tiers in order, or ``never`` if only the supplier's staff can see it."""


@dataclass(frozen=True)
class Indicator:
    """One red flag: ``id`` is ``family.name``; ``sources`` are its publishers.

    ``how_it_shows``: the field or paper in which an officer meets it. ``innocent``: why lawful trade can show it too.
    """

    id: str
    family: str
    label: str
    tier: Sight
    how_it_shows: str
    innocent: str
    sources: tuple[str, ...]


@cache
def catalogue() -> Mapping[str, Indicator]:
    """All indicators by id, in the order of the file."""
    return load(files("simulator") / "data")


def load(folder: Traversable) -> Mapping[str, Indicator]:
    """Read and check ``indicators.csv`` of a folder; ``InputError`` with every fault."""
    columns = ("id", "family", "label", "tier", "how_it_shows", "innocent", "sources")
    table = read_table(folder, "indicators.csv", columns, required=columns)
    labels: dict[str, Row] = {}
    for row in table.rows:
        table.one_of(row, "family", FAMILIES)
        table.one_of(row, "tier", SIGHTS)
        if row["id"].split(".")[0] != row["family"]:
            table.fault(row, f"id {row['id']!r} does not begin with its family; write {row['family']}.<name>")
        if (first := labels.setdefault(row["label"], row)) is not row:
            table.fault(row, f"label {row['label']!r} stands already in line {first.line}; tell the two flags apart")
        for column in ("how_it_shows", "innocent"):
            if row[column] and not row[column].endswith("."):
                table.fault(row, f"{column} is no whole sentence; end it with a full stop")
    table.checked()
    return MappingProxyType(
        {
            row["id"]: Indicator(
                id=row["id"],
                family=row["family"],
                label=row["label"],
                tier=cast(Sight, row["tier"]),
                how_it_shows=row["how_it_shows"],
                innocent=row["innocent"],
                sources=row.parts("sources"),
            )
            for row in table.rows
        }
    )
