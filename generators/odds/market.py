"""The market of a pattern of traffic: how often each good is traded, its value and mass, and who orders it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from generators.odds.goods import Shelf, shelf
from generators.odds.groups import GOODS_CATEGORIES, KINDS
from generators.odds.indicators import indicators
from generators.odds.trade_limits import trade_limits
from generators.odds.traffic_pattern import pattern, table
from simulator.draws import Choice, Floats, Ints
from simulator.errors import InputError
from simulator.reference import Good, chapters

_DEAR = 3_000.0  # EUR of a usual consignment beyond which listed goods and lookalikes get rarer (assumption)
_VEHICLES, _LARGE = ("86", "88", "89"), 5_000.0  # kg of one piece (assumption)
_MOST_OF_CHAPTER = 0.2  # one good's share of its chapter's lines, more or less: one importer's habits (assumption)
_FLOWN = 40_000.0  # most kg of a consignment by air where a pattern sets no limits of loads (assumption)
_THEME = 0.95  # a theme's share of the strategic goods on offer, and of the look-alikes (assumption)
_ROUNDS = 30  # rounds of fitting
_SCALES = (-20.0, 6.0)  # least and most ln of what the odds of listed goods and lookalikes are multiplied by


@dataclass(frozen=True)
class Market:
    """Figures of the shelf's goods, (goods,) each.

    ``eur_per_kg``: usual value; ``kg``: usual net mass of a consignment, and ``kg_spread`` the standard deviation of
    its logarithm; ``air_share``: share sent by air where no lorry can drive; ``weight``: share of a good among lawful
    declarations of its kind; ``cheap``: goods that are not worth a long way; ``loose``: those that nobody packs;
    ``flown``: most kg of a consignment that
    flies; ``kinds``: odds of the kinds of goods by group of ``sector_offer``, (groups, ``KINDS``).
    """

    shelf: Shelf
    eur_per_kg: Floats
    kg: Floats
    kg_spread: Floats
    air_share: Floats
    weight: Floats
    cheap: NDArray[np.bool_]
    loose: NDArray[np.bool_]
    flown: Floats
    kinds: Floats

    @cached_property
    def sector_weight(self) -> Floats:
        """Share of each sector in trade in its own line, (sectors,): each good's share, split among its sectors."""
        buys, kinds = self.shelf.buys, range(len(KINDS))
        each = buys * self.weight / np.maximum(buys.sum(axis=0), 1)
        split = np.stack([each[:, self.shelf.kind == kind].sum(axis=1) for kind in kinds], axis=1)  # (sectors, kinds)
        odds = self.kinds[self.shelf.offers(np.arange(len(split)))]
        share = np.full(len(split), 1.0 / len(split))
        for _ in range(_ROUNDS):  # the kinds ordered depend on the sectors, and the sectors on the kinds
            share = split @ (share @ odds)
            share /= share.sum()
        result: Floats = share
        return result

    def pick(self, u: Floats, of: Ints, far: bool = False) -> Ints:
        """A good of each ``cell``, by its weight; shape as ``u``.

        ``far``: no goods that are cheap or perish, where the sector has others.
        """
        return (self._dearer if far else self._choice).pick(u, of)

    @cached_property
    def categories(self) -> Floats:
        """Odds of the categories of goods in lawful trade by sector and kind of goods, (sectors * kinds, categories).

        They leave each good about as often as its weight and the buyers' lines of business make it.
        """
        share = indicators()["goods.fit"].lawful_odds()[0]
        rows = []
        for sector, kind in np.ndindex(len(self.shelf.sectors), len(KINDS)):
            mass = np.zeros(len(GOODS_CATEGORIES))
            for part, fit in zip(share, (True, False), strict=True):
                items, weights = self._goods(sector, kind, fit)
                mass += part * np.bincount(self.shelf.category[items], weights / weights.sum(), len(mass))
            rows.append(mass / mass.sum())
        return np.array(rows)

    @cached_property
    def _own(self) -> Floats:
        """Weights of each sector for the goods of its line. Over all sectors, goods of a kind then have their weights.

        Found by iterative proportional fitting, as near as the lines of business allow; (sectors, goods).
        """
        own = self.shelf.buys * self.weight
        offers = self.shelf.offers(np.arange(len(own)))
        for kind in range(len(KINDS)):
            goods = np.flatnonzero((self.shelf.kind == kind) & (self.weight > 0) & self.shelf.buys.any(axis=0))
            target = self.weight[goods] / self.weight[goods].sum()
            orders = self.sector_weight * self.kinds[offers, kind]
            for _ in range(_ROUNDS):
                total = own[:, goods].sum(axis=1)
                share = orders * (total > 0) / np.maximum(total, 1e-300)
                own[:, goods] *= target / np.maximum(share @ own[:, goods] / (share @ total), 1e-300)
        return own

    @cached_property
    def mean_worth(self) -> Floats:
        """Mean EUR of a consignment by sector, kind, and in or out of line; shape (sectors, kinds, 2)."""
        value = self.eur_per_kg * self.kg
        cells = [self._goods(*cell, fit) for cell in self._sectors_and_kinds for fit in (True, False)]
        means = [np.average(value[items], weights=weights) for items, weights in cells]
        return np.array(means).reshape(len(self.shelf.sectors), len(KINDS), 2)

    @cached_property
    def _choice(self) -> Choice:
        return Choice(self.cells)

    @cached_property
    def _dearer(self) -> Choice:
        left_out = self.cheap | self.shelf.perishable
        kept = [(items, np.where(left_out[items], 0.0, weights)) for items, weights in self.cells]
        return Choice([(items, own if own.any() else np.ones(len(own))) for items, own in kept])

    @property
    def _sectors_and_kinds(self) -> list[tuple[int, int]]:
        return list(np.ndindex(len(self.shelf.sectors), len(KINDS)))

    @cached_property
    def cells(self) -> list[tuple[Ints, Floats]]:
        """Goods and their weights by sector, kind, category, and in or out of line: the order of ``cell``."""
        every = range(len(GOODS_CATEGORIES))
        return [
            self._goods(*cell, fit, category)
            for cell in self._sectors_and_kinds
            for category in every
            for fit in (True, False)
        ]

    def _goods(self, sector: int, kind: int, fit: bool, category: int | None = None) -> tuple[Ints, Floats]:
        """Goods and their weights; if there are none in or out of the line, all goods of the kind and category."""
        kinds = self._of_kind[kind, category]
        items = kinds[self.shelf.fits[sector, kinds] == fit]
        items = items if len(items) else kinds
        own = self._own[sector, items] if fit else self.weight[items]
        weights = own if own.any() else self.weight[items]
        return items, weights if weights.any() else np.ones(len(items))

    @cached_property
    def _of_kind(self) -> dict[tuple[int, int | None], Ints]:
        """Goods by kind and category, or by kind alone; where there are none, the first good stands for them."""
        found: dict[tuple[int, int | None], Ints] = {}
        for kind in range(len(KINDS)):
            found[kind, None] = np.flatnonzero(self.shelf.kind == kind)
            for category in range(len(GOODS_CATEGORIES)):
                own = np.flatnonzero((self.shelf.kind == kind) & (self.shelf.category == category))
                found[kind, category] = own if len(own) else np.zeros(1, dtype=np.int64)
        return found


def cell(sector: Ints, kind: Ints, category: Ints, out_of_line: Ints) -> Ints:
    """The place in ``Market.cells`` of a buyer's sector, and of goods in or out of its line; (n,)."""
    place: Ints = ((sector * len(KINDS) + kind) * len(GOODS_CATEGORIES) + category) * 2 + out_of_line
    return place


@cache
def market(traffic: str, theme: str = "") -> Market:
    """The market of a pattern of traffic; ``InputError`` with all faults of its table of goods.

    ``theme``: a category of which strategic goods and look-alikes are traded far more often.
    """
    stock, shape = shelf(), pattern(traffic)
    loads = shape.loads
    eur, kg = np.array([good.eur_per_kg for good in stock.goods]), np.array([good.kg for good in stock.goods])
    cheap = eur < (loads.cheap_below if loads else 0.0)
    loose = stock.bulk & cheap
    kg = np.maximum(kg, np.where(loose, loads.loose_kg, 0.0)) if loads else kg
    flown = np.clip(eur * loads.flown_kg_per_eur, *loads.flown_kg) if loads else np.full(len(eur), _FLOWN)
    weight, spread = _world_weights(stock, eur, kg), np.full(len(kg), shape.mass_spread)
    weight[cheap] *= loads.cheap_times if loads else 1.0
    if shape.goods:
        _own_figures(shape.goods, stock, eur, kg, spread, weight)
    weight[[_left_out(good) for good in stock.goods]] = 0.0
    if theme:
        _raise(weight, stock, GOODS_CATEGORIES.index(theme))
    for number in range(len(KINDS)):
        weight[stock.kind == number] /= weight[stock.kind == number].sum()
    air = [good.air_share if shape.air_share is None else shape.air_share for good in stock.goods]
    known = indicators()["goods.kind"]
    own = known.as_odds(shape.lawful[known.id]) if known.id in shape.lawful else known.lawful_odds()
    return Market(stock, eur, kg, spread, np.array(air), weight, cheap, loose, flown, own)


def _raise(weight: Floats, stock: Shelf, category: int) -> None:
    """Raise the goods of a theme until they have the share ``_THEME`` of the strategic goods and of the look-alikes."""
    for kind in ("lookalike", "strategic"):
        own = stock.kind == KINDS.index(kind)
        theme = own & (stock.category == category)
        usual, others = weight[theme].sum(), weight[own & ~theme].sum()
        if usual > 0:
            weight[theme] *= max(1.0, _THEME / (1.0 - _THEME) * others / usual)


def _left_out(good: Good) -> bool:
    """Whether traffic leaves the goods out: no lorry, wagon or container carries them, or nobody may trade them.

    Rolling stock, aircraft and ships move under their own power; the others are in ``data/trade_limits.yaml``.
    """
    return trade_limits().closed(good.hs6) or (good.hs6[:2] in _VEHICLES and good.kg_per_unit >= _LARGE)


def _world_weights(stock: Shelf, eur: Floats, kg: Floats) -> Floats:
    """Weights of the goods, with which ordinary chapters have their share of world exports by value.

    Within a chapter, goods follow the lines of the Korean set. For listed goods and lookalikes a square root evens the
    weights out, so that officers meet many different ones; the dearest stay rare (assumption).
    """
    lines = np.array([0.0 if trade_limits().waste(good.hs6) else good.lines + 0.5 for good in stock.goods])
    for chapter in np.unique(stock.chapter):
        own = stock.chapter == chapter
        lines[own] = np.minimum(lines[own], _MOST_OF_CHAPTER * max(lines[own].sum(), 1.0))
    weight = np.sqrt(lines) * np.minimum(1.0, _DEAR / (eur * kg))
    for name, known in chapters().items():
        own = (stock.kind == 0) & (stock.chapter == int(name))
        if own.any():
            worth = known.world_share / np.average((eur * kg)[own], weights=lines[own])
            weight[own] = worth * lines[own] / lines[own].sum()
    result: Floats = weight
    return result


def _own_figures(name: str, stock: Shelf, eur: Floats, kg: Floats, spread: Floats, weight: Floats) -> None:
    """Replace the world's figures with a pattern's own; ordinary goods that its table lacks are not traded."""
    read = table(name, ("hs6", "eur_per_kg", "kg", "kg_spread", "lines"))
    weight[:] = np.where(stock.kind == 0, 0.0, 0.5)
    for row in read.rows:
        if row["hs6"] not in stock.index:
            read.fault(row, f"hs6 {row['hs6']!r} is not in HS 2022; correct the code")
            continue
        place = stock.index[row["hs6"]]
        eur[place] = read.number(row, "eur_per_kg", 0.0001, 10_000_000)
        kg[place] = read.number(row, "kg", 0.001, 100_000_000)
        spread[place] = read.number(row, "kg_spread", 0, 4)
        weight[place] = read.number(row, "lines", 0, 1e9)
    if read.faults:
        raise InputError(read.faults)


def kinds_at(stock: Market, odds: Floats, fit: Floats, sector: Floats, planted: Floats, share: float) -> Floats:
    """Odds of the kinds of goods in plain trade that give strategic goods their share of the value of lawful trade.

    ``odds``: (groups of ``sector_offer``, ``KINDS``); its listed goods and lookalikes are scaled together;
    ``fit``: odds of in and out of line, (groups of ``line_of_business``, 2); ``sector``: share of buyers, (sectors,);
    ``planted``: share of lawful trade that is not plain, by kind of goods, (KINDS,).
    """
    numbers = np.arange(len(sector))
    offers = stock.shelf.offers(numbers)
    cells = np.indices((len(sector), len(KINDS), len(GOODS_CATEGORIES)))
    categories = stock.categories.reshape(len(sector), len(KINDS), -1)
    fits = (categories[..., None] * fit[stock.shelf.line_of_business(*cells)]).sum(axis=2)
    worth = sector[:, None] * (fits * stock.mean_worth).sum(axis=2)

    def strategic(log_scale: float) -> float:
        """Share of strategic goods in value."""
        plain = (worth * _scaled(odds, np.exp(log_scale))[offers]).sum(axis=0)
        value = (1.0 - planted.sum()) * plain + planted * worth.sum(axis=0)
        return float(value[KINDS.index("strategic")] / value.sum())

    low, high = _SCALES
    if strategic(low) >= share:
        return _scaled(odds, np.exp(low))
    if strategic(high) <= share:
        return _scaled(odds, np.exp(high))
    return _scaled(odds, np.exp(brentq(lambda log_scale: strategic(log_scale) - share, low, high, xtol=1e-9)))


def _scaled(odds: Floats, scale: float) -> Floats:
    """The odds of strategic goods and look-alikes against ordinary goods, times a factor; (groups, ``KINDS``)."""
    moved = odds * np.array([1.0, scale, scale])
    result: Floats = moved / moved.sum(axis=1, keepdims=True)
    return result
