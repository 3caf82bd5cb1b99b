"""What goes in parcels, by post or by courier: which goods, how much of them, and who orders some."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from generators.odds.goods import Shelf, shelf
from generators.odds.market import Market, market
from generators.odds.trade_limits import trade_limits
from simulator.draws import Choice, Floats, Ints

CHANNELS = ("freight", "courier", "post")
"""Levels of ``transport.channel``, as the field says them."""
FREIGHT, COURIER, POST = range(len(CHANNELS))
PARCEL_KG = 17.5
"""Most kg, net, of the goods in one parcel: with its packing it stays under the 20 kg that every post takes (UPU
Convention); couriers take more, but seldom get it (assumption)."""
_MOST_KG = 3 * PARCEL_KG  # three parcels; who sends more calls a forwarder (assumption)
_LEAST_KG = 0.2  # lighter goods go by letter (assumption)
_EUR = (100.0, 25_000.0)  # usual value of the goods of one consignment: who sends more insures freight (assumption)
_EUR_PER_KG = 10.0  # cheaper goods are not worth the postage (assumption)
_PIECE_KG = 15.0  # the heaviest piece that fits a parcel with its packing (assumption)
_ROOM = 0.85  # of the most kg that the least may be: masses are limited gross, and rounded
_PACKED = ("BX", "CR", "CS", "CT", "PC", "PK")  # goods that usually travel so fit a parcel (assumption)


@dataclass(frozen=True)
class Parcels:
    """Goods in parcels: ``least_kg`` and ``most_kg`` of a consignment, net, (goods,); 0 for goods that fit none.

    ``orders``: whether a buyer orders such goods, by sector, kind, category, and in or out of line.
    """

    least_kg: Floats
    most_kg: Floats
    orders: NDArray[np.bool_]
    choice: Choice

    def pick(self, u: Floats, of: Ints) -> Ints:
        """A good that fits a parcel, of each ``cell``, by its weight; shape as ``u``."""
        return self.choice.pick(u, of)


@lru_cache(maxsize=16)
def parcels(traffic: str, theme: str = "") -> Parcels:
    """The parcels of a pattern of traffic and a theme."""
    stock, shop = shelf(), market(traffic, theme)
    least, most = _masses(stock, shop)
    fits = (least <= _ROOM * most) & _taken(stock) & (shop.weight > 0)
    cells = [(items, np.where(fits[items], weights, 0.0)) for items, weights in shop.cells]
    orders = np.array([bool(weights.any()) for _, weights in cells])
    choice = Choice([(items, own if own.any() else np.ones(len(own))) for items, own in cells])
    return Parcels(np.where(fits, least, 0.0), np.where(fits, most, 0.0), orders, choice)


def _masses(stock: Shelf, shop: Market) -> tuple[Floats, Floats]:
    """Least and most kg of each good in a consignment of parcels: at least a piece, also of what it could hide."""
    piece = np.where(stock.piece, stock.kg_per_unit, 0.0)
    hides = np.split(piece[stock.hidden.flat], stock.hidden.start[1:])
    hidden = np.array([own.min(initial=np.inf) if len(own) else 0.0 for own in hides])
    one = np.maximum(piece, hidden)
    least = np.maximum(np.maximum(_LEAST_KG, 1.2 * one), _EUR[0] / shop.eur_per_kg)
    most = np.minimum(_MOST_KG, _EUR[1] / shop.eur_per_kg)
    return np.where(one <= _PIECE_KG, least, np.inf), most


def _taken(stock: Shelf) -> NDArray[np.bool_]:
    """Goods that post and couriers take."""
    limits = trade_limits()
    packed = np.array([good.package_type in _PACKED and not limits.refused(good.hs6) for good in stock.goods])
    dear = np.array([good.eur_per_kg >= _EUR_PER_KG for good in stock.goods])
    taken: NDArray[np.bool_] = packed & dear & ~stock.perishable & ~stock.parted & (stock.radiates == 0)
    return taken
