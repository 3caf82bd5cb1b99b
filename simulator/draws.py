"""Random numbers addressed by (seed, stream, row).

Every number is a pure function of its address, so that output is the same for any number of workers and any shard
size, and a new stream does not disturb the others. The bits come from Philox, whose raw stream NumPy keeps stable;
the transforms here are our own, because NumPy promises its distributions only within one version.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def _stream_key(stream: str) -> int:
    return int.from_bytes(hashlib.blake2b(stream.encode(), digest_size=8).digest(), "little")


def raw(seed: int, stream: str, first: int, count: int) -> NDArray[np.uint64]:
    """64 random bits for each of the rows ``first … first + count - 1`` of a named stream; shape (count,)."""
    block, skip = divmod(first, 4)  # Philox gives four numbers per counter value
    key = np.array([seed % 2**64, _stream_key(stream)], dtype=np.uint64)
    bits = np.random.Philox(key=key, counter=block)
    return bits.random_raw(skip + count)[skip:]


def uniform(seed: int, stream: str, first: int, count: int) -> Floats:
    """Uniform numbers in [0, 1), 53 bits each; shape (count,)."""
    bits = raw(seed, stream, first, count) >> np.uint64(11)
    return bits.astype(np.float64) * 2.0**-53


def integers(seed: int, stream: str, first: int, count: int, below: int) -> Ints:
    """Integers in [0, below); shape (count,)."""
    return np.minimum((uniform(seed, stream, first, count) * below).astype(np.int64), below - 1)


def pick(u: Floats, probabilities: Floats) -> Ints:
    """Category of each uniform number under one common probability vector; shape as ``u``."""
    edges = np.cumsum(probabilities)
    chosen: Ints = np.minimum(np.searchsorted(edges / edges[-1], u, side="right"), len(edges) - 1).astype(np.int64)
    return chosen


def pick_rows(u: Floats, probabilities: Floats, row: Ints) -> Ints:
    """Category of each uniform number under its own row ``probabilities[row]`` of a table; shape as ``u``."""
    edges = np.cumsum(probabilities, axis=1)
    edges /= edges[:, -1:]
    passed = (u[:, None] >= edges[row]).sum(axis=1)
    chosen: Ints = np.minimum(passed, probabilities.shape[1] - 1).astype(np.int64)
    return chosen


def take(u: Floats, count: Ints | int) -> Ints:
    """Index below ``count`` for each uniform number, where ``count`` may differ by row."""
    chosen: Ints = np.minimum((u * count).astype(np.int64), np.asarray(count) - 1)
    return chosen
