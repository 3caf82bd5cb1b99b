"""The goods of trade as arrays: the sectors that they fit, and the goods that are near each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.draws import Floats, Ints
from simulator.reference import Good, goods, sectors

KINDS = ("ordinary", "lookalike", "strategic")
TRADING, FORWARDING = "general_trading", "freight_forwarding"
_NEAR = 8  # number of goods whose words may appear under the code of an ordinary good


@dataclass(frozen=True)
class Lists:
    """One list of numbers for each good, all in one array: good g has ``flat[start[g] : start[g] + count[g]]``."""

    flat: Ints
    start: Ints
    count: Ints

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Lists:
        count = np.array([len(own) for own in lists], dtype=np.int64)
        flat = np.array([number for own in lists for number in own], dtype=np.int64)
        return cls(flat, np.cumsum(count) - count, count)

    def pick(self, u: Floats, good: Ints) -> Ints:
        """One entry of each good's list, all equally likely; shape as ``u``."""
        count = self.count[good]
        return self.flat[self.start[good] + np.minimum((u * count).astype(np.int64), count - 1)]


@dataclass(frozen=True)
class Shelf:
    """All goods in a fixed order, with all that drawing and reading need; ``fits[sector, good]``: the sector buys it.

    Figures and weights belong to a pattern of traffic: see ``market``.
    ``mistaken``: the goods whose words may appear under a good's code, by mistake or on purpose (its strategic
    neighbours if it is a lookalike, else goods of the same trades, never of the same heading); ``hidden``: strategic
    goods that could travel under its code.
    """

    goods: tuple[Good, ...]
    index: Mapping[str, int]
    sectors: tuple[str, ...]
    sector_index: Mapping[str, int]
    kind: Ints
    chapter: Ints
    fits: NDArray[np.bool_]
    kg_per_package: Floats
    mistaken: Lists
    hidden: Lists

    def offers(self, sector: Ints) -> Ints:
        """Group of ``sector_offer``: 0 where the sector deals in strategic goods, else 1."""
        return self.in_line(sector, np.full(len(sector), KINDS.index("strategic")))

    def in_line(self, sector: Ints, kind: Ints) -> Ints:
        """Group of ``kind_in_line``: 0 where the sector deals in goods of the kind, else 1."""
        group: Ints = self._out_of_line[sector, kind]
        return group

    @cached_property
    def _out_of_line(self) -> Ints:
        deals = np.stack([(self.fits & (self.kind == kind)).any(axis=1) for kind in range(len(KINDS))], axis=1)
        return 1 - deals.astype(np.int64)

    @cached_property
    def line(self) -> Ints:
        """The line of business that supplies each good: the first sector that buys it; (goods,)."""
        return np.array([self.sector_index[good.sectors[0]] for good in self.goods])


@cache
def shelf() -> Shelf:
    """The goods of ``simulator.reference.tariff`` as arrays."""
    stock = tuple(goods().values())
    lines = tuple(sectors())
    index = {good.hs6: number for number, good in enumerate(stock)}
    kind = np.array([KINDS.index(good.kind) for good in stock])
    hidden = _hidden(stock, index)
    return Shelf(
        goods=stock,
        index=index,
        sectors=lines,
        sector_index={name: number for number, name in enumerate(lines)},
        kind=kind,
        chapter=np.array([int(good.hs6[:2]) for good in stock]),
        fits=np.array([[line in good.sectors for good in stock] for line in lines]),
        kg_per_package=np.array([good.kg_per_package for good in stock]),
        mistaken=Lists.of(_mistaken(stock, hidden)),
        hidden=Lists.of(hidden),
    )


def _hidden(stock: Sequence[Good], index: Mapping[str, int]) -> list[list[int]]:
    strategic = [good for good in stock if good.kind == "strategic"]
    shared: dict[tuple[str, ...], list[int]] = {}
    for good in stock:
        trades = set(good.sectors) - {TRADING, FORWARDING}
        if good.sectors not in shared:
            near = [index[other.hs6] for other in strategic if trades & set(other.sectors)]
            shared[good.sectors] = near or [index[other.hs6] for other in strategic]
    return [[index[code] for code in good.neighbours] or shared[good.sectors] for good in stock]


def _mistaken(stock: Sequence[Good], hidden: Sequence[list[int]]) -> list[list[int]]:
    """For a lookalike the goods it could hide; for others some goods of the same trade and kind, of another heading."""
    by_trade: dict[tuple[str, str], list[int]] = {}
    for number, good in enumerate(stock):
        by_trade.setdefault((good.kind, good.sectors[0]), []).append(number)
    result = []
    for number, good in enumerate(stock):
        if good.neighbours:
            result.append(hidden[number])
            continue
        choice = [n for n in by_trade[good.kind, good.sectors[0]] if stock[n].hs6[:4] != good.hs6[:4]]
        choice = choice or [
            n for n, other in enumerate(stock) if other.kind == good.kind and other.hs6[:4] != good.hs6[:4]
        ]
        step = max(1, len(choice) // _NEAR)
        result.append([choice[(number + k * step) % len(choice)] for k in range(min(_NEAR, len(choice)))])
    return result
