"""A reference table: a small CSV data file, read with its line numbers so that every fault can name its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from simulator.errors import InputError
from simulator.files.paths import read_text, shown_path
from simulator.files.yaml_text import fault


@dataclass(frozen=True)
class Row:
    """One row: its line in the file and its cells by column, blanks trimmed."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def parts(self, column: str) -> tuple[str, ...]:
        """A cell with several values, separated by semicolons."""
        return tuple(part.strip() for part in self.cells[column].split(";") if part.strip())


@dataclass
class Table:
    """The rows of a file, and the faults found so far, each naming file and line."""

    path: str
    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, row: Row, text: str) -> None:
        """Note a fault of a row: what is wrong and what to do."""
        self.faults.append(fault(self.path, row.line, text))

    def checked(self) -> list[Row]:
        """The rows; ``InputError`` with every fault found so far."""
        if self.faults:
            raise InputError(self.faults)
        return self.rows

    def number(self, row: Row, column: str, low: float, high: float) -> float:
        """A cell as a number; a fault, and ``low``, if it is not a number in [low, high]."""
        try:
            value = float(row[column])
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            self.fault(row, f"{column} is {row[column]!r}; give a number from {low:g} to {high:g}")
            return low
        return value

    def one_of(self, row: Row, column: str, known: Sequence[str]) -> str:
        """A cell that must be one of the known values."""
        if row[column] not in known:
            self.fault(row, f"{column} is {row[column]!r}; give one of {', '.join(map(repr, known))}")
        return row[column]


def read_table(folder: Traversable, name: str, columns: Sequence[str], required: Sequence[str], keys: int = 1) -> Table:
    """Read ``name`` in ``folder``: the first ``keys`` of ``columns`` are unique together, ``required`` cells filled.

    No text counts as missing (``NA`` is Namibia). Faults are collected in the table, not raised: the caller adds its
    own faults and raises all of them.
    """
    table = Table(shown_path(folder / name))
    try:
        text = read_text(folder / name)
    except InputError as error:
        table.faults += error.faults
        return table
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if header != list(columns):
        table.faults.append(fault(table.path, 1, f"the header must be {','.join(columns)}; correct it"))
        return table
    seen: dict[tuple[str, ...], int] = {}
    for cells in reader:
        row = Row(reader.line_num, {column: cell.strip() for column, cell in zip(columns, cells, strict=False)})
        if len(cells) != len(columns):
            table.fault(row, f"{len(cells)} cells, but {len(columns)} are needed; put cells with commas in quotes")
            continue
        for column in required:
            if not row[column]:
                table.fault(row, f"{column} is empty; fill it")
        key = tuple(row[column] for column in columns[:keys])
        if key in seen:
            said = ", ".join(f"{column} {row[column]!r}" for column in columns[:keys])
            table.fault(row, f"{said} stands already on line {seen[key]}; keep one")
        else:
            seen[key] = row.line
            table.rows.append(row)
    return table
