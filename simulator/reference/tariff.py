"""The goods of trade by HS code: chapters, headings and their words, and each good's figures.

All loaders are cached and read the tables in ``data/`` (sources: ``data/README.md``); the ``load_…`` functions
read any folder and raise ``InputError`` with every fault, file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, cast

from simulator.errors import InputError
from simulator.files import Row, Table, fault, read_table
from simulator.reference.lists import load_hs, load_sectors, load_strategic

Kind = Literal["strategic", "lookalike", "ordinary"]
KINDS: tuple[Kind, ...] = ("strategic", "lookalike", "ordinary")
_DATA = files("simulator") / "data"


@dataclass(frozen=True)
class Chapter:
    """A chapter of the HS: usual buyers of its goods, their packing, and wordings too vague for classification.

    ``world_share``: share in the value of world exports.
    """

    code: str
    label: str
    sectors: tuple[str, ...]
    vague: tuple[str, ...]
    package_type: str
    kg_per_package: float
    world_share: float
    source: str


@dataclass(frozen=True)
class Heading:
    """A four-digit heading: invoice wordings of its goods, usual value, and usual mass of a consignment."""

    words: tuple[str, ...]
    eur_per_kg: float
    kg: float
    source: str


@dataclass(frozen=True)
class Good:
    """A good of trade: HS code, our own label, typical figures.

    ``kind`` is *strategic* (part of the code is under export control), *lookalike* (ordinary, but strategic goods
    could travel under its words: its ``neighbours``) or *ordinary*. ``eur_per_kg``: usual value; ``kg``: usual net
    mass of a consignment; ``air_share``: share sent by air, in [0, 1]; ``lines``: declarations in the Korean import
    set; ``sectors``: the lines of business the good fits.
    """

    hs6: str
    label: str
    kind: Kind
    sectors: tuple[str, ...]
    eur_per_kg: float
    kg: float
    kg_per_package: float
    package_type: str
    air_share: float
    lines: float
    neighbours: tuple[str, ...]
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
def goods() -> Mapping[str, Good]:
    """The goods of trade by HS code: the catalogued ones of ``goods.csv``, and every other code by its heading."""
    return load_goods(_DATA)


def load_chapters(folder: Traversable) -> Mapping[str, Chapter]:
    """Read and check ``chapters.csv`` against the sectors."""
    figures = ("kg_per_package", "world_share")
    columns = ("chapter", "label", "sectors", "vague", "package_type", *figures, "source")
    table = read_table(folder, "chapters.csv", columns, required=columns)
    lines = load_sectors(folder)
    for row in table.rows:
        if not re.fullmatch(r"\d{2}", row["chapter"]):
            table.fault(row, f"chapter {row['chapter']!r} is not two digits; keep leading zeros")
        _sectors(table, row, lines)
        _package(table, row)
        if len(row.parts("vague")) < 3:
            table.fault(row, "give at least three vague wordings")
    read = [
        Chapter(
            code=row["chapter"],
            label=row["label"],
            sectors=row.parts("sectors"),
            vague=row.parts("vague"),
            package_type=row["package_type"],
            kg_per_package=table.number(row, "kg_per_package", 0.01, 50_000),
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
    """Read and check ``headings.csv``: every heading of the HS, no wording twice."""
    columns = ("hs4", "words", "eur_per_kg", "kg", "source")
    table = read_table(folder, "headings.csv", columns, required=columns)
    known = {code[:4] for code in load_hs(folder)}
    seen: dict[str, str] = {}
    for row in table.rows:
        if row["hs4"] not in known:
            table.fault(row, f"hs4 {row['hs4']!r} is not a heading of HS 2022; correct the code")
        if len(row.parts("words")) < 3:
            table.fault(row, "give at least three wordings")
        for words in row.parts("words"):
            if words in seen:
                table.fault(row, f"wording {words!r} is already at {seen[words]}; change one of them")
            seen.setdefault(words, row["hs4"])
    read = {
        row["hs4"]: Heading(
            words=row.parts("words"),
            eur_per_kg=table.number(row, "eur_per_kg", 0.001, 1_000_000),
            kg=table.number(row, "kg", 0.01, 100_000),
            source=row["source"],
        )
        for row in table.rows
    }
    table.checked()
    missing = sorted(known - {row["hs4"] for row in table.rows})
    if missing:
        raise InputError(fault(table.path, 1, f"no words for {', '.join(missing)}; add a line for each"))
    return MappingProxyType(read)


@dataclass(frozen=True)
class _Figures:
    eur_per_kg: float
    kg: float
    air_share: float
    lines: float
    basis: str


def _load_figures(folder: Traversable) -> Mapping[str, _Figures]:
    columns = ("hs6", "eur_per_kg", "kg", "air_share", "lines", "basis")
    table = read_table(folder, "hs6.csv", columns, required=columns)
    read = {
        row["hs6"]: _Figures(
            eur_per_kg=table.number(row, "eur_per_kg", 0.001, 1_000_000),
            kg=table.number(row, "kg", 0.001, 100_000_000),
            air_share=table.number(row, "air_share", 0, 1),
            lines=table.number(row, "lines", 0, 1_000_000),
            basis=row["basis"],
        )
        for row in table.rows
    }
    table.checked()
    return read


def load_goods(folder: Traversable) -> Mapping[str, Good]:
    """Read and check ``goods.csv`` against sectors, HS and strategic goods; other codes of ``hs6.csv`` join them."""
    columns = ("hs6", "label", "class", "sectors", "kg_per_package", "package_type", "neighbours", "source")
    table = read_table(folder, "goods.csv", columns, required=[name for name in columns if name != "neighbours"])
    figures, lines, listed = _load_figures(folder), load_sectors(folder), load_strategic(folder)
    strategic_here = {row["hs6"] for row in table.rows if row["class"] == "strategic"}
    for row in table.rows:
        kind = table.one_of(row, "class", KINDS)
        if row["hs6"] not in figures:
            table.fault(row, f"hs6 {row['hs6']!r} is not in HS 2022; correct the code")
        _sectors(table, row, lines)
        _package(table, row)
        on_list = row["hs6"] in listed and listed[row["hs6"]].match in ("named", "ex")
        if on_list != (kind == "strategic"):
            table.fault(row, f"class is {kind!r} but strategic_hs.csv says otherwise; correct one of the two")
        if bool(row["neighbours"]) != (kind == "lookalike"):
            table.fault(row, "a lookalike needs neighbours, and other goods must have none; fill or empty the cell")
        for code in row.parts("neighbours"):
            if code not in strategic_here:
                table.fault(row, f"neighbour {code!r} is not a strategic good of this file; correct the code")
    packed = [table.number(row, "kg_per_package", 0.01, 50_000) for row in table.rows]
    table.checked()
    found = {}
    for row, kg in zip(table.rows, packed, strict=True):
        kind = cast(Kind, row["class"])
        details = (row["label"], kind, row.parts("sectors"), kg, row["package_type"], row.parts("neighbours"))
        found[row["hs6"]] = _good(row["hs6"], figures[row["hs6"]], *details, row["source"])
    return MappingProxyType(found | _others(folder, {code: own for code, own in figures.items() if code not in found}))


def _others(folder: Traversable, figures: Mapping[str, _Figures]) -> dict[str, Good]:
    """The goods without a line in ``goods.csv``: ordinary, with their chapter's buyers and packing."""
    by_chapter, words = load_chapters(folder), load_headings(folder)
    found = {}
    for code, own in figures.items():
        about, label = by_chapter[code[:2]], words[code[:4]].words[0].capitalize()
        kind: Kind = "ordinary"
        details = (label, kind, about.sectors, about.kg_per_package, about.package_type, ())
        found[code] = _good(code, own, *details, about.source)
    return found


def _good(
    code: str,
    figures: _Figures,
    label: str,
    kind: Kind,
    sectors: tuple[str, ...],
    kg_per_package: float,
    package_type: str,
    neighbours: tuple[str, ...],
    source: str,
) -> Good:
    return Good(
        hs6=code,
        label=label,
        kind=kind,
        sectors=sectors,
        eur_per_kg=figures.eur_per_kg,
        kg=figures.kg,
        kg_per_package=kg_per_package,
        package_type=package_type,
        air_share=figures.air_share,
        lines=figures.lines,
        neighbours=neighbours,
        source=f"{source}; figures: {figures.basis}",
    )


def _sectors(table: Table, row: Row, known: Mapping[str, str]) -> None:
    for sector in row.parts("sectors"):
        if sector not in known:
            table.fault(row, f"sector {sector!r} is unknown; add it to sectors.csv or correct it")


def _package(table: Table, row: Row) -> None:
    if not re.fullmatch(r"[A-Z0-9]{2}", row["package_type"]):
        table.fault(row, f"package_type {row['package_type']!r} is not a two-letter UN/ECE code (Recommendation 21)")
