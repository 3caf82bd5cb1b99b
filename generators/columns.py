"""Columns of a batch as codes into dictionaries of texts, so that a text is made once and not once a row.

A column is an array of numbers, an array of dates, a ``Coded`` text, or an Arrow array of texts that differ by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from simulator.declaration import schema
from simulator.draws import Codes, Ints


@dataclass(frozen=True)
class Coded:
    """A text column: ``codes`` (n,) number the texts of ``texts``, an Arrow array of strings."""

    codes: Codes
    texts: pa.Array

    @classmethod
    def of(cls, codes: Codes, texts: Sequence[str]) -> Coded:
        """Codes into a plain list of texts."""
        return cls(codes, pa.array(texts, pa.string()))

    def __getitem__(self, rows: Ints) -> Coded:
        return Coded(self.codes[rows], self.texts)

    def compact(self) -> Coded:
        """The same column with a dictionary of the texts that occur, in their old order."""
        met = np.zeros(len(self.texts), dtype=bool)
        met[self.codes] = True
        if met.all():
            return self
        place = np.cumsum(met, dtype=np.int32) - 1
        return Coded(place[self.codes], self.texts.take(pa.array(np.flatnonzero(met))))

    def arrow(self) -> pa.DictionaryArray:
        """As Arrow; codes are of one width, so that the shards of a table have one schema."""
        column = self.compact() if len(self.texts) > 300 else self
        return pa.DictionaryArray.from_arrays(pa.array(column.codes.astype(np.int32, copy=False)), column.texts)


Column: TypeAlias = NDArray[Any] | Coded | pa.Array


def table(columns: Mapping[str, Column]) -> pa.Table:
    """The columns as an Arrow table, texts as dictionaries."""
    return pa.table({name: column.arrow() if isinstance(column, Coded) else column for name, column in columns.items()})


def frame(columns: Mapping[str, Column]) -> pd.DataFrame:
    """The columns of the schema as a frame: ids and texts plain strings, other texts categories."""
    out: dict[str, pd.Series] = {}
    for name, field in schema().items():
        column = columns[name]
        if isinstance(column, Coded):
            out[name] = plain(column) if field.kind in ("id", "text") else category(column)
        elif isinstance(column, pa.Array):
            out[name] = pd.Series(pd.array(column, dtype="str"))
        else:
            out[name] = pd.Series(column).astype("float64" if field.kind == "number" else "datetime64[us]")
    return pd.DataFrame(out)


def plain(column: Coded) -> pd.Series:
    """A text column as strings."""
    small = column.compact()
    return pd.Series(pd.array(small.texts.take(pa.array(small.codes)), dtype="str"))


def category(column: Coded) -> pd.Series:
    """A text column as a category, its categories in alphabetical order."""
    small = column.compact()
    texts = np.array(small.texts.to_pylist(), dtype=object)
    distinct, place = np.unique(texts, return_inverse=True)
    return pd.Series(pd.Categorical.from_codes(place[small.codes], categories=pd.Index(distinct, dtype="str")))


def numbered(prefix: str | Sequence[str], number: Ints, digits: int, which: Ints | int = 0) -> pa.Array:
    """Texts of a prefix and a number with leading zeros, one a row, without a Python object for each.

    ``which`` chooses each row's prefix, where several, of one length, are given.
    """
    heads = [prefix] if isinstance(prefix, str) else prefix
    head = np.array([list(text.encode()) for text in heads], dtype=np.uint8).reshape(len(heads), -1)
    start = head.shape[1]
    width = start + digits
    text = np.empty((len(number), width), dtype=np.uint8)
    text[:, :start] = head[which]
    left, end = np.asarray(number, dtype=np.int64), width
    while end > start:
        taken = min(4, end - start)
        rest = left // 10_000
        quad = _quads().take(left - rest * 10_000).view(np.uint8).reshape(-1, 4)
        text[:, end - taken : end] = quad[:, 4 - taken :]
        left, end = rest, end - taken
    offsets = np.arange(0, (len(number) + 1) * width, width, dtype=np.int32)
    return pa.StringArray.from_buffers(len(number), pa.py_buffer(offsets), pa.py_buffer(text))


@cache
def _quads() -> NDArray[np.uint32]:
    """The digits of 0000 … 9999, four bytes each; shape (10000,)."""
    return np.frombuffer("".join(f"{n:04d}" for n in range(10_000)).encode(), dtype=np.uint32)
