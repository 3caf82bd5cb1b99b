"""A mapping: how the columns of a foreign file become fields of the declaration schema."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from pathlib import Path

HS_EDITIONS = ("2022", "2017", "2012")
"""Editions of the Harmonized System that a source may use; Redlane's own reference is the edition of 2022."""


@dataclass(frozen=True)
class FieldRule:
    """Where one field comes from: a column of the file, or a constant.

    ``values`` translates cells before they are read (``None`` = unknown); other cells are not changed.
    ``multiply`` converts the source's unit to the schema's. ``line`` is the rule's line in the mapping file.
    """

    field: str
    line: int
    column: str | None = None
    constant: str | None = None
    values: Dictionary[str, str | None] | None = None
    multiply: float = 1.0
    date_format: str = "%Y-%m-%d"
    evidence: str = ""


@dataclass(frozen=True)
class Outcome:
    """The column that says what a control found, and the cells that mean a violation. A blank cell is unknown."""

    column: str
    violation_values: frozenset[str]
    line: int


@dataclass(frozen=True)
class Mapping:
    """One source's mapping; ``fields`` by schema field name."""

    path: Path
    name: str
    source: str
    fields: Dictionary[str, FieldRule]
    outcome: Outcome | None = None
    delimiter: str = ","
    decimal: str = "."
    encoding: str = "utf-8"
    hs_edition: str = "2022"

    @property
    def columns(self) -> dict[str, int]:
        """The file's columns that this mapping reads, each with the line of the mapping file that first names it."""
        named = [(rule.column, rule.line) for rule in self.fields.values() if rule.column is not None]
        if self.outcome is not None:
            named.append((self.outcome.column, self.outcome.line))
        lines: dict[str, int] = {}
        for column, line in named:
            lines.setdefault(column, line)
        return lines
