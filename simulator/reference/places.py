"""Places of loading and unloading: every seaport and airport of ``countries.csv``, and inland towns of each country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, cast

from simulator.files import Row, Table, read_table
from simulator.reference.lists import Country, load_countries
from simulator.reference.positions import read_position

PlaceKind = Literal["seaport", "airport", "inland", "rail", "road"]
PLACES: tuple[PlaceKind, ...] = ("seaport", "airport", "inland", "rail", "road")
_DATA = files("simulator") / "data"


@dataclass(frozen=True)
class Place:
    """A place where goods are loaded and unloaded, by its UN/LOCODE.

    ``kinds``: what it is, one or several of *seaport*; *airport*; *inland*, a town whose firms load lorries; *rail*,
    a town or port with goods trains; *road*, a crossing for lorries on the border. ``lat`` and ``lon``: degrees, to
    about 0.2.
    """

    unlocode: str
    name: str
    country: str
    kinds: tuple[PlaceKind, ...]
    lat: float
    lon: float
    source: str


@cache
def places() -> Mapping[str, Place]:
    """The places by UN/LOCODE; every seaport and airport of ``countries()`` is one of them.

    >>> from simulator.reference import places
    >>> places()["DEHAM"].name, places()["SGSIN"].kinds
    ('Hamburg', ('seaport', 'airport', 'inland'))
    >>> places()["RUVVO"].lat, places()["RUVVO"].lon
    (43.11, 131.88)
    """
    return load_places(_DATA)


def load_places(folder: Traversable) -> Mapping[str, Place]:
    """Read and check ``places.csv`` against ``countries.csv``, which must agree on seaports and airports.

    Each place lies within reach of its country's main place (``radius_km`` of ``positions.py``). Raises ``InputError``
    with every fault of the table.
    """
    columns = ("unlocode", "name", "country", "kind", "lat", "lon", "source")
    table = read_table(folder, "places.csv", columns, required=columns)
    known = load_countries(folder)
    names: dict[tuple[str, str], int] = {}
    positions: dict[str, tuple[float, float]] = {}
    for row in table.rows:
        _check(table, row, known)
        positions[row["unlocode"]] = read_position(table, row, known.get(row["country"]))
        first = names.setdefault((row["country"], row["name"].casefold()), row.line)
        if first != row.line:
            table.fault(row, f"{row['name']!r} stands already on line {first}; keep one code, or give a fuller name")
    if not table.faults:
        _missing(table, known)
    table.checked()
    return MappingProxyType(
        {
            row["unlocode"]: Place(
                unlocode=row["unlocode"],
                name=row["name"],
                country=row["country"],
                kinds=cast(tuple[PlaceKind, ...], row.parts("kind")),
                lat=positions[row["unlocode"]][0],
                lon=positions[row["unlocode"]][1],
                source=row["source"],
            )
            for row in table.rows
        }
    )


def _check(table: Table, row: Row, known: Mapping[str, Country]) -> None:
    code, kinds = row["unlocode"], row.parts("kind")
    country = known.get(row["country"])
    for kind in kinds:
        if kind not in PLACES:
            table.fault(row, f"kind {kind!r} is unknown; give one or several of {', '.join(PLACES)}")
    if country is None:
        table.fault(row, f"country {row['country']!r} is not in countries.csv; correct the code")
        return
    if not re.fullmatch(rf"{country.iso2}[A-Z2-9]{{3}}", code):
        table.fault(row, f"unlocode {code!r} is no UN/LOCODE of {country.iso2}; correct the code")
    for kind, there in (("seaport", country.seaports), ("airport", country.airports)):
        if (kind in kinds) != (code in there):
            table.fault(row, f"{code} is {kind} in one of places.csv and countries.csv only; make them agree")


def _missing(table: Table, known: Mapping[str, Country]) -> None:
    """Faults after the last line: places of ``countries.csv`` without a row, countries without an inland place."""
    there = {row["unlocode"] for row in table.rows}
    loading = {row["country"] for row in table.rows if {"inland", "rail"} & set(row.parts("kind"))}
    end = Row(table.rows[-1].line + 1 if table.rows else 2, {})
    for code, country in known.items():
        for place in dict.fromkeys(country.seaports + country.airports):
            if place not in there:
                table.fault(end, f"{place} of countries.csv has no row; add it")
        if code not in loading:
            table.fault(end, f"{code} has no inland place, where lorries are loaded; add one")
