"""The records of a delimited text file with their row numbers, even if the file is damaged."""

from __future__ import annotations

import codecs
import csv
import os
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, TextIO, TypeVar

from simulator.errors import InputError
from simulator.intake.mapping import Mapping
from simulator.intake.quotes import NEVER_CLOSED, Mender

_MARK = "redlane.mark"
_BASE = 0xDC00
_MANY_LINES = 100
T = TypeVar("T")
LONGEST_LINE = 1_000_000
"""A longer line, in characters, is none of a declaration: it would be copied many times in memory."""
LOOK_AHEAD = 50
"""So many lines below the header show how many cells a row has."""
_LOOK = 1_000_000  # bytes
_ONE_BYTE = ("iso8859-1", "iso8859-2", "iso8859-5", "iso8859-9", "iso8859-15", "koi8-r", "mac-roman")
MOST_TITLES = 50
"""So many rows may stand above the header."""


def _mark_bytes(error: UnicodeError) -> tuple[str, int]:
    """Bytes that cannot be decoded become lone surrogates; valid text has none, so they mark the row."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(_BASE + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_MARK, _mark_bytes)


class Record(NamedTuple):
    """One record; ``row`` as a spreadsheet shows it (the first line is row 1). ``fault`` says why it cannot be read."""

    row: int
    cells: list[str]
    fault: str | None = None


class _TooLongError(Exception):
    """A record has more lines than any cell should."""


class Records:
    """The records below a file's header, as a context manager and iterator.

    ``header``: the first record that has all columns of the mapping, else the first record. ``counts``: blank lines
    (*blank*), rows above the header (*title*), header lines that stand again below it (*header*), rows read with
    quotation marks as signs of the text (*unquoted*), and the first read with backslashes before them (*escaped*).
    """

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.path = path
        self.encoding = mapping.encoding
        self.counts: Counter[str] = Counter()
        self._mapping = mapping
        self._trusted = mapping.quoting != "auto"
        self._handle = _open(path, mapping.encoding)
        self._ahead: deque[str] = deque()
        self._taken: list[str] = []
        self._reader = self._new_reader()
        self._row = 0
        self._mender: Mender | None = None
        self._width = self._length = -1  # until the header is read
        self._escaping = False
        try:
            self.header = self._header(mapping.columns)
            self._mender = self._new_mender()
        except InputError:
            self._handle.close()
            raise
        self._width = len(self.header)
        self._length = self._width if self._mender.length == self._width else -1

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
        while (record := self._next()) is not None:
            if record.fault is None and record.cells[0].strip() == self.header[0] and self._is_header(record.cells):
                self.counts["header"] += 1
                continue
            yield record

    def _is_header(self, cells: list[str]) -> bool:
        return len(cells) == self._width and [cell.strip() for cell in cells] == self.header

    def _header(self, columns: Collection[str]) -> list[str]:
        """The header; the file is then read on behind it. Without a record that has all columns, the first record."""
        first = self._next()
        if first is None:
            raise InputError(f"{self.path}: is empty; give a file with a header line and one declaration per row")
        if first.fault is not None or any("\x00" in cell for cell in first.cells):
            raise InputError(
                f"{self.path}: row {first.row} is not a header in {self.encoding}; "
                "give a delimited text file, or name its encoding in the mapping"
            )
        record: Record | None = first
        for _ in range(MOST_TITLES + 1):
            if record is None:
                break
            header = [cell.strip() for cell in record.cells]
            if columns and all(column in header for column in columns):
                self.counts["title"] = record.row - 1
                self.counts["blank"] = 0
                return header
            record = self._next()
        self._handle.seek(0)
        self._ahead.clear()
        self._reader, self._row = self._new_reader(), 0
        self.counts.clear()
        again = self._next()
        self.counts.clear()
        return [] if again is None else [cell.strip() for cell in again.cells]

    def _new_mender(self) -> Mender:
        """Columns without a name at the end are left out; rows have as many cells as the next lines agree on."""
        written = len(self.header)
        while len(self.header) > 1 and not self.header[-1]:
            self.header.pop()
        named = len(self.header)
        mender = Mender(self._mapping.delimiter, named, written)
        self._ahead.extend(self._decoded(lambda: list(islice(self._fresh(), LOOK_AHEAD))))
        self._reader = self._new_reader()
        counts = {count for line in self._ahead if (count := mender.count(line)) >= named or count < 0}
        if len(counts) == 1 and counts != {-1}:
            mender.length = counts.pop()
        return mender

    def _new_reader(self) -> Iterator[list[str]]:
        lines, mark = self._lines(), self._mapping.delimiter
        if self._mapping.quoting == "none":
            return csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE, skipinitialspace=True)
        return csv.reader(lines, delimiter=mark, strict=True, skipinitialspace=True)

    def _fresh(self) -> Iterator[str]:
        """The lines of the file that were not read yet; a longer one comes in pieces."""
        return iter(lambda: self._handle.readline(LONGEST_LINE), "")

    def _lines(self) -> Iterator[str]:
        """The lines put back, then those of the file; ``_taken`` remembers the lines of the current record."""
        taken, ahead, escaping = self._taken, self._ahead, self._escaping
        for line in chain(iter(lambda: ahead.popleft() if ahead else None, None), self._fresh()):
            if len(line) >= LONGEST_LINE:
                raise InputError(
                    f"{self.path}: row {self._row + 1} has a line of more than {LONGEST_LINE} characters; "
                    "give a delimited text file with one declaration per line"
                )
            taken.append(line)
            if len(taken) > _MANY_LINES:
                raise _TooLongError
            yield line.replace('\\"', '""') if escaping else line

    def _next(self) -> Record | None:
        while True:
            self._taken.clear()
            cells: list[str] | None = None
            problem: str | None = None
            try:
                cells = self._decoded(lambda: next(self._reader))
            except StopIteration:
                return None
            except _TooLongError:
                problem = f"spans over {_MANY_LINES} lines ({NEVER_CLOSED})"
            except csv.Error as error:
                problem = NEVER_CLOSED if "unexpected end" in str(error) else f"{error} ({NEVER_CLOSED})"
            self._row += 1
            if len(self._taken) == 1 and cells and len(cells) == self._length and self._taken[0].isascii():
                return Record(self._row, cells)  # what nearly every row is, and the quickest way
            if cells == []:
                self.counts["blank"] += 1
                continue
            fault = None
            if self._mender is not None:
                cells, fault = self._fitted(self._mender, cells, problem)
            elif cells is None:
                cells, fault = [], f"cannot be read: {problem}"
            if not all(line.isascii() for line in self._taken) and any(_is_marked(cell) for cell in cells):
                shown = [_show_bytes(cell) for cell in cells]
                return Record(self._row, shown, f"is not text in {self.encoding}; correct the row or name the encoding")
            return Record(self._row, cells, fault)

    def _decoded(self, read: Callable[[], T]) -> T:
        """What is read; ``InputError`` where the bytes cannot be read as text."""
        try:
            return read()
        except UnicodeError as error:
            raise InputError(
                f"{self.path}: after row {self._row} the text is not {self.encoding} ({error}); "
                "name its encoding in the mapping"
            ) from None
        except OSError as error:
            raise InputError(f"{self.path}: reading stopped after row {self._row} ({error.strerror})") from None

    def _fitted(self, mender: Mender, cells: list[str] | None, problem: str | None) -> tuple[list[str], str | None]:
        """The cells as a row of the file; lines that belong to other rows are put back."""
        if self._trusted and cells is not None:
            row = mender.fit(cells)
            return (cells, mender.ragged(cells)) if row is None else (row, None)
        mended = mender.mend(self._taken, cells, problem)
        if mended.lines < len(self._taken) or problem is not None:
            self._ahead.extendleft(reversed(self._taken[mended.lines :]))
            self._escaping = self._escaping or mended.manner == "escaped"
            self._reader = self._new_reader()
        if mended.manner != "plain":
            self.counts[mended.manner] += 1
        return mended.cells, mended.fault


def _open(path: Path, encoding: str) -> TextIO:
    try:
        name = codecs.lookup(encoding).name
        if name in _ONE_BYTE or name.startswith("cp125"):
            _refuse_utf8(path, encoding)
        codec = {"utf-8": "utf-8-sig", "iso8859-1": "cp1252"}.get(name, encoding)  # as browsers read Latin-1
        return path.open(encoding=codec, errors=_MARK, newline="")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give the declarations as a CSV file") from None


def _refuse_utf8(path: Path, encoding: str) -> None:
    """``InputError`` where the text is UTF-8: read with one byte for each letter, it would be wrong without a fault."""
    with path.open("rb") as raw:
        start = raw.read(_LOOK)
    try:
        letters = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return
    if not letters.isascii():
        raise InputError(f"{path}: is UTF-8, not {encoding}; say encoding: utf-8 in the mapping")


def _is_marked(cell: str) -> bool:
    return any(_BASE <= ord(letter) < _BASE + 256 for letter in cell)


def _show_bytes(cell: str) -> str:
    return "".join(f"\\x{ord(c) - _BASE:02x}" if _BASE <= ord(c) < _BASE + 256 else c for c in cell)
