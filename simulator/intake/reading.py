"""Reads a foreign file with its mapping, in chunks. No row is lost: accepted + rejected = read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pandas as pd

from simulator import reference
from simulator.draws import Ints
from simulator.errors import InputError
from simulator.intake.cells import Cell, CellReader, cell_reader
from simulator.intake.mapping import Mapping
from simulator.intake.mapping_file import closest
from simulator.intake.records import Record, Records
from simulator.intake.rejects import reject_columns
from simulator.reference import KEY, schema

CHUNK_ROWS = 20_000


@dataclass(frozen=True)
class Chunk:
    """Some rows of the file: accepted rows in the schema, their outcomes (null = unknown), and rejected rows.

    ``rows`` are the numbers of the accepted rows, as a spreadsheet shows them.
    """

    declarations: pd.DataFrame
    violation: pd.Series[bool] | None
    rejected: pd.DataFrame
    rows: Ints


@dataclass
class Report:
    """Counts of the rows so far. ``faults`` counts rejected rows by the field (or ``row``) with the fault."""

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    blank_lines: int = 0
    heading_level: int = 0
    faults: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Received:
    """A whole file in memory: accepted rows, their outcomes if the mapping names them, rejects and the report."""

    declarations: pd.DataFrame
    violation: pd.Series[bool] | None
    rejected: pd.DataFrame
    report: Report


class Intake:
    """A foreign file opened with a mapping; iterate for chunks, then read ``report``.

    ``InputError`` on opening names every column of the mapping that the file lacks. Bad rows are never an error.
    """

    def __init__(self, path: str | Path, mapping: Mapping, chunk_rows: int = CHUNK_ROWS) -> None:
        self.mapping = mapping
        self.report = Report()
        self._chunk_rows = chunk_rows
        self._records = Records(Path(path), mapping.encoding, mapping.delimiter)
        self.header = self._records.header
        faults = self._missing_columns()
        if faults:
            self._records.__exit__(None, None, None)
            raise InputError(faults)
        self._readers = {name: cell_reader(schema()[name], rule, mapping) for name, rule in mapping.fields.items()}
        self._first_row: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._records.__exit__(kind, error, trace)

    @property
    def done(self) -> float:
        """Share of the file read, 0 to 1."""
        return self._records.done

    def __iter__(self) -> Iterator[Chunk]:
        records = iter(self._records)
        yield self._chunk(list(islice(records, self._chunk_rows)))  # at least one chunk, if an empty one
        while rows := list(islice(records, self._chunk_rows)):
            yield self._chunk(rows)
        self.report.blank_lines = self._records.blank_lines

    def _missing_columns(self) -> list[str]:
        file, faults = self._records.path, []
        for column, line in self.mapping.columns.items():
            count = self.header.count(column)
            if count == 0:
                near = closest(column, self.header)
                faults.append(f"{self.mapping.path}:{line}: {file} has no column '{column}'{near}")
            elif count > 1:
                faults.append(f"{self.mapping.path}:{line}: {file} has the column '{column}' {count} times; rename one")
        return faults

    def _chunk(self, rows: list[Record]) -> Chunk:
        faults: list[list[str]] = [[row.fault] if row.fault else [] for row in rows]
        blamed: list[set[str]] = [{"row"} if row.fault else set() for row in rows]
        whole = [i for i, row in enumerate(rows) if row.fault is None]
        columns: dict[str, list[Cell]] = {}
        for name, rule in self.mapping.fields.items():
            read = self._readers[name]
            if rule.column is None:
                columns[name] = [read(rule.constant or "")[0]] * len(rows)
                continue
            values, bad = _read_column(rows, whole, self.header.index(rule.column), read)
            columns[name] = values
            for i, fault in bad:
                faults[i].append(f"{rule.column}: {fault}")
                blamed[i].add(name)
        for i in whole:
            self._check_repeat(rows[i], columns[KEY][i], faults[i], blamed[i])
        good = np.array([not fault for fault in faults], dtype=bool)
        keep = [i for i in range(len(rows)) if good[i]]
        declarations = pd.DataFrame(
            {name: column_of(name, [columns[name][i] for i in keep]) for name in schema() if name in columns}
        )
        self._count(declarations, len(rows), blamed)
        return Chunk(
            declarations,
            self._violation([rows[i] for i in keep]),
            self._rejected([(row, fault) for row, fault in zip(rows, faults, strict=True) if fault]),
            np.array([rows[i].row for i in keep], dtype=np.int64),
        )

    def _check_repeat(self, record: Record, key: Cell, faults: list[str], blamed: set[str]) -> None:
        if not isinstance(key, str):
            return
        first = self._first_row.setdefault(key, record.row)
        if first != record.row:
            faults.append(f"{self.mapping.fields[KEY].column}: repeats the id of row {first}; give each row its own")
            blamed.add(KEY)

    def _count(self, declarations: pd.DataFrame, read: int, blamed: list[set[str]]) -> None:
        self.report.read += read
        self.report.accepted += len(declarations)
        self.report.rejected += read - len(declarations)
        self.report.blank_lines = self._records.blank_lines
        for names in blamed:
            self.report.faults.update(names)
        if "hs_code" in declarations:
            codes = declarations["hs_code"].dropna().value_counts()
            self.report.heading_level += sum(
                int(count) for code, count in codes.items() if not reference.hs_known(str(code))
            )

    def _violation(self, rows: list[Record]) -> pd.Series[bool] | None:
        outcome = self.mapping.outcome
        if outcome is None:
            return None
        at = self.header.index(outcome.column)
        cells = [row.cells[at].strip() for row in rows]
        return pd.Series(
            [cell in outcome.violation_values if cell else None for cell in cells], dtype="boolean", name="violation"
        )

    def _rejected(self, rejects: list[tuple[Record, list[str]]]) -> pd.DataFrame:
        width = len(self.header)
        rule = self.mapping.fields[KEY]
        at = self.header.index(rule.column) if rule.column is not None else width
        lines = [
            [
                str(row.row),
                row.cells[at].strip() if at < len(row.cells) else "",
                "; ".join(faults),
                self.mapping.delimiter.join(row.cells[width:]),
                *row.cells[:width],
                *[""] * (width - len(row.cells)),
            ]
            for row, faults in rejects
        ]
        return pd.DataFrame(lines, columns=reject_columns(self.header), dtype="str")


def read(path: str | Path, mapping: Mapping) -> Received:
    """Read a whole file into memory; for files too large for that, iterate over an :class:`Intake`."""
    with Intake(path, mapping) as intake:
        chunks = list(intake)
    declarations = pd.DataFrame(
        {
            str(name): _joined(str(name), [chunk.declarations[name] for chunk in chunks])
            for name in chunks[0].declarations.columns
        }
    )
    outcomes = [chunk.violation for chunk in chunks if chunk.violation is not None]
    return Received(
        declarations,
        pd.concat(outcomes, ignore_index=True) if outcomes else None,
        pd.concat([chunk.rejected for chunk in chunks], ignore_index=True),
        intake.report,
    )


def column_of(name: str, values: list[Cell]) -> pd.Series:
    """A column with the schema's type from read cells; ``None`` becomes null."""
    kind = schema()[name].kind
    if kind == "number":
        return pd.Series([np.nan if value is None else value for value in values], dtype="float64")
    if kind == "date":
        return pd.Series([value if isinstance(value, datetime) else pd.NaT for value in values]).astype(
            "datetime64[us]"
        )
    text = pd.Series(values, dtype="str")
    return text if kind in ("id", "text") else text.astype("category")


def _joined(name: str, parts: list[pd.Series]) -> pd.Series:
    if schema()[name].kind in ("id", "text", "number", "date"):
        return pd.concat(parts, ignore_index=True)
    return pd.concat([part.astype("str") for part in parts], ignore_index=True).astype("category")


def _read_column(
    rows: list[Record], whole: list[int], at: int, read: CellReader
) -> tuple[list[Cell], list[tuple[int, str]]]:
    """One column of the whole records; each distinct cell is read once."""
    seen: dict[str, tuple[Cell, str | None]] = {}
    values: list[Cell] = [None] * len(rows)
    bad: list[tuple[int, str]] = []
    for i in whole:
        cell = rows[i].cells[at]
        if cell not in seen:
            seen[cell] = read(cell)
        values[i], fault = seen[cell]
        if fault is not None:
            bad.append((i, fault))
    return values, bad
