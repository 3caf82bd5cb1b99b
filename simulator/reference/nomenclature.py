"""The texts of the tariff: chapters, headings and codes, with the unit and the package of each code.

All loaders are cached and read the tables in ``data/`` (sources: ``data/README.md``); the ``load_…`` functions
read any folder and raise ``InputError`` with every fault, file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from simulator.errors import InputError
from simulator.files import Row, Table, fault, read_table
from simulator.reference.lists import load_hs, load_sectors
from simulator.reference.units import load_package_types, load_units

_DATA = files("simulator") / "data"
_MOST_KG = 20_000_000  # a large ship


@dataclass(frozen=True)
class Chapter:
    """A chapter of the HS: usual buyers of its goods, and wordings too vague for classification.

    ``world_share``: share in the value of world exports.
    """

    code: str
    label: str
    sectors: tuple[str, ...]
    vague: tuple[str, ...]
    world_share: float
    source: str


@dataclass(frozen=True)
class Heading:
    """A four-digit heading: our own label, usual value in EUR per kg, and usual net mass of a consignment in kg."""

    label: str
    eur_per_kg: float
    kg: float
    source: str


@dataclass(frozen=True)
class Code:
    """A six-digit code: our own label, its unit with the mass of one, its package, and invoice wordings.

    ``unit`` is a key of ``units()`` and ``package_type`` one of ``package_types()``; ``kg_per_unit`` is 1 where goods
    count by mass. ``kg_per_package``: of goods in bulk the load of one lorry, of unpacked goods the mass of one piece.
    """

    label: str
    unit: str
    kg_per_unit: float
    package_type: str
    kg_per_package: float
    words: tuple[str, ...]
    source: str


@cache
def chapters() -> Mapping[str, Chapter]:
    """The chapters of the HS by code."""
    return load_chapters(_DATA)


@cache
def headings() -> Mapping[str, Heading]:
    """The four-digit headings of the HS by code."""
    return load_headings(_DATA)


@cache
def codes() -> Mapping[str, Code]:
    """The six-digit codes of the HS with their texts.

    >>> from simulator.reference import codes, units
    >>> codes()["870323"].label, units()[codes()["870323"].unit].name
    ('Passenger cars, petrol only, over 1,500 up to 3,000 cc', 'pieces')
    """
    return load_codes(_DATA)


def load_chapters(folder: Traversable) -> Mapping[str, Chapter]:
    """Read and check ``chapters.csv`` against the sectors."""
    columns = ("chapter", "label", "sectors", "vague", "world_share", "source")
    table = read_table(folder, "chapters.csv", columns, required=columns)
    lines = load_sectors(folder)
    for row in table.rows:
        if not re.fullmatch(r"\d{2}", row["chapter"]):
            table.fault(row, f"chapter {row['chapter']!r} is not two digits; keep leading zeros")
        for sector in row.parts("sectors"):
            if sector not in lines:
                table.fault(row, f"sector {sector!r} is unknown; add it to sectors.csv or correct it")
        if len(row.parts("vague")) < 3:
            table.fault(row, "give at least three vague wordings")
    read = [
        Chapter(
            code=row["chapter"],
            label=row["label"],
            sectors=row.parts("sectors"),
            vague=row.parts("vague"),
            world_share=table.number(row, "world_share", 0, 1),
            source=row["source"],
        )
        for row in table.rows
    ]
    total = sum(chapter.world_share for chapter in read)
    if not table.faults and abs(total - 1.0) > 0.005:
        raise InputError(f"chapters.csv: world shares add up to {total:.3f}; make it 1")
    table.checked()
    return MappingProxyType({chapter.code: chapter for chapter in read})


def load_headings(folder: Traversable) -> Mapping[str, Heading]:
    """Read and check ``headings.csv``: every heading of the HS, no label twice."""
    columns = ("hs4", "label", "eur_per_kg", "kg", "source")
    table = read_table(folder, "headings.csv", columns, required=columns)
    _whole(table, "hs4", "a heading of HS 2022", {code[:4] for code in load_hs(folder)})
    _once(table, "label", "hs4", lambda row: [row["label"]])
    read = {
        row["hs4"]: Heading(
            label=row["label"],
            eur_per_kg=table.number(row, "eur_per_kg", 0.001, 1_000_000),
            kg=table.number(row, "kg", 0.01, 100_000),
            source=row["source"],
        )
        for row in table.rows
    }
    table.checked()
    return MappingProxyType(read)


def load_codes(folder: Traversable) -> Mapping[str, Code]:
    """Read and check ``tariff.csv``: every code of the HS, with known unit and package, no label or wording twice."""
    columns = ("hs6", "label", "unit", "kg_per_unit", "package_type", "kg_per_package", "words", "source")
    table = read_table(folder, "tariff.csv", columns, required=columns)
    known, packages = load_units(folder), load_package_types(folder)
    _whole(table, "hs6", "in HS 2022", load_hs(folder))
    _once(table, "label", "hs6", lambda row: [row["label"]])
    _once(table, "wording", "hs6", lambda row: row.parts("words"))
    for row in table.rows:
        table.one_of(row, "unit", tuple(known))
        if row["package_type"] not in packages:
            table.fault(row, f"package_type {row['package_type']!r} is not in package_types.csv; correct the code")
        if len(row.parts("words")) < 2:
            table.fault(row, "give at least two wordings")
        if row["unit"] == "kg" and row["kg_per_unit"] != "1":
            table.fault(row, f"kg_per_unit is {row['kg_per_unit']!r}, but the goods count in kg; make it 1")
    read = {
        row["hs6"]: Code(
            label=row["label"],
            unit=row["unit"],
            kg_per_unit=table.number(row, "kg_per_unit", 0.0001, _MOST_KG),
            package_type=row["package_type"],
            kg_per_package=table.number(row, "kg_per_package", 0.1, _MOST_KG),
            words=row.parts("words"),
            source=row["source"],
        )
        for row in table.rows
    }
    table.checked()
    return MappingProxyType(read)


def _whole(table: Table, column: str, what: str, known: Iterable[str]) -> None:
    """Faults for keys that the HS does not have, and one for all that are missing."""
    left = set(known)
    for row in table.rows:
        if row[column] not in left:
            table.fault(row, f"{column} {row[column]!r} is not {what}; correct the code")
        left.discard(row[column])
    if left and table.rows:
        table.faults.append(fault(table.path, 1, f"no line for {', '.join(sorted(left))}; add one for each"))


def _once(table: Table, what: str, key: str, texts: Callable[[Row], Iterable[str]]) -> None:
    """Faults for texts that stand in two rows, whatever their case."""
    seen: dict[str, str] = {}
    for row in table.rows:
        for text in texts(row):
            if text.casefold() in seen:
                table.fault(row, f"{what} {text!r} is already at {seen[text.casefold()]}; change one of them")
            seen.setdefault(text.casefold(), row[key])
