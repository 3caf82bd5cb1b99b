"""One record of a delimited file whose quotation marks do not follow the rules: which reading has the right cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Manner = Literal["plain", "escaped", "unquoted"]
NEVER_CLOSED = "a quotation mark is left open; close it, or say quoting: none in the mapping"
LEAST_WIDTH = 4
"""With fewer columns than this, a line of text can have as many delimiters as a row (assumption)."""


@dataclass(frozen=True)
class Mended:
    """What was made of some lines: the cells of one record, of how many lines, in which manner, or why not."""

    cells: list[str]
    lines: int
    manner: Manner = "plain"
    fault: str | None = None


class Mender:
    """Reads the lines that the plain rules could not read, or could not read as rows of the file's columns.

    A row has ``length`` cells, and those after the ``named`` columns are blank: they come from a delimiter at the end.
    """

    def __init__(self, delimiter: str, named: int, length: int) -> None:
        self._delimiter, self._named, self.length = delimiter, named, length
        mark = re.escape(delimiter)
        blanks = " \u00a0" if delimiter == "\t" else " \u00a0\t"
        self._cell = re.compile(rf'[{blanks}]*"((?:[^"]|"")*)"[{blanks}]*(?:{mark}|$)|([^{mark}]*)(?:{mark}|$)')

    def fit(self, cells: Sequence[str]) -> list[str] | None:
        """The cells of the columns that have a name, if the cells make a row of the file."""
        if len(cells) != self.length or any(cell.strip() for cell in cells[self._named :]):
            return None
        return list(cells[: self._named])

    def count(self, line: str) -> int:
        """The number of cells of one line; -1 if cells behind the last column are not blank."""
        cells = self._lenient(line.rstrip("\r\n"))
        return -1 if any(cell.strip() for cell in cells[self._named :]) else len(cells)

    def mend(self, lines: Sequence[str], cells: list[str] | None, problem: str | None) -> Mended:
        """One record of the lines that the plain reader took; ``cells`` is what it made of them, if anything.

        Some rows stand in one record if the first line and another have a whole row's cells alone: then a quotation
        mark was part of a text, and only the first line is taken.
        """
        count = len(lines)
        plain = None if problem is not None or cells is None else self.fit(cells)
        if count == 1 and plain is not None:
            return Mended(plain, 1)
        first = self._alone(lines[0])
        if count > 1 and first is not None and any(self._alone(line) is not None for line in lines[1:]):
            if self.length < LEAST_WIDTH and plain is not None:
                return Mended(plain, count, fault=_either(count))
            return first
        if plain is not None:
            return Mended(plain, count)
        escaped = self._escaped(lines)
        if escaped is not None:
            return Mended(escaped, count, "escaped")
        if count == 1 and first is not None:
            return first
        broken = len(self._split(lines[0])) >= self.length and any(map(self._alone, lines[1:]))
        if problem is not None or cells is None or broken:
            return Mended(self._split(lines[0]), 1, fault=f"cannot be read: {problem or NEVER_CLOSED}")
        return Mended(cells, count, fault=self.ragged(cells))

    def ragged(self, cells: Sequence[str]) -> str:
        """The fault of a row with too many or too few cells."""
        return f"has {len(cells)} cells where the header has {self._named}; put cells with the delimiter in quotes"

    def _alone(self, line: str) -> Mended | None:
        """The row of one line, if it has a row's cells; a quotation mark that does not close its cell is a sign."""
        escaped = self._escaped([line])
        if escaped is not None:
            return Mended(escaped, 1, "escaped")
        text = line.rstrip("\r\n")
        row = self.fit(self._lenient(text)) or self.fit(self._split(text))
        return None if row is None else Mended(row, 1, "unquoted")

    def _lenient(self, text: str) -> list[str]:
        cells: list[str] = []
        at = 0
        while True:
            found = self._cell.match(text, at)
            if found is None:  # pragma: no cover - the second half of the pattern matches anything
                return cells
            quoted, plain = found.groups()
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            if not found.group().endswith(self._delimiter):
                return cells
            at = found.end()

    def _split(self, line: str) -> list[str]:
        return line.rstrip("\r\n").split(self._delimiter)

    def _escaped(self, lines: Sequence[str]) -> list[str] | None:
        """The one row of the lines, if a backslash stands before quotation marks in its cells."""
        if not any('\\"' in line for line in lines):
            return None
        doubled = [line.replace('\\"', '""') for line in lines]
        try:
            found = list(csv.reader(doubled, delimiter=self._delimiter, strict=True, skipinitialspace=True))
        except csv.Error:
            return None
        return self.fit(found[0]) if len(found) == 1 else None


def _either(count: int) -> str:
    return (
        f"is one row of {count} lines, or {count} rows with a quotation mark in a text; "
        "say quoting: standard or quoting: none in the mapping"
    )
