"""The rows of a Parquet file or a workbook's sheet, as records like those of a text file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pyarrow as pa
import pyarrow.parquet as pq

from simulator.errors import InputError
from simulator.intake.cusdec import items_of_cusdec
from simulator.intake.kinds import kind_of
from simulator.intake.mapping import Mapping
from simulator.intake.records import MOST_TITLES, Record, Records
from simulator.intake.typed import cell_of, cell_writers
from simulator.intake.wco_xml import items_of_xml
from simulator.intake.workbook import sheet_with

_BATCH = 10_000
Rows = Iterator[Sequence[object]]


class Source(Protocol):
    """The records of a file below its header: a context manager and iterator."""

    path: Path
    header: list[str]
    counts: Counter[str]

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def __iter__(self) -> Iterator[Record]: ...

    @property
    def done(self) -> float:
        """Share of the file read, 0 to 1."""


def open_records(path: Path, mapping: Mapping) -> Source:
    """The records of a file, read as what its content is; ``InputError`` if it is no table."""
    kind = kind_of(path)
    if kind == "parquet":
        return _of_parquet(path, mapping)
    if kind == "workbook":
        sheet = sheet_with(path, mapping.columns, MOST_TITLES + 1)
        return TypedRecords(path, mapping, sheet.rows, sheet.length, sheet.close)
    if kind in ("wco", "cusdec"):
        items = items_of_xml(path, mapping.columns) if kind == "wco" else items_of_cusdec(path)
        return TypedRecords(path, mapping, items.lines(), items.length, lambda: None)
    return Records(path, mapping)


class TypedRecords:
    """Records of rows whose values have types. Rows count from 1, as a spreadsheet shows them; a header is a row.

    ``header``: the first row that has all columns of the mapping, else the first that is not blank. ``counts`` is as
    in ``Records``: *blank* rows, rows above the header (*title*), and headers again (*header*).
    """

    def __init__(self, path: Path, mapping: Mapping, rows: Rows, length: int, close: Callable[[], None]) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self._length, self._close, self._row = length, close, 0
        first = list(islice(rows, MOST_TITLES + 1))
        at, self.header = self._header(first, mapping.columns)
        self._rows = chain(first[at + 1 :], rows)
        self._row = at + 1
        writers = cell_writers(mapping)
        self._writers = [writers.get(column, cell_of) for column in self.header]

    def _header(self, rows: Sequence[Sequence[object]], columns: Collection[str]) -> tuple[int, list[str]]:
        written = [_trimmed([cell_of(value).strip() for value in row]) for row in rows]
        filled = [at for at, header in enumerate(written) if header]
        if not filled:
            self._close()
            raise InputError(f"{self.path}: is empty; give a file with a header line and one declaration per row")
        whole = [at for at in filled if columns and all(column in written[at] for column in columns)]
        at = whole[0] if whole else filled[0]
        self.counts["title"] = at if whole else 0
        return at, written[at]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def done(self) -> float:
        """Share of the rows read, 0 to 1."""
        return min(1.0, self._row / self._length) if self._length else 1.0

    def __iter__(self) -> Iterator[Record]:
        width = len(self.header)
        for values in self._rows:
            self._row += 1
            cells = [write(value) for write, value in zip(self._writers, values, strict=False)]
            cells += [""] * (width - len(cells))
            beyond = _trimmed([cell_of(value).strip() for value in values[width:]])
            if beyond:
                fault = f"has cells beside the {width} columns of the header; delete them, or give them a header"
                yield Record(self._row, cells + beyond, fault)
            elif not any(cell.strip() for cell in cells):
                self.counts["blank"] += 1
            elif cells[0].strip() == self.header[0] and [cell.strip() for cell in cells] == self.header:
                self.counts["header"] += 1
            else:
                yield Record(self._row, cells)


def _trimmed(cells: list[str]) -> list[str]:
    """The cells without the blank ones at the end."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _of_parquet(path: Path, mapping: Mapping) -> TypedRecords:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError):
        raise InputError(f"{path}: is a damaged Parquet file; save or send it again") from None
    schema = file.schema_arrow
    nested = [name for name in mapping.columns if name in schema.names and _is_nested(schema, name)]
    if nested:
        file.close()
        raise InputError(
            [f"{path}: the column '{name}' holds lists or groups; write one value in each cell" for name in nested]
        )
    return TypedRecords(path, mapping, _rows(path, file), file.metadata.num_rows + 1, file.close)


def _is_nested(schema: pa.Schema, name: str) -> bool:
    return any(pa.types.is_nested(schema.field(place).type) for place in schema.get_all_field_indices(name))


def _rows(path: Path, file: pq.ParquetFile) -> Rows:
    """The names of the columns as row 1, then the rows."""
    yield file.schema_arrow.names
    try:
        for batch in file.iter_batches(_BATCH):
            yield from zip(*(_values(column) for column in batch.columns), strict=True)
    except (pa.ArrowException, OSError):
        raise InputError(f"{path}: is a damaged Parquet file; save or send it again") from None


def _values(column: pa.Array) -> list[object]:
    """Values of Python; nanoseconds become microseconds, and a short float the number that people wrote."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    elif pa.types.is_float32(column.type):
        return [None if value is None else float(str(value)) for value in column.to_numpy(zero_copy_only=False)]
    return list(column.to_pylist())
