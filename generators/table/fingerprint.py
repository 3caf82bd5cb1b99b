"""A table's content as one number; it does not depend on how the rows are cut into shards or encoded.

Each row and its position are mixed into 64 bits in two different ways. The two sums over all rows are the fingerprint,
so the fingerprints of shards add up to the table's. It shows whether two outputs are the same; it is not a signature.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from generators.table.columns import Coded, Column, remembered

Hashes = NDArray[np.uint64]
Fingerprint = tuple[int, int]
NOTHING: Fingerprint = (0, 0)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_WORD = 8
_KEPT = np.array(
    [(1 << 8 * kept) - 1 for kept in range(_WORD + 1)], dtype=np.uint64
)  # mask of a word by the number of bytes left


def of(columns: Mapping[str, Column | pa.ChunkedArray], first: int) -> Fingerprint:
    """The fingerprint of rows ``first …`` of a table, given as columns in their order."""
    count = _length(next(iter(columns.values())))
    rows = (np.arange(first, first + count, dtype=np.uint64) + np.uint64(1)) * _ODD
    for name, column in columns.items():
        rows += _hashes(column, _salt(name))
    once = _mix(rows)
    twice = _mix(once + _ODD)
    return int(once.sum(dtype=np.uint64)), int(twice.sum(dtype=np.uint64))


def of_table(table: pa.Table, first: int = 0) -> Fingerprint:
    """The fingerprint of an Arrow table, as read from the files."""
    return of({name: table[name] for name in table.column_names}, first)


def add(one: Fingerprint, other: Fingerprint) -> Fingerprint:
    """The fingerprint of the rows of both."""
    return (one[0] + other[0]) % 2**64, (one[1] + other[1]) % 2**64


def text(fingerprint: Fingerprint) -> str:
    """As 32 hexadecimal digits."""
    return f"{fingerprint[0]:016x}{fingerprint[1]:016x}"


def _length(column: Column | pa.ChunkedArray) -> int:
    return len(column.codes) if isinstance(column, Coded) else len(column)


@cache
def _salt(name: str) -> np.uint64:
    return np.uint64(int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little") | 1)


def _hashes(column: Column | pa.ChunkedArray, salt: np.uint64) -> Hashes:
    """A hash of each value of a column; the coding of a text does not change it."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, Coded):
        return (_of_texts(column.texts) * salt).take(column.codes)
    if isinstance(column, pa.DictionaryArray):
        coded: Hashes = (_of_texts(column.dictionary) * salt).take(column.indices.to_numpy(zero_copy_only=False))
        return coded
    if isinstance(column, pa.Array):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            return _text_hashes(column.cast(pa.string())) * salt
        column = column.to_numpy(zero_copy_only=False)
    if column.dtype.kind in "Mm":
        column = column.astype("datetime64[us]")
    bits: Hashes = column.view(np.uint64) if column.dtype.itemsize == 8 else column.astype(np.uint64)
    return _mix(bits * salt + salt)


@remembered(most=64)
def _of_texts(texts: pa.Array) -> Hashes:
    """Hashes of a dictionary's texts; shards share the dictionary."""
    return _text_hashes(texts.cast(pa.string()))


def _text_hashes(values: pa.StringArray) -> Hashes:
    """A hash of each text; all texts are processed together, eight bytes at a time."""
    _, offsets, buffer = values.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[values.offset : values.offset + len(values) + 1].astype(np.int64)
    content = np.zeros(ends[-1] + _WORD, dtype=np.uint8)
    content[: ends[-1]] = np.frombuffer(buffer or b"", dtype=np.uint8)[: ends[-1]]
    start, left = ends[:-1], np.diff(ends)
    longest = int(left.max(initial=0))
    result = left.astype(np.uint64)
    some = np.flatnonzero(left)
    if longest and (left[some] == longest).all():  # for example document numbers: they start at equal steps
        mixed = np.full(len(some), longest, dtype=np.uint64)
        for at in range(0, longest, _WORD):
            word = np.ndarray(len(some), "<u8", content, int(start[some[0]]) + at, (longest,))
            mixed = _mix_in(mixed, word & _KEPT[min(longest - at, _WORD)])
        result[some] = mixed
        return _mix(result)
    words = np.ndarray(ends[-1] + 1, "<u8", content, strides=(1,))  # a word starts at every byte
    rows = some
    for at in range(0, longest, _WORD):
        rows = rows[left[rows] > at]  # few texts are long
        result[rows] = _mix_in(result[rows], words[start[rows] + at] & _KEPT[np.minimum(left[rows] - at, _WORD)])
    return _mix(result)


def _mix_in(mixed: Hashes, word: Hashes) -> Hashes:
    mixed = (mixed ^ word) * _ODD
    return mixed ^ (mixed >> np.uint64(29))


def _mix(bits: Hashes) -> Hashes:
    mixed = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
