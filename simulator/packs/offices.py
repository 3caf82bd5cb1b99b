"""The customs offices of a pack: where goods are declared, and where they cross the border of the customs territory."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from importlib.resources.abc import Traversable
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict

from simulator.files import Row, Table, read_table
from simulator.reference import countries

OfficeKind = Literal["seaport", "airport", "road", "rail", "ferry", "inland"]
OFFICE_KINDS: tuple[OfficeKind, ...] = ("seaport", "airport", "road", "rail", "ferry", "inland")
BY_MODE: dict[str, tuple[OfficeKind, ...]] = {
    "1": ("seaport",),
    "2": ("rail",),
    "3": ("road", "ferry"),
    "4": ("airport",),
    "5": ("airport",),  # post leaves by air (assumption)
}
"""The kinds of office at the border, by mode of transport at the border (box 25)."""
FILE = "offices.csv"
_COLUMNS = ("code", "name", "kind", "unlocode", "place", "country", "neighbour", "reach_km", "weight", "source")
_FACING = ("road", "rail", "ferry")


class Office(BaseModel):
    """A customs office. ``country``: home or another member of the union; ``weight``: relative size of its traffic.

    ``neighbour``: the country on the other side of a road, railway or ferry; "" for other kinds. ``unlocode``: "" if
    the place has none. Goods are cleared at *inland* offices and do not cross the border there. ``reach_km``: length of
    the longest voyages of a seaport that only short sea shipping uses; infinite for others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    kind: OfficeKind
    unlocode: str
    place: str
    country: str
    neighbour: str
    reach_km: float
    weight: float
    source: str


def read_offices(folder: Traversable) -> tuple[tuple[Office, ...], Table]:
    """The offices, and the table with the faults found so far; the caller adds its own and raises all of them."""
    required = [name for name in _COLUMNS if name not in ("unlocode", "neighbour", "reach_km")]
    table = read_table(folder, FILE, _COLUMNS, required)
    for row in table.rows:
        _check(table, row)
    offices = tuple(
        Office.model_construct(
            code=row["code"],
            name=row["name"],
            kind=cast(OfficeKind, row["kind"]),
            unlocode=row["unlocode"],
            place=row["place"],
            country=row["country"],
            neighbour=row["neighbour"],
            reach_km=table.number(row, "reach_km", 1, 40_000) if row["reach_km"] else math.inf,
            weight=table.number(row, "weight", 0.0001, 1_000_000),
            source=row["source"],
        )
        for row in table.rows
    )
    return offices, table


def _check(table: Table, row: Row) -> None:
    country, neighbour = row["country"], row["neighbour"]
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{6}", row["code"]) or row["code"][:2] != country:
        table.fault(row, f"code {row['code']!r} is not eight letters and digits that begin with {country}; correct it")
    kind = table.one_of(row, "kind", OFFICE_KINDS)
    if row["unlocode"] and not re.fullmatch(rf"{re.escape(country)}[A-Z2-9]{{3}}", row["unlocode"]):
        table.fault(row, f"unlocode {row['unlocode']!r} is no UN/LOCODE of {country}; correct it or leave it empty")
    if kind in ("seaport", "airport") and not row["unlocode"]:
        table.fault(row, "a seaport or airport has a UN/LOCODE; fill unlocode")
    if row["reach_km"] and kind != "seaport":
        table.fault(row, "only a seaport has a reach_km; empty the cell")
    for column in ("country", "neighbour"):
        if row[column] and row[column] not in countries():
            table.fault(row, f"{column} {row[column]!r} is not a trading country of countries.csv; correct it")
    if bool(neighbour) != (kind in _FACING):
        table.fault(row, "a road, rail or ferry office has a neighbour, and others have none; fill or empty the cell")
    elif kind in ("road", "rail") and country in countries() and neighbour not in countries()[country].borders:
        table.fault(row, f"{country} and {neighbour} do not meet by land or fixed link; correct neighbour or kind")
    if kind in ("seaport", "ferry") and country in countries() and countries()[country].landlocked:
        table.fault(row, f"{country} is landlocked and has no seaport or ferry; correct kind or country")


def check_territory(table: Table, territory: Collection[str], home: str) -> None:
    """Add the faults of offices that do not fit the customs territory: home first, or with all members of the union."""
    for row in table.rows:
        if row["country"] not in territory:
            table.fault(row, f"country {row['country']!r} is neither home nor a member of the union; correct it")
        if row["neighbour"] in territory:
            what = f"neighbour {row['neighbour']} is in the same customs territory, so there is no office between"
            table.fault(row, f"{what}; take the row out")
    if table.rows and not any(row["country"] == home for row in table.rows):
        table.fault(table.rows[0], f"no office is in {home}; add one")
