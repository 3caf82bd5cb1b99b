"""Towns and streets of the trading countries, so that an invented address reads like its country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from simulator.files import Row, Table, read_table
from simulator.reference.lists import Country, load_countries
from simulator.reference.positions import read_position

FEWEST_TOWNS, FEWEST_STREETS = 8, 10
_DATA = files("simulator") / "data"


@dataclass(frozen=True)
class Town:
    """A town and its position: ``lat`` and ``lon`` in degrees, to about 0.2."""

    name: str
    country: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Streets:
    """How a country writes the line with the street: ``pattern`` with ``{street}`` and ``{number}``; street names."""

    pattern: str
    names: tuple[str, ...]


@cache
def towns() -> Mapping[str, tuple[str, ...]]:
    """Real towns of each trading country, in Latin letters; no name stands in two countries.

    >>> from simulator.reference import towns
    >>> towns()["LU"][:2]
    ('Esch-sur-Alzette', 'Dudelange')
    """
    return MappingProxyType({code: tuple(town.name for town in own) for code, own in town_rows().items()})


@cache
def town_rows() -> Mapping[str, tuple[Town, ...]]:
    """The towns of each trading country with their positions, in the order of ``towns()``.

    >>> from simulator.reference import town_rows
    >>> town_rows()["LU"][0]
    Town(name='Esch-sur-Alzette', country='LU', lat=49.5, lon=5.98)
    """
    return load_towns(_DATA)


@cache
def streets() -> Mapping[str, Streets]:
    """The streets of each trading country.

    >>> from simulator.reference import streets
    >>> [streets()[code].pattern.format(street=streets()[code].names[0], number=12) for code in ("DE", "FR", "CN")]
    ['Hafenstrasse 12', '12 rue du Port', 'No. 12, Renmin Road']
    """
    return load_streets(_DATA)


def load_towns(folder: Traversable) -> Mapping[str, tuple[Town, ...]]:
    """Read and check ``towns.csv`` against ``countries.csv``; ``InputError`` with every fault of the table.

    Each town lies within reach of its country's main place (``radius_km`` of ``positions.py``).
    """
    columns = ("country", "town", "lat", "lon", "source")
    table = read_table(folder, "towns.csv", columns, required=columns, keys=2)
    known = load_countries(folder)
    result: dict[str, list[Town]] = {code: [] for code in known}
    seen: dict[str, Row] = {}
    for row in table.rows:
        lat, lon = read_position(table, row, known.get(row["country"]))
        if row["country"] not in known:
            table.fault(row, f"country {row['country']!r} is not in countries.csv; correct the code")
            continue
        _latin(table, row, "town", row["town"])
        # A name in two countries would make an address and its country look at odds.
        first = seen.setdefault(row["town"].casefold(), row)
        if first["country"] != row["country"]:
            table.fault(row, f"town {row['town']!r} stands already on line {first.line}; name another town")
        result[row["country"]].append(Town(row["town"], row["country"], lat, lon))
    few = {code: len(own) for code, own in result.items() if len(own) < FEWEST_TOWNS}
    if not table.faults:
        for code, count in few.items():
            table.fault(_after(table), f"{code} has {count} towns; give at least {FEWEST_TOWNS}")
    table.checked()
    return MappingProxyType({code: tuple(own) for code, own in result.items()})


def load_streets(folder: Traversable) -> Mapping[str, Streets]:
    """Read and check ``streets.csv``: each country of ``countries.csv`` stands in one row.

    Raises ``InputError`` with every fault of the table.
    """
    columns = ("manner", "countries", "pattern", "names", "source")
    table = read_table(folder, "streets.csv", columns, required=columns)
    known = load_countries(folder)
    result: dict[str, Streets] = {}
    for row in table.rows:
        _check_streets(table, row)
        for code in row.parts("countries"):
            if code not in known:
                table.fault(row, f"country {code!r} is not in countries.csv; correct the code")
            elif code in result:
                table.fault(row, f"country {code!r} has streets in a row above; keep it in one row")
            result[code] = Streets(row["pattern"], row.parts("names"))
    if not table.faults:
        _all_there(table, known, result)
    table.checked()
    return MappingProxyType(result)


def _check_streets(table: Table, row: Row) -> None:
    names = row.parts("names")
    if len(names) < FEWEST_STREETS or len(set(names)) < len(names):
        table.fault(row, f"names are {len(names)}, some maybe twice; give at least {FEWEST_STREETS} different ones")
    for name in names:
        _latin(table, row, "street", name)
    bare = row["pattern"].replace("{street}", "", 1).replace("{number}", "", 1)
    if len(row["pattern"]) - len(bare) != len("{street}{number}") or "{" in bare or "}" in bare:
        table.fault(row, f"pattern is {row['pattern']!r}; write {{street}} and {{number}} once each")


def _latin(table: Table, row: Row, what: str, name: str) -> None:
    if not (name.isascii() and name.isprintable()):
        table.fault(row, f"{what} {name!r} has letters beyond a to z; write it without accents, in Latin letters")


def _all_there(table: Table, known: Mapping[str, Country], found: Mapping[str, Streets]) -> None:
    for code in known:
        if code not in found:
            table.fault(_after(table), f"{code} of countries.csv has no streets; add it to a row")


def _after(table: Table) -> Row:
    """The line after the last one, for what is missing."""
    return Row(table.rows[-1].line + 1 if table.rows else 2, {})
