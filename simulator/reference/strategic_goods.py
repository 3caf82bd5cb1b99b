"""The strategic goods by HS code: the lists that name them, their civil use, and what decides whether one is listed.

``strategic`` reads ``data/strategic_hs.csv`` (sources: ``data/README.md``) and is cached; ``load_strategic`` reads and
checks the table of any folder and raises ``InputError`` with every fault, file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, cast, get_args

from simulator.files import Row, Table, read_table
from simulator.reference.lists import load_hs

Match = Literal["named", "ex", "watch", "sanctions"]
MATCHES: tuple[Match, ...] = ("named", "ex", "watch", "sanctions")
Category = Literal[
    "nuclear",
    "radiological",
    "chemical",
    "biological",
    "missile",
    "materials",
    "machine_tools",
    "electronics",
    "telecom_infosec",
    "sensors_lasers",
    "navigation",
    "marine",
    "aerospace",
    "arms_parts",
]
CATEGORIES: tuple[Category, ...] = get_args(Category)
UNITS = ("kg", "g", "l", "m", "m2", "u")
"""Units of quantity: ``u`` is one piece, the others are kilogram, gram, litre, metre and square metre."""
_TIER = re.compile(r"[12]|[34]\.[AB]")
_DATA = files("simulator") / "data"


@dataclass(frozen=True)
class Characteristic:
    """A line of a data sheet, in words without figures: what it says on a ``listed`` good and on any ``other``."""

    name: str
    listed: str
    other: str


@dataclass(frozen=True)
class Strategic:
    """An HS code that strategic goods fall under; not an official correlation.

    ``match``: *named*, the code's own text names the listed good; *ex*, only part of the code is listed, so it
    **needs commodity identification** and never means "controlled"; *watch*, no list names the goods, but customs
    watch the code (common high-priority list, radioactive scrap, false alarms); *sanctions*, listed for some
    destinations only. ``tier`` is the tier of the common high-priority list, "" if none. ``lookalikes``: HS codes
    whose goods look alike, strategic or not. ``deciding``: the characteristic that decides whether a good is listed;
    ``data_sheet``: what a data sheet shows, the deciding line first; ``ask``: the paper to ask for; ``unit``: one of
    ``UNITS``; ``pieces``: usual quantity of a consignment in that unit, None where the mass tells it.
    """

    hs6: str
    description: str
    category: Category
    regimes: tuple[str, ...]
    control_list: tuple[str, ...]
    tier: str
    civil_use: str
    match: Match
    confidence: str
    lookalikes: tuple[str, ...]
    deciding: str
    data_sheet: tuple[Characteristic, ...]
    ask: str
    unit: str
    pieces: float | None
    source: str


@cache
def strategic() -> Mapping[str, Strategic]:
    """Strategic goods by HS code. ``match == "ex"`` means "needs commodity identification", never "controlled".

    >>> from simulator.reference import strategic
    >>> good = strategic()["854231"]
    >>> good.description, good.category, good.match
    ('Integrated circuits: processors and controllers', 'electronics', 'ex')
    >>> "950300" in strategic()
    False
    """
    return load_strategic(_DATA)


def load_strategic(folder: Traversable) -> Mapping[str, Strategic]:
    """Read and check ``strategic_hs.csv`` against ``hs6.csv``."""
    about = ("hs6", "description", "category", "regime", "control_list", "tier", "civil_use", "match", "confidence")
    identified = ("lookalikes", "deciding", "data_sheet", "ask", "unit")
    columns = (*about, *identified, "pieces_typical", "source")
    required = [name for name in columns if name not in ("regime", "control_list", "tier", "pieces_typical")]
    table = read_table(folder, "strategic_hs.csv", columns, required)
    closed = {"category": CATEGORIES, "match": MATCHES, "confidence": ("A", "B"), "unit": UNITS}
    hs = load_hs(folder)
    for row in table.rows:
        if row["hs6"] not in hs:
            table.fault(row, f"hs6 {row['hs6']!r} is not in HS 2022; correct the code")
        for column, known in closed.items():
            table.one_of(row, column, known)
        if row["tier"] and not _TIER.fullmatch(row["tier"]):
            table.fault(row, f"tier {row['tier']!r} is not on the common high-priority list; write 1, 2, 3.A to 4.B")
        if row["match"] in ("named", "ex") and not row["regime"]:
            table.fault(row, f"match is {row['match']!r} but no regime lists the goods; name it or change the match")
        for code in row.parts("lookalikes"):
            if code not in hs or code == row["hs6"]:
                table.fault(row, f"lookalike {code!r} is not another code of HS 2022; correct the code")
        for column in ("deciding", "data_sheet", "ask"):
            if re.search(r"\d", row[column]):
                table.fault(row, f"{column} holds a figure; say it in words, for control parameters stay out")
    read = {row["hs6"]: _strategic(table, row) for row in table.rows}
    table.checked()
    return MappingProxyType(read)


def _strategic(table: Table, row: Row) -> Strategic:
    return Strategic(
        hs6=row["hs6"],
        description=row["description"],
        category=cast(Category, row["category"]),
        regimes=row.parts("regime"),
        control_list=row.parts("control_list"),
        tier=row["tier"],
        civil_use=row["civil_use"],
        match=cast(Match, row["match"]),
        confidence=row["confidence"],
        lookalikes=row.parts("lookalikes"),
        deciding=row["deciding"],
        data_sheet=_data_sheet(table, row),
        ask=row["ask"],
        unit=row["unit"],
        pieces=table.number(row, "pieces_typical", 0.01, 1_000_000) if row["pieces_typical"] else None,
        source=row["source"],
    )


def _data_sheet(table: Table, row: Row) -> tuple[Characteristic, ...]:
    """The lines of a data sheet, written ``name=listed|other`` and separated by semicolons."""
    read = []
    for line in row.parts("data_sheet"):
        parts = re.fullmatch(r"([^=|]+)=([^=|]+)\|([^=|]+)", line)
        if parts is None:
            table.fault(row, f"data_sheet line {line!r} is not name=listed side|other side; write it so")
        else:
            read.append(Characteristic(*(part.strip() for part in parts.groups())))
    return tuple(read)
