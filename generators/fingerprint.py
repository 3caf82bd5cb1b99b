"""A table's content as one number that does not depend on how its rows are cut into shards, nor on their encoding.

Each row, with its place, is mixed into 64 bits twice over; the sums of both over all rows are the fingerprint, so the
fingerprints of shards add up to the table's. It tells whether two outputs are the same; it is no signature.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Fingerprint = tuple[int, int]
NOTHING: Fingerprint = (0, 0)
_ODD = np.uint64(0x9E3779B97F4A7C15)


def of(table: pa.Table, first: int) -> Fingerprint:
    """The fingerprint of rows ``first …`` of a table."""
    rows = (np.arange(first, first + table.num_rows, dtype=np.uint64) + np.uint64(1)) * _ODD
    for name in table.column_names:
        rows *= np.uint64(int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little") | 1)
        at = 0
        for chunk in table[name].chunks:
            rows[at : at + len(chunk)] += _hashes(chunk)
            at += len(chunk)
    once = _mix(rows)
    twice = _mix(once + _ODD)
    return int(once.sum(dtype=np.uint64)), int(twice.sum(dtype=np.uint64))


def add(one: Fingerprint, other: Fingerprint) -> Fingerprint:
    """The fingerprint of the rows of both."""
    return (one[0] + other[0]) % 2**64, (one[1] + other[1]) % 2**64


def text(fingerprint: Fingerprint) -> str:
    """As 32 hexadecimal digits."""
    return f"{fingerprint[0]:016x}{fingerprint[1]:016x}"


def _hashes(values: pa.Array) -> Hashes:
    """A hash of each value, the same for a plain and a dictionary-coded text."""
    if isinstance(values, pa.DictionaryArray):
        coded: Hashes = _hashes(values.dictionary).take(values.indices.to_numpy(zero_copy_only=False))
        return coded
    if pa.types.is_large_string(values.type):
        values = values.cast(pa.string())
    if pa.types.is_string(values.type):
        return _text_hashes(values)
    plain = values.to_numpy(zero_copy_only=False)
    if plain.dtype.kind in "Mm":
        plain = plain.astype("datetime64[us]")
    bits: Hashes = plain.view(np.uint64) if plain.dtype.itemsize == 8 else plain.astype(np.uint64)
    return (bits ^ (bits >> np.uint64(32))) * _ODD  # a float's low bits are often all zero


def _text_hashes(values: pa.StringArray) -> Hashes:
    """A hash of each text, made for all texts of one length together."""
    _, offsets, content = values.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[values.offset : values.offset + len(values) + 1].astype(np.int64)
    content = np.frombuffer(content or b"", dtype=np.uint8)
    lengths = np.diff(ends)
    result = np.empty(len(values), dtype=np.uint64)
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        words = np.zeros((len(rows), -(-int(length) // 8) * 8), dtype=np.uint8)
        if len(rows) == len(values):
            words[:, :length] = content[ends[0] : ends[-1]].reshape(len(rows), length)
        else:
            words[:, :length] = content[ends[rows, None] + np.arange(length)]
        mixed = np.full(len(rows), length, dtype=np.uint64)
        for word in words.view("<u8").T:
            mixed = (mixed ^ word) * _ODD
            mixed ^= mixed >> np.uint64(29)
        result[rows] = _mix(mixed)
    return result


def _mix(bits: Hashes) -> Hashes:
    mixed = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
