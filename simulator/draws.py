"""Random numbers keyed by (seed, stream, row).

Every number is a pure function of its key. So output is the same for any number of workers and any shard size, and a
new stream does not change the others. The bits come from Philox, because NumPy keeps its raw stream stable. The
transforms are written here, because NumPy keeps its distributions stable only within one version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.signedinteger[Any]]
"""Whole numbers of any width."""


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


def address(name: str) -> int:
    """The row for the draws of a thing with this name or id: a stable hash, below 2**62."""
    return _stream_key(name) >> 2


def by_id(seed: int, stream: str, ids: Iterable[str]) -> Floats:
    """One uniform number for each id; it does not depend on the id's position or on other ids; shape (n,)."""
    return np.array([uniform(seed, stream, address(str(name)), 1)[0] for name in ids], dtype=np.float64)


def integers(seed: int, stream: str, first: int, count: int, below: int) -> Ints:
    """Integers in [0, below); shape (count,)."""
    return np.minimum((uniform(seed, stream, first, count) * below).astype(np.int64), below - 1)


def pick(u: Floats, probabilities: Floats) -> Ints:
    """Category of each uniform number under one common probability vector; shape as ``u``."""
    edges = np.cumsum(probabilities)
    chosen: Ints = np.minimum(np.searchsorted(edges / edges[-1], u, side="right"), len(edges) - 1).astype(np.int64)
    return chosen


def take(u: Floats, count: Ints | int) -> Ints:
    """Index below ``count`` for each uniform number, where ``count`` may differ by row."""
    chosen: Ints = np.minimum((u * count).astype(np.int64), np.asarray(count) - 1)
    return chosen


def bits16(seed: int, stream: str, first: int, count: int) -> NDArray[np.uint16]:
    """16 random bits for each row: four rows share one raw number, so drawing is cheap; shape (count,)."""
    skip = first % 4
    numbers = raw(seed, stream, first // 4, (skip + count + 3) // 4)
    return numbers.astype("<u8", copy=False).view("<u2")[skip : skip + count]


def uniform32(seed: int, stream: str, first: int, count: int) -> Floats:
    """Uniform numbers in [0, 1) of 32 bits each: two rows share one raw number; shape (count,)."""
    skip = first % 2
    numbers = raw(seed, stream, first // 2, (skip + count + 1) // 2)
    halves = numbers.astype("<u8", copy=False).view("<u4")[skip : skip + count]
    return halves * 2.0**-32


@dataclass(frozen=True)
class Numbers:
    """Random numbers for the rows ``first … first + count - 1`` by name: each name is a separate stream."""

    seed: int
    stream: str
    first: int
    count: int

    def __call__(self, name: str) -> Floats:
        """Uniform numbers in [0, 1) of 32 bits each; shape (count,)."""
        return uniform32(self.seed, f"{self.stream}/{name}", self.first, self.count)

    def pick(self, name: str, shares: tuple[float, ...]) -> Codes:
        """Categories by their shares, rounded to multiples of 1 / 65,536; shape (count,)."""
        return _parts(shares).take(bits16(self.seed, f"{self.stream}/{name}", self.first, self.count))


@lru_cache(maxsize=256)
def _parts(shares: tuple[float, ...]) -> NDArray[np.int8]:
    """The category for each value of 16 bits."""
    edges = np.rint(np.cumsum(shares) / np.sum(shares) * 2**16)
    return np.searchsorted(edges[:-1], np.arange(2**16), side="right").astype(np.int8)


def scatter(seed: int, stream: str, numbers: Ints) -> Ints:
    """A fixed 32-bit number for each number, as if drawn at random; shape as ``numbers``.

    For properties that stay with an item everywhere (SplitMix64's finaliser: Steele, Lea and Flood 2014).
    """
    key = np.uint64((seed * 0x9E3779B97F4A7C15 + _stream_key(stream)) % 2**64)
    mixed = (np.asarray(numbers).astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + key
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed >> np.uint64(32)).astype(np.int64)


class Choice:
    """Weighted choice from each row's own list of items; the time does not depend on the list's length (alias method).

    ``lists``: for each group its items (integers) and their weights; A. J. Walker 1977, tables built after Vose 1991.
    """

    def __init__(self, lists: Sequence[tuple[Ints, Floats]]) -> None:
        self._size = np.array([len(items) for items, _ in lists], dtype=np.int64)
        self._start = np.concatenate([[0], np.cumsum(self._size)[:-1]]).astype(np.int64)
        self._item = np.concatenate([items for items, _ in lists]).astype(np.int64)
        stays, others = zip(*(_alias(weights) for _, weights in lists), strict=True)
        self._stay = np.concatenate(stays)
        starts = np.repeat(self._start, self._size)
        self._other = self._item[starts + np.concatenate(others)]

    def pick(self, u: Floats, group: Ints | int) -> Ints:
        """An item of each row's group for each uniform number; shape as ``u``."""
        size = self._size[group]
        place = u * size
        slot = np.minimum(place.astype(np.int64), size - 1)
        place -= slot
        slot += self._start[group]
        chosen: Ints = np.where(place < self._stay[slot], self._item[slot], self._other[slot])
        return chosen


def _alias(weights: Floats) -> tuple[Floats, Ints]:
    """For each slot, the probability of its own item, and the other item that it gives otherwise."""
    count = len(weights)
    share = (np.asarray(weights, dtype=np.float64) * count / np.sum(weights)).tolist()
    other = list(range(count))
    small = [slot for slot in range(count) if share[slot] < 1.0]
    large = [slot for slot in range(count) if share[slot] >= 1.0]
    stay = [1.0] * count
    while small and large:
        low, high = small.pop(), large[-1]
        stay[low], other[low] = share[low], high
        share[high] -= 1.0 - share[low]
        if share[high] < 1.0:
            small.append(large.pop())
    return np.array(stay), np.array(other, dtype=np.int64)
