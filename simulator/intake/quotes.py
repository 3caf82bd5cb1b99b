"""One record of a delimited file whose quotation marks do not follow the rules: which reading has the right cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
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


def fitted(cells: Sequence[str], least: int, width: int) -> list[str] | None:
    """The cells of a row of ``width`` columns, of which those after ``least`` have no name; else ``None``.

    Blank cells beyond the last column come from a delimiter at the end of the line and are left out.
    """
    if len(cells) < least or any(cell.strip() for cell in cells[width:]):
        return None
    return [*cells[:width], *[""] * (width - len(cells))]


class Mender:
    """Reads the lines that the plain rules could not read, or could not read as rows of the file's columns."""

    def __init__(self, delimiter: str, least: int, width: int) -> None:
        self._delimiter, self._least, self._width = delimiter, least, width
        mark = re.escape(delimiter)
        self._cell = re.compile(rf' *"((?:[^"]|"")*)" *(?:{mark}|$)|([^{mark}]*)(?:{mark}|$)')

    def fit(self, cells: Sequence[str]) -> list[str] | None:
        """The cells, if they make a row of the file."""
        return fitted(cells, self._least, self._width)

    def mend(self, lines: Sequence[str], cells: list[str] | None, problem: str | None) -> Mended:
        """One record of the lines that the plain reader took; ``cells`` is what it made of them, if anything.

        Some rows stand in one record if the first line and another have a whole row's cells alone: then a quotation
        mark was part of a text, and only the first line is taken.
        """
        count = len(lines)
        whole = self._alone(lines[0])
        if count > 1 and whole is not None and any(self._alone(line) is not None for line in lines[1:]):
            if self._width < LEAST_WIDTH and problem is None and cells is not None and self.fit(cells) is not None:
                return Mended(cells, count, fault=_either(count))
            return Mended(whole, 1, "unquoted")
        readings: list[tuple[Manner, Callable[[], list[str] | None]]] = [
            ("plain", lambda: cells if problem is None else None),
            ("escaped", lambda: self._escaped(lines)),
        ]
        for manner, reading in readings:
            found = reading()
            row = None if found is None else self.fit(found)
            if row is not None:
                return Mended(row, count, manner)
        if count == 1 and whole is not None:
            return Mended(whole, 1, "unquoted")
        if problem is not None or cells is None:
            return Mended(self._split(lines[0]), 1, fault=f"cannot be read: {problem or NEVER_CLOSED}")
        return Mended(cells, count, fault=self.ragged(cells))

    def ragged(self, cells: Sequence[str]) -> str:
        """The fault of a row with too many or too few cells."""
        return f"has {len(cells)} cells where the header has {self._width}; put cells with the delimiter in quotes"

    def _alone(self, line: str) -> list[str] | None:
        """The cells of one line, if it is a whole row; a quotation mark that does not close its cell is a sign."""
        text = line.rstrip("\r\n")
        cells = self.fit(self._lenient(text))
        return cells if cells is not None else self.fit(self._split(text))

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
        """The one record of the lines if a backslash stands before quotation marks in a cell."""
        if not any('\\"' in line for line in lines):
            return None
        reader = csv.reader(
            lines, delimiter=self._delimiter, escapechar="\\", doublequote=False, strict=True, skipinitialspace=True
        )
        try:
            found = list(reader)
        except csv.Error:
            return None
        return found[0] if len(found) == 1 else None


def _either(count: int) -> str:
    return (
        f"is one row of {count} lines, or {count} rows with a quotation mark in a text; "
        "say quoting: standard or quoting: none in the mapping"
    )
