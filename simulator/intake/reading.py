"""Reads a foreign file with its mapping, in chunks. No row is lost: accepted + rejected = read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
from simulator.intake.mapping import FieldRule, Mapping
from simulator.intake.mapping_nodes import closest
from simulator.intake.outcomes import outcome_of
from simulator.intake.records import Record
from simulator.intake.rejects import reject_columns
from simulator.intake.report import Report
from simulator.intake.rows import row_fault
from simulator.intake.survey import survey
from simulator.intake.tables import open_records
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


@dataclass(frozen=True)
class Received:
    """A whole file in memory: accepted rows, their outcomes if the mapping names them, rejects and the report."""

    declarations: pd.DataFrame
    violation: pd.Series[bool] | None
    rejected: pd.DataFrame
    report: Report


class Intake:
    """A foreign file opened with a mapping; iterate for chunks, then read ``report``.

    ``readers`` and ``places`` are the reader and the places of the columns of each field. ``InputError`` on opening
    names every column of the mapping that the file lacks. Bad rows are never an error.
    """

    def __init__(self, path: str | Path, mapping: Mapping, chunk_rows: int = CHUNK_ROWS) -> None:
        self.mapping = mapping
        self.report = Report()
        self._chunk_rows = chunk_rows
        self._records = open_records(Path(path), mapping)
        self.header = self._records.header
        faults = self._missing_columns()
        if faults:
            self._records.__exit__(None, None, None)
            raise InputError(faults)
        lengths, foreign = survey(Path(path), mapping)
        self._lengths = lengths
        self.report.digits = lengths.used if "hs_code" in mapping.fields else ()
        self.readers = {
            name: cell_reader(schema()[name], rule, mapping, lengths, foreign) for name, rule in mapping.fields.items()
        }
        self.places = {
            name: [self.header.index(column) for column in rule.columns] for name, rule in mapping.fields.items()
        }
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
        self._count_lines()

    def _missing_columns(self) -> list[str]:
        file, faults, columns = self._records.path, [], self.mapping.columns
        if columns and not any(column in self.header for column in columns) and (mark := self._other_delimiter()):
            return [
                f"{file}: row 1 has no column of the mapping, but many '{mark}'; "
                f"if they separate the columns, say delimiter: '{mark}' in {self.mapping.path}"
            ]
        if len(self.header) == 1 and self._would_fit(self.header[0], self.mapping.delimiter):
            return [
                f"{file}: each line stands in quotation marks as one cell; take off the marks at both ends of the line"
            ]
        for column, line in columns.items():
            count = self.header.count(column)
            if count == 0:
                near = closest(column, self.header)
                faults.append(f"{self.mapping.path}:{line}: {file} has no column '{column}'{near}")
            elif count > 1:
                faults.append(f"{self.mapping.path}:{line}: {file} has the column '{column}' {count} times; rename one")
        return faults

    def _other_delimiter(self) -> str:
        text = self.mapping.delimiter.join(self.header)
        named = {"\t": "tab"}
        fits = [mark for mark in ",;\t|" if mark != self.mapping.delimiter and self._would_fit(text, mark)]
        return named.get(fits[0], fits[0]) if fits else ""

    def _would_fit(self, text: str, mark: str) -> bool:
        cells = {cell.strip(' "') for cell in text.split(mark)}
        return len(cells) > 1 and any(column in cells for column in self.mapping.columns)

    def _chunk(self, rows: list[Record]) -> Chunk:
        numbered = not self.mapping.fields[KEY].columns
        whole_faults = [row.fault or row_fault(row.cells, numbered) for row in rows]
        faults: list[list[str]] = [[fault] if fault else [] for fault in whole_faults]
        blamed: list[set[str]] = [{"row"} if fault else set() for fault in whole_faults]
        whole = [i for i, fault in enumerate(whole_faults) if fault is None]
        columns: dict[str, list[Cell]] = {}
        for name, rule in self.mapping.fields.items():
            read = self.readers[name]
            if rule.constant is not None:
                columns[name] = [read(rule.constant)[0]] * len(rows)
                continue
            values, bad = _read_column(rows, whole, self.places[name], rule, read)
            columns[name] = values
            for i, fault in bad:
                faults[i].append(f"{rule.shown}: {fault}")
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
        """A repeated id is a fault if the row that had it first is read; a rejected row does not use up its id."""
        if not isinstance(key, str) or (faults and key not in self._first_row):
            return
        first = self._first_row.setdefault(key, record.row)
        if first != record.row:
            faults.append(
                f"{self.mapping.fields[KEY].shown}: repeats the id of row {first}; give each row its own. If the rows "
                f"are items of one declaration, write {KEY}: {{columns: [number, item]}} or add row_number: yes"
            )
            blamed.add(KEY)

    def _count_lines(self) -> None:
        self.report.restored = len(self._lengths.restored)
        counts = self._records.counts
        self.report.skipped.update({kind: counts[kind] for kind in ("blank", "title", "header") if counts[kind]})
        self.report.mended.update({kind: counts[kind] for kind in ("unquoted", "escaped") if counts[kind]})

    def _count(self, declarations: pd.DataFrame, read: int, blamed: list[set[str]]) -> None:
        report = self.report
        report.read += read
        report.accepted += len(declarations)
        report.rejected += read - len(declarations)
        for names in blamed:
            report.faults.update(names)
        if "hs_code" in declarations and self.mapping.hs_edition != reference.EDITIONS[0]:
            edition = self.mapping.hs_edition
            for code, count in declarations["hs_code"].dropna().value_counts().items():
                level = reference.hs_level(str(code), edition)
                report.heading_level += int(count) * (level == "heading")
                report.chapter_level += int(count) * (level == "chapter")
                report.match_unknown += int(count) * (reference.strategic_match(str(code), edition) is None)

    def _violation(self, rows: list[Record]) -> pd.Series[bool] | None:
        outcome = self.mapping.outcome
        if outcome is None:
            return None
        at, unlisted = self.header.index(outcome.column), self.report.unlisted
        told = [outcome_of(row.cells[at], outcome, unlisted) for row in rows]
        self.report.violations += told.count(True)
        self.report.lawful += told.count(False)
        return pd.Series(told, dtype="boolean", name="violation")

    def _rejected(self, rejects: list[tuple[Record, list[str]]]) -> pd.DataFrame:
        width = len(self.header)
        places = self.places[KEY]
        lines = [
            [
                str(row.row),
                self.mapping.fields[KEY].join.join(row.cells[at].strip() for at in places if at < len(row.cells)),
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
    rows: list[Record], whole: list[int], places: list[int], rule: FieldRule, read: CellReader
) -> tuple[list[Cell], list[tuple[int, str]]]:
    """One field of the whole records; each distinct cell is read once."""
    if len(places) == 1 and not rule.row_number:
        place = places[0]
        cells = [rows[i].cells[place] for i in whole]
    else:
        cells = [joined_cells(rows[i], places, rule) for i in whole]
    found = {cell: read(cell) for cell in dict.fromkeys(cells)}
    values: list[Cell] = [None] * len(rows)
    for i, cell in zip(whole, cells, strict=True):
        values[i] = found[cell][0]
    faults = {cell: fault for cell, (_value, fault) in found.items() if fault is not None}
    bad = [(i, faults[cell]) for i, cell in zip(whole, cells, strict=True) if cell in faults]
    return values, bad


def joined_cells(record: Record, places: list[int], rule: FieldRule) -> str:
    """The cells of several columns as one, "" if one of them is blank, with the number of the row if it is wanted."""
    cells = [record.cells[at].strip() for at in places]
    if not all(cells):
        return ""
    if rule.row_number:
        cells.append(str(record.row) if cells else f"row-{record.row}")
    return rule.join.join(cells)
