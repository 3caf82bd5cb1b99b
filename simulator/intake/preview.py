"""What would be read of a file: its first rows, each cell beside its value, and the report of all rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from simulator.intake.mapping import Mapping
from simulator.intake.reading import Intake, joined_cells
from simulator.intake.records import Record
from simulator.intake.report import Report
from simulator.intake.shown import shown
from simulator.intake.tables import open_records
from simulator.intake.typed import cell_of

ROWS = 10


@dataclass(frozen=True)
class ReadCell:
    """One field of a row: the columns ("" for a constant), the cell, and its value as text; ``None`` is unknown."""

    field: str
    column: str
    cell: str
    value: str | None


@dataclass(frozen=True)
class ReadRow:
    """One row by the number that a spreadsheet shows. ``fault`` says why it would be rejected; "" if it would not."""

    row: int
    cells: tuple[ReadCell, ...]
    fault: str


@dataclass(frozen=True)
class Preview:
    """The first rows, and what would become of all rows."""

    rows: list[ReadRow]
    report: Report


def preview(
    path: str | Path, mapping: Mapping, rows: int = ROWS, progress: Callable[[float], None] = lambda done: None
) -> Preview:
    """Read the whole file with the mapping and keep nothing but its first ``rows``; nothing is written.

    ``InputError`` as in :class:`Intake`. ``progress`` receives the share done.
    """
    with open_records(Path(path), mapping) as records:
        first = list(islice(records, rows))
    last = first[-1].row if first else 0
    faults: dict[int, str] = {}
    with Intake(path, mapping) as intake:
        for chunk in intake:
            numbers = chunk.rejected["row"].astype(int)
            early = numbers <= last
            faults |= dict(zip(numbers[early], chunk.rejected["faults"][early], strict=True))
            progress(intake.done)
        return Preview([_row(record, intake, faults.get(record.row, "")) for record in first], intake.report)


def _row(record: Record, intake: Intake, fault: str) -> ReadRow:
    if record.fault is not None:
        return ReadRow(record.row, (), fault)
    return ReadRow(record.row, tuple(_cells(record, intake)), fault)


def _cells(record: Record, intake: Intake) -> list[ReadCell]:
    seen: list[ReadCell] = []
    for name, rule in intake.mapping.fields.items():
        cell = rule.constant if rule.constant is not None else joined_cells(record, intake.places[name], rule)
        value = intake.readers[name](cell)[0]
        column = "" if rule.constant is not None else rule.shown
        seen.append(ReadCell(name, column, shown(cell), None if value is None else cell_of(value)))
    return seen
