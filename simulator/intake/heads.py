"""The header and a sample of the rows of a file without a mapping: encoding, delimiter and header line are found."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from simulator.errors import InputError
from simulator.intake.kinds import kind_of
from simulator.intake.mapping import FieldRule, Mapping
from simulator.intake.records import MOST_TITLES
from simulator.intake.tables import open_records
from simulator.reference import KEY

SAMPLE = 2_000
_LOOK = 200_000  # bytes
_DELIMITERS = (",", ";", "\t", "|")
_LEAST_NAMED = 0.6
"""A header has a text in at least this share of the columns (assumption)."""


@dataclass(frozen=True)
class Column:
    """A column of the file: its name and the cells of the sample, in the order of the rows."""

    name: str
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[str]:
        """The cells that are not blank."""
        return [cell.strip() for cell in self.cells if cell.strip()]


@dataclass(frozen=True)
class Head:
    """What a first look shows. ``doubts``: what it is not sure of, by key of the mapping. ``twice``: names of columns
    that stand in the header more than once, so that no mapping can use them."""

    text: bool
    delimiter: str
    encoding: str
    columns: list[Column]
    twice: list[str]
    doubts: dict[str, str]


def look(path: Path) -> Head:
    """The header and the cells of up to 2,000 rows; ``InputError`` if the file is no table or has no columns."""
    text = kind_of(path) == "text"
    doubts: dict[str, str] = {}
    encoding, delimiter = "utf-8", ","
    if text:
        encoding = _encoding(path, doubts)
        lines = _lines(path, encoding)
        delimiter = _delimiter(lines)
        top = list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True))
    else:
        with open_records(path, _mapping(path, (), delimiter, encoding)) as records:
            top = [records.header, *(record.cells for record in islice(records, MOST_TITLES))]
    header = _header(top)
    counts = Counter(header)
    names = [name for name in dict.fromkeys(header) if name and counts[name] == 1]
    no_header = f"{path}: no header with different names of columns was found; give the table one"
    if not names:
        raise InputError(no_header)
    with open_records(path, _mapping(path, names, delimiter, encoding)) as records:
        if not set(names) <= set(records.header):  # quotation marks that the first look takes in another way
            raise InputError(no_header)
        rows = [record.cells for record in islice(records, SAMPLE) if record.fault is None]
        places = [records.header.index(name) for name in names]
    columns = [Column(name, tuple(row[at] for row in rows)) for name, at in zip(names, places, strict=True)]
    return Head(text, delimiter, encoding, columns, [name for name, n in counts.items() if name and n > 1], doubts)


def _mapping(path: Path, columns: Sequence[str], delimiter: str, encoding: str) -> Mapping:
    rules = {KEY: FieldRule(KEY, 1, tuple(columns))} if columns else {}
    return Mapping(path, "", "", rules, delimiter=delimiter, encoding=encoding)


def _encoding(path: Path, doubts: dict[str, str]) -> str:
    with path.open("rb") as raw:
        start = raw.read(_LOOK)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        doubts["encoding"] = "not UTF-8; Western programs write cp1252, others cp1250, cp1251, cp949, gb18030"
        return "cp1252"
    return "utf-8"


def _lines(path: Path, encoding: str) -> list[str]:
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    with path.open(encoding=codec, errors="replace", newline="") as handle:
        return [line for line in islice(handle, MOST_TITLES + 1) if len(line) < _LOOK]


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that most lines have equally often; the one that gives more cells if several do."""

    def fit(mark: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark, skipinitialspace=True))
        agreeing = [(count, width) for width, count in widths.items() if width > 1]
        return max(agreeing, default=(0, 0))

    return max(_DELIMITERS, key=fit)


def _header(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first row that names most of the columns, with texts that are no numbers."""
    width = Counter(len(row) for row in rows if len(row) > 1).most_common(1)
    wide = width[0][0] if width else 1
    for row in rows:
        cells = [cell.strip() for cell in row]
        named = [cell for cell in cells if cell]
        if len(named) >= wide * _LEAST_NAMED and not any(cell[0].isdigit() or cell[0] == "=" for cell in named):
            return cells
    return [cell.strip() for cell in rows[0]] if rows else []
