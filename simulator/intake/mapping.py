"""A mapping: how the columns of a foreign file become fields of the declaration schema."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from pathlib import Path

from simulator.reference import Edition

QUOTINGS = ("auto", "standard", "none")
THOUSANDS = {",": ",", ".": ".", "space": " ", "blank": " ", " ": " ", "'": "'", "apostrophe": "'"}
"""Thousands separators by the words that a mapping may use."""
SERIAL = "serial"
"""The date format of a spreadsheet's day numbers: 45418 is 2024-05-06."""


@dataclass(frozen=True)
class FieldRule:
    """Where one field comes from: columns of the file, the row number, or a constant.

    ``columns``: usually one; the cells of several are joined by ``join``. ``row_number`` adds the number of the row;
    it is for the id of rows that have none of their own. ``values`` translates cells before they are read
    (``None`` = unknown); other cells are not changed. ``multiply`` converts the source's unit to the schema's.
    ``units``: signs that may stand before or behind a number. ``negative_unknown``: a number below 0 is unknown, not
    a fault. ``numeric``: countries are written in the three digits of ISO 3166. ``line`` is the rule's line in the
    mapping file.
    """

    field: str
    line: int
    columns: tuple[str, ...] = ()
    join: str = " "
    row_number: bool = False
    constant: str | None = None
    values: Dictionary[str, str | None] | None = None
    multiply: float = 1.0
    date_format: str = "%Y-%m-%d"
    units: tuple[str, ...] = ()
    negative_unknown: bool = False
    numeric: bool = False
    evidence: str = ""

    @property
    def shown(self) -> str:
        """The columns as faults name them."""
        return " + ".join(self.columns) or "row number"


@dataclass(frozen=True)
class Outcome:
    """The column that says what a control found, and the cells that mean a violation or that the goods were lawful.

    Case does not matter, and 1.0 is 1. Any other cell, and a blank one, is unknown.
    """

    column: str
    violation_values: frozenset[str]
    lawful_values: frozenset[str]
    line: int


@dataclass(frozen=True)
class Mapping:
    """One source's mapping; ``fields`` by schema field name.

    ``digits``: the lengths of the source's HS codes; () if they are to be found from the column. ``unknown``: cells
    that mean *unknown* in every column.
    """

    path: Path
    name: str
    source: str
    fields: Dictionary[str, FieldRule]
    outcome: Outcome | None = None
    delimiter: str = ","
    quoting: str = "auto"
    decimal: str = "."
    thousands: str = ""
    encoding: str = "utf-8"
    hs_edition: Edition = "2022"
    digits: tuple[int, ...] = ()
    unknown: frozenset[str] = frozenset()

    @property
    def columns(self) -> dict[str, int]:
        """The file's columns that this mapping reads, each with the line of the mapping file that first names it."""
        named = [(column, rule.line) for rule in self.fields.values() for column in rule.columns]
        if self.outcome is not None:
            named.append((self.outcome.column, self.outcome.line))
        lines: dict[str, int] = {}
        for column, line in named:
            lines.setdefault(column, line)
        return lines
