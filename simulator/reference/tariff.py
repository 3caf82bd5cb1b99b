"""The goods of trade by HS code: their texts and figures, who buys them, and which of them are strategic.

All loaders are cached and read the tables in ``data/`` (sources: ``data/README.md``); the ``load_…`` functions
read any folder and raise ``InputError`` with every fault, file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, cast

from simulator.files import read_table
from simulator.reference.lists import load_sectors
from simulator.reference.nomenclature import Code, load_chapters, load_codes
from simulator.reference.strategic_goods import load_strategic

Kind = Literal["strategic", "lookalike", "ordinary"]
KINDS: tuple[Kind, ...] = ("strategic", "lookalike", "ordinary")
_DATA = files("simulator") / "data"


@dataclass(frozen=True)
class Good:
    """A good of trade: HS code, our own label and invoice wordings, typical figures.

    ``kind`` is *strategic* (part of the code is under export control), *lookalike* (ordinary, but strategic goods
    could travel under its words: its ``neighbours``) or *ordinary*. ``eur_per_kg``: usual value; ``kg``: usual net
    mass of a consignment, never less than a package or a unit; ``unit``, ``kg_per_unit``, ``package_type`` and
    ``kg_per_package``: see ``nomenclature.Code``; ``air_share``: share sent by air, in [0, 1]; ``lines``:
    declarations in the Korean import set; ``sectors``: the lines of business the good fits.
    """

    hs6: str
    label: str
    words: tuple[str, ...]
    kind: Kind
    sectors: tuple[str, ...]
    eur_per_kg: float
    kg: float
    unit: str
    kg_per_unit: float
    kg_per_package: float
    package_type: str
    air_share: float
    lines: float
    neighbours: tuple[str, ...]
    source: str


@cache
def goods() -> Mapping[str, Good]:
    """The goods of trade by HS code: the catalogued ones of ``goods.csv`` first, then every other code."""
    return load_goods(_DATA)


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
    columns = ("hs6", "class", "sectors", "neighbours", "source")
    table = read_table(folder, "goods.csv", columns, required=[name for name in columns if name != "neighbours"])
    figures, lines, listed = _load_figures(folder), load_sectors(folder), load_strategic(folder)
    strategic_here = {row["hs6"] for row in table.rows if row["class"] == "strategic"}
    for row in table.rows:
        kind = table.one_of(row, "class", KINDS)
        if row["hs6"] not in figures:
            table.fault(row, f"hs6 {row['hs6']!r} is not in HS 2022; correct the code")
        for sector in row.parts("sectors"):
            if sector not in lines:
                table.fault(row, f"sector {sector!r} is unknown; add it to sectors.csv or correct it")
        on_list = row["hs6"] in listed and listed[row["hs6"]].match in ("named", "ex")
        if on_list != (kind == "strategic"):
            table.fault(row, f"class is {kind!r} but strategic_hs.csv says otherwise; correct one of the two")
        if bool(row["neighbours"]) != (kind == "lookalike"):
            table.fault(row, "a lookalike needs neighbours, and other goods must have none; fill or empty the cell")
        for code in row.parts("neighbours"):
            if code not in strategic_here:
                table.fault(row, f"neighbour {code!r} is not a strategic good of this file; correct the code")
    table.checked()
    texts, by_chapter = load_codes(folder), load_chapters(folder)
    catalogued = {row["hs6"]: row for row in table.rows}
    found = {}
    for hs6 in (*catalogued, *(hs6 for hs6 in figures if hs6 not in catalogued)):
        line, about = catalogued.get(hs6), by_chapter[hs6[:2]]
        found[hs6] = _good(
            hs6,
            texts[hs6],
            figures[hs6],
            kind=cast(Kind, line["class"]) if line else "ordinary",
            sectors=line.parts("sectors") if line else about.sectors,
            neighbours=line.parts("neighbours") if line else (),
            source=line["source"] if line else about.source,
        )
    return MappingProxyType(found)


def _good(
    hs6: str,
    text: Code,
    figures: _Figures,
    *,
    kind: Kind,
    sectors: tuple[str, ...],
    neighbours: tuple[str, ...],
    source: str,
) -> Good:
    return Good(
        hs6=hs6,
        label=text.label,
        words=text.words,
        kind=kind,
        sectors=sectors,
        eur_per_kg=figures.eur_per_kg,
        kg=figures.kg,
        unit=text.unit,
        kg_per_unit=text.kg_per_unit,
        kg_per_package=text.kg_per_package,
        package_type=text.package_type,
        air_share=figures.air_share,
        lines=figures.lines,
        neighbours=neighbours,
        source=f"{source}; figures: {figures.basis}; texts, unit and package: {text.source}",
    )
