"""The goods of trade as arrays: the sectors that they fit, and the goods that are near each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from generators.odds.groups import GOODS_CATEGORIES, KINDS, NO_CATEGORY
from generators.odds.hidden_goods import hidden_goods
from generators.odds.producers import producers
from generators.odds.radiation import radiation
from generators.odds.sellers import sellers
from generators.odds.trade_limits import trade_limits
from simulator.draws import Floats, Ints
from simulator.reference import Good, goods, package_types, sectors, strategic

UNPACKED = "NE"
"""Code of goods without packages (UN/ECE Recommendation 21)."""
TRADING, FORWARDING = "general_trading", "freight_forwarding"
_MANY, _SOME = 0.2, 0.05  # least shares of strategic goods (assumption)
_HEAVIEST = 7.0  # times the usual mass of a package that is packed too heavy; see generators.facts.goods
_CARTON_KG = 150.0  # the heaviest carton that anyone packs; larger ones stand on a pallet (assumption)
_HEADING = 0.1  # distance of two headings that follow each other, as ln of a price (assumption)
_PACKED = 3.0  # the same for another kind of package (assumption)
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
    ``category``: index in ``GOODS_CATEGORIES``; ``named``: listed goods that a list names by their code; ``radiates``:
    index in the groups of ``radiates``.
    ``users``: 1 for goods that plants and laboratories use, else 0.
    ``bulk``: goods without packages; ``lasting``: 1 for goods that can come back as they went, 0 for those that are
    used up; ``perishable``: those that are spoilt before a ship or train arrives; ``counted``: those declared in
    another unit than kg too, ``piece`` those counted in pieces or pairs, ``parted`` those of which one piece fills
    several packages, ``produce``: the entry of ``producers``, -1 for goods that are made anywhere,
    ``unpacked`` those that travel without packages; ``whole``: 1 for goods whose package cannot hold less or more
    (bulk, goods in pieces of which a package has fewer than four, and packages that are heavy already), else 0.
    ``resembled``: what each lookalike resembles most, else the good itself;
    ``mistaken``: the goods whose words may appear under a good's code, by mistake or on purpose (its strategic
    neighbours if it is a lookalike, its look-alikes if it is strategic, else near goods of another heading);
    ``hidden``: strategic goods that could travel under its code.
    """

    goods: tuple[Good, ...]
    index: Mapping[str, int]
    sectors: tuple[str, ...]
    sector_index: Mapping[str, int]
    kind: Ints
    category: Ints
    named: NDArray[np.bool_]
    radiates: Ints
    users: Ints
    chapter: Ints
    fits: NDArray[np.bool_]
    kg_per_package: Floats
    kg_per_unit: Floats
    bulk: NDArray[np.bool_]
    lasting: Ints
    produce: Ints
    perishable: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    piece: NDArray[np.bool_]
    parted: NDArray[np.bool_]
    unpacked: NDArray[np.bool_]
    whole: Ints
    resembled: Ints
    mistaken: Lists
    hidden: Lists

    def offers(self, sector: Ints) -> Ints:
        """Group of ``sector_offer``: 0 where many of the goods that the sector buys are strategic, 1 some, 2 few."""
        group: Ints = self._offers[sector]
        return group

    @cached_property
    def _offers(self) -> Ints:
        """By share of strategic goods in the Korean lines that the sector buys for its own use; (sectors,)."""
        lines = np.array([good.lines + 0.5 for good in self.goods])
        own = self.buys * lines / np.maximum(self.buys.sum(axis=0), 1)
        share = own[:, self.kind == KINDS.index("strategic")].sum(axis=1) / np.maximum(own.sum(axis=1), 1e-300)
        return np.where(share >= _MANY, 0, np.where(share >= _SOME, 1, 2))

    @cached_property
    def buys(self) -> NDArray[np.bool_]:
        """Which sectors buy a good for their own use, not for resale; (sectors, goods)."""
        buys = self.fits.copy()
        buys[[self.sector_index[name] for name in (TRADING, FORWARDING)]] = False
        return buys

    def line_of_business(self, sector: Ints, kind: Ints, category: Ints) -> Ints:
        """Group of ``line_of_business``: 1 where no goods of the kind and category are in the sector's line, 2 where
        all are, else 0."""
        group: Ints = self._lines[sector, kind, category]
        return group

    @cached_property
    def _lines(self) -> Ints:
        found = np.zeros((len(self.sectors), len(KINDS), len(GOODS_CATEGORIES)), dtype=np.int64)
        for kind, category in np.ndindex(found.shape[1:]):
            own = self.fits[:, (self.kind == kind) & (self.category == category)]
            found[:, kind, category] = np.where(own.any(axis=1), np.where(own.all(axis=1), 2, 0), 1)
        return found

    @cached_property
    def line(self) -> Ints:
        """The line of business that sells each good abroad, see ``data/sellers.yaml``; (goods,)."""
        return np.array([self.sector_index[name] for name in sellers().lines([good.hs6 for good in self.goods])])


@cache
def shelf() -> Shelf:
    """The goods of ``simulator.reference.tariff`` as arrays."""
    stock = tuple(goods().values())
    lines = tuple(sectors())
    index = {good.hs6: number for number, good in enumerate(stock)}
    kind = np.array([KINDS.index(good.kind) for good in stock])
    chapter = np.array([int(good.hs6[:2]) for good in stock])
    category = [GOODS_CATEGORIES.index(_category(good)) for good in stock]
    arms = GOODS_CATEGORIES.index("arms_parts")
    hidden = hidden_goods(stock, [_piece(good) for good in stock], (TRADING, FORWARDING), category)
    return Shelf(
        goods=stock,
        index=index,
        sectors=lines,
        sector_index={name: number for number, name in enumerate(lines)},
        kind=kind,
        category=np.array(category),
        named=np.array([good.kind == "strategic" and strategic()[good.hs6].match == "named" for good in stock]),
        radiates=np.array([radiation().group(good.hs6) for good in stock]),
        users=np.array([int(own not in (0, arms)) for own in category]),
        chapter=chapter,
        fits=np.array([[line in good.sectors for good in stock] for line in lines]),
        kg_per_package=np.array([good.kg_per_package for good in stock]),
        kg_per_unit=np.array([good.kg_per_unit for good in stock]),
        bulk=np.array([good.package_type[0] == "V" for good in stock]),
        lasting=np.array([int(_lasts(good)) for good in stock]),
        produce=producers().entries([good.hs6 for good in stock]),
        perishable=np.array([trade_limits().perishes(good.hs6) for good in stock]),
        counted=np.array([good.unit != "kg" for good in stock]),
        piece=np.array([_piece(good) > 0 for good in stock]),
        parted=np.array([_piece(good) > good.kg_per_package for good in stock]),
        unpacked=np.array([good.package_type == UNPACKED for good in stock]),
        whole=np.array([int(_whole(good)) for good in stock]),
        resembled=np.array([_resembled(good, index, number) for number, good in enumerate(stock)]),
        mistaken=Lists.of(_mistaken(stock, index)),
        hidden=Lists.of(hidden),
    )


def _category(good: Good) -> str:
    """The category of listed goods, or of those that a look-alike resembles first."""
    if good.kind == "ordinary":
        return NO_CATEGORY
    return strategic()[good.hs6 if good.kind == "strategic" else good.neighbours[0]].category


def _lasts(good: Good) -> bool:
    """Whether it can come back as it went; parts are built in."""
    return trade_limits().lasts(good.hs6) and not good.label.startswith("Parts")


def _whole(good: Good) -> bool:
    """Whether its package holds no less and no more than usual."""
    most = _CARTON_KG if good.package_type == "CT" else package_types()[good.package_type].most_kg
    few_pieces = good.kg_per_package < 4 * _piece(good)
    return good.package_type[0] == "V" or few_pieces or good.kg_per_package * _HEAVIEST > most


def _piece(good: Good) -> float:
    """Mass of one piece in kg, which no package divides; 0 for goods that are not counted in pieces."""
    return good.kg_per_unit if good.unit in ("u", "2u") else 0.0


def _resembled(good: Good, index: Mapping[str, int], itself: int) -> int:
    """For a lookalike the goods that it resembles most, by the code, as a place in the stock; for others themselves."""
    if not good.neighbours:
        return itself
    return index[min(good.neighbours, key=lambda code: abs(int(code) - int(good.hs6)))]


def _mistaken(stock: Sequence[Good], index: Mapping[str, int]) -> list[list[int]]:
    """For a lookalike the goods that it resembles; for those their look-alikes; for others some of the same trade and
    kind, of another heading: those nearest in heading, price, kind of package and its mass.
    """
    alike: dict[str, list[int]] = {}
    for number, good in enumerate(stock):
        for code in good.neighbours:
            alike.setdefault(code, []).append(number)
    forms = np.array([good.package_type for good in stock])
    size = np.log([(good.eur_per_kg, good.kg_per_package) for good in stock])
    heading = np.array([int(good.hs6[:4]) for good in stock])
    kinds, trades = (np.array(texts) for texts in zip(*((good.kind, good.sectors[0]) for good in stock), strict=True))
    pools = {
        pair: np.flatnonzero((kinds == pair[0]) & (trades == pair[1])) for pair in set(zip(kinds, trades, strict=True))
    }
    result = []
    for number, good in enumerate(stock):
        if good.neighbours:
            result.append([index[code] for code in good.neighbours])
            continue
        if good.hs6 in alike:
            result.append(alike[good.hs6][:_NEAR])
            continue
        pool = pools[kinds[number], trades[number]]
        choice = pool[heading[pool] != heading[number]]
        if len(choice) == 0:
            choice = np.flatnonzero((kinds == kinds[number]) & (heading != heading[number]))
        apart = np.abs(size[choice] - size[number]).sum(axis=1) + _HEADING * np.abs(heading[choice] - heading[number])
        apart += _PACKED * (forms[choice] != good.package_type)
        result.append(choice[np.argsort(apart, kind="stable")[:_NEAR]].tolist())
    return result
