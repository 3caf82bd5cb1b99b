"""Columns of a batch as codes into dictionaries of texts: a text is made once, not once per row.

A column is an array of numbers, an array of dates, a ``Coded`` text, or an Arrow array of texts that differ by row.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from threading import Lock
from typing import Any, TypeAlias, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from simulator.draws import Codes, Ints
from simulator.reference import schema

_LONG = 300  # a dictionary with at least this many texts is worth shortening
Made = TypeVar("Made")


@dataclass(frozen=True)
class Coded:
    """A text column: ``codes`` (n,) are indices into ``texts``, an Arrow array of strings."""

    codes: Codes
    texts: pa.Array

    @classmethod
    def of(cls, codes: Codes, texts: Sequence[str]) -> Coded:
        """Codes into a plain list of texts."""
        return cls(codes, pa.array(texts, pa.string()))

    def compact(self) -> Coded:
        """The same column with a dictionary of only the texts that occur, in their old order."""
        met = np.zeros(len(self.texts), dtype=bool)
        met[self.codes] = True
        if met.all():
            return self
        place = np.cumsum(met, dtype=np.int32) - 1
        return Coded(place[self.codes], self.texts.take(pa.array(np.flatnonzero(met))))

    def arrow(self) -> pa.Array:
        """As Arrow; all codes have one width, so all shards of a table have one schema.

        Each text is once in the dictionary: Parquet gives a dictionary up if a text is in it twice, and then the file
        takes twice the room and the time.
        """
        texts, place = (_distinct if len(self.texts) > _LONG else _encoded)(self.texts)
        column = self if place is None else Coded(place[self.codes], texts)
        column = column.compact() if len(self.texts) > _LONG else column
        return pa.DictionaryArray.from_arrays(pa.array(column.codes.astype(np.int32, copy=False)), column.texts)


Column: TypeAlias = NDArray[Any] | Coded | pa.Array
BLANK = pa.array([""])
"""The empty text alone, to be joined to others."""


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
    """A text column as a category column, with categories in alphabetical order."""
    small = column.compact()
    texts = np.array(small.texts.to_pylist(), dtype=object)
    distinct, place = np.unique(texts, return_inverse=True)
    return pd.Series(pd.Categorical.from_codes(place[small.codes], categories=pd.Index(distinct, dtype="str")))


def remembered(most: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Cache a function of texts: a call with the same array objects gives the kept result; at most ``most`` are kept.

    Like ``functools.lru_cache``, but for Arrow arrays, which cannot be hashed. It is safe for several threads.
    """

    def keep(make: Callable[..., Made]) -> Callable[..., Made]:
        known: OrderedDict[tuple[int, ...], tuple[tuple[pa.Array, ...], Made]] = OrderedDict()
        lock = Lock()

        @wraps(make)
        def made(*texts: pa.Array) -> Made:
            key = tuple(map(id, texts))  # these ids stay valid as long as the texts are kept with the result
            with lock:
                if key in known:
                    known.move_to_end(key)
                    return known[key][1]
            result = make(*texts)
            with lock:
                known[key] = texts, result
                if len(known) > most:
                    known.popitem(last=False)
            return result

        return made

    return keep


def _encoded(texts: pa.Array) -> tuple[pa.Array, Codes | None]:
    """The texts, each once, and the place of each former one among them; None if each was there once."""
    found = texts.dictionary_encode()
    if len(found.dictionary) == len(texts):
        return texts, None
    return found.dictionary, found.indices.to_numpy()


_distinct = remembered(most=64)(_encoded)


@remembered(most=16)
def joined(one: pa.Array, other: pa.Array) -> pa.Array:
    """Both texts joined."""
    return pa.concat_arrays([one, other])


def numbered(
    prefix: str | Sequence[str],
    number: Ints,
    digits: int,
    which: Ints | int = 0,
    shown: NDArray[np.bool_] | None = None,
) -> pa.Array:
    """Texts made of a prefix and a number with leading zeros, without a Python object for each.

    ``which`` chooses each row's prefix if there are several; all have one length. ``shown``, if given, marks the rows
    with a number, and ``number`` holds only these; the other rows have an empty text.
    """
    heads = [prefix] if isinstance(prefix, str) else prefix
    head = np.array([list(text.encode()) for text in heads], dtype=np.uint8).reshape(len(heads), -1)
    start, count = head.shape[1], len(number)
    width = start + digits
    text = np.empty(max(count, 1) * width + 4, dtype=np.uint8)
    for place in range(start):
        text[place : count * width : width] = head[0, place] if len(head) == 1 else head[:, place].take(which)
    left: NDArray[np.unsignedinteger[Any]] = number.astype(np.uint32 if digits < 10 else np.uint64)
    end = width
    while end > start:
        rest = left // 10_000
        four = _quads().take(left - rest * 10_000)
        if end - start >= 4:  # all four digits of each row at once, at any position
            np.ndarray(count, np.uint32, text, end - 4, (width,))[:] = four
        else:
            for place in range(start, end):
                text[place : count * width : width] = four.view(np.uint8)[4 - end + place :: 4]
        left, end = rest, end - 4
    has = np.ones(count, dtype=bool) if shown is None else shown
    offsets = np.zeros(len(has) + 1, dtype=np.int32)
    np.cumsum(has * np.int32(width), out=offsets[1:])
    return pa.StringArray.from_buffers(len(has), pa.py_buffer(offsets), pa.py_buffer(text))


@cache
def _quads() -> NDArray[np.uint32]:
    """The digits of 0000 … 9999, four bytes each; shape (10000,)."""
    return np.frombuffer("".join(f"{n:04d}" for n in range(10_000)).encode(), dtype=np.uint32)
