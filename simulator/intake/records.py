"""The records of a delimited text file with their row numbers, even if the file is damaged."""

from __future__ import annotations

import codecs
import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from simulator.errors import InputError

_MARK = "redlane.mark"
_BASE = 0xDC00
_CONTAINERS = {b"PAR1": "a Parquet file", b"PK\x03\x04": "a spreadsheet or zip file", b"\x1f\x8b": "a gzip file"}


def _mark_bytes(error: UnicodeError) -> tuple[str, int]:
    """Bytes that cannot be decoded become lone surrogates; valid text has none, so they mark the row."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(_BASE + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_MARK, _mark_bytes)


@dataclass(frozen=True)
class Record:
    """One record; ``row`` as a spreadsheet shows it (the header is row 1). ``fault`` says why it cannot be read."""

    row: int
    cells: list[str]
    fault: str | None = None


class Records:
    """The records below a file's header, as a context manager and iterator; blank lines are counted but skipped."""

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        self.path = path
        self.encoding = encoding
        self.blank_lines = 0
        self._handle = _open(path, encoding)
        self._reader = csv.reader(self._handle, delimiter=delimiter)
        self._row = 0
        try:
            self.header = self._header()
        except InputError:
            self._handle.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.close()

    @property
    def done(self) -> float:
        """Share of the file read, 0 to 1."""
        size = os.fstat(self._handle.fileno()).st_size
        return min(1.0, self._handle.buffer.tell() / size) if size else 1.0

    def __iter__(self) -> Iterator[Record]:
        width = len(self.header)
        while True:
            record = self._next()
            if record is None:
                return
            if record.fault is None and len(record.cells) != width:
                yield Record(record.row, record.cells, _ragged(record, width))
            else:
                yield record

    def _header(self) -> list[str]:
        record = self._next()
        if record is None:
            raise InputError(f"{self.path}: is empty; give a file with a header line and one declaration per row")
        if record.fault is not None or any("\x00" in cell for cell in record.cells):
            raise InputError(
                f"{self.path}: row {record.row} is not a header in {self.encoding}; "
                "give a delimited text file, or name its encoding in the mapping"
            )
        return [cell.strip() for cell in record.cells]

    def _next(self) -> Record | None:
        while True:
            lines = self._reader.line_num
            try:
                cells = next(self._reader)
            except StopIteration:
                return None
            except csv.Error as error:
                self._row += 1
                return Record(self._row, [], f"cannot be read: {error} (a quotation mark left open?)")
            except UnicodeError as error:
                raise InputError(
                    f"{self.path}: after row {self._row} the text is not {self.encoding} ({error}); "
                    "name its encoding in the mapping"
                ) from None
            except OSError as error:
                raise InputError(f"{self.path}: reading stopped after row {self._row} ({error.strerror})") from None
            self._row += 1
            if not cells:
                self.blank_lines += 1
                continue
            if any(_is_marked(cell) for cell in cells):
                shown = [_show_bytes(cell) for cell in cells]
                return Record(self._row, shown, f"is not text in {self.encoding}; correct the row or name the encoding")
            if self._reader.line_num - lines > _MANY_LINES:
                return Record(self._row, cells, f"spans over {_MANY_LINES} lines (a quotation mark left open?)")
            return Record(self._row, cells)


_MANY_LINES = 100


def _open(path: Path, encoding: str) -> TextIO:
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
        for magic, what in _CONTAINERS.items():
            if start.startswith(magic):
                raise InputError(f"{path}: is {what}, not delimited text; export it as CSV first")
        codec = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
        return path.open(encoding=codec, errors=_MARK, newline="")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; give the declarations as a CSV file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give the declarations as a CSV file") from None


def _ragged(record: Record, width: int) -> str:
    return f"has {len(record.cells)} cells where the header has {width}; put cells with the delimiter in quotes"


def _is_marked(cell: str) -> bool:
    return not cell.isascii() and any(_BASE <= ord(letter) < _BASE + 256 for letter in cell)


def _show_bytes(cell: str) -> str:
    return "".join(f"\\x{ord(c) - _BASE:02x}" if _BASE <= ord(c) < _BASE + 256 else c for c in cell)
