"""The strategic goods that could travel under the code of other goods, because they look and weigh alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.draws import Floats
from simulator.reference import Good, package_types

_MOST = 8  # hidden goods of one cover
_APART = np.log(10.0)  # greatest distance of ln EUR/kg, and of ln kg per package (assumption)
_DEARER, _HEAVIER = np.log(300.0), np.log(30.0)  # the same for what a look-alike resembles, where none is nearer: heavy
# water under the code of distilled water is far dearer (assumption)
_IN_A_PACKAGE = 1.75  # the heaviest piece that a package of the cover holds, as a multiple of its usual kg
_LOOKS = (
    ("BA", "BJ", "BO", "CN", "CY", "DR", "JC", "TK", "TN", "WA"),
    ("BG", "BL", "SA"),
    ("BE", "CL", "RL", "RO"),
    ("NE",),
)
"""Kinds of packages that look alike: drums, bags, bundles, none; all others look like cartons."""
_DRUM, _BAG, _CARTON = 0, 1, len(_LOOKS)
_LOOSE = 2  # place of the pool of goods that resemble the cover, but are dearer or heavier than fits


def hidden_goods(
    stock: Sequence[Good], pieces: Sequence[float], dealers: Sequence[str], category: Sequence[int]
) -> list[list[int]]:
    """For each good the strategic goods that could travel under its code, as places in the stock, nearest first.

    ``pieces``: kg of one piece of each good, 0 if it has none; ``dealers``: lines of business that buy anything;
    ``category``: of each good, 0 for none. First come the goods that it resembles, those of its category before others,
    then others of its category, then those of its trades, then any; each time only what fits in price, kind of
    package, mass of package and of piece. Where no goods fit that it resembles, the nearest of them stands alone, if it
    is not too far off. Where nothing fits, it is the one nearest good, so no list is empty.
    """
    strategic = np.flatnonzero([good.kind == "strategic" for good in stock])
    column = {stock[place].hs6: number for number, place in enumerate(strategic.tolist())}
    like = np.zeros((len(stock), len(strategic)), dtype=bool)
    for row, good in enumerate(stock):
        like[row, [column[code] for code in good.neighbours]] = True
    lines = sorted({line for good in stock for line in good.sectors}.difference(dealers))
    trades = np.array([[line in good.sectors for line in lines] for good in stock], dtype=np.int64)
    price, fits, loose, distance = _compared(stock, strategic, np.array(pieces), like)
    itself = np.arange(len(stock))[:, None] == strategic
    fits, distance = fits & ~itself, np.where(itself, np.inf, distance)
    sort, trade = np.array(category), trades @ trades[strategic].T > 0
    same = (sort[:, None] == sort[strategic]) & (sort[:, None] > 0)
    pools = np.stack([like & same, like, loose, same & trade, same, trade, np.ones_like(like)])
    pools &= fits | (np.arange(len(pools)) == _LOOSE)[:, None, None]
    first = pools.any(axis=2).argmax(axis=0)
    result = []
    for row, which in enumerate(first):
        fit = np.flatnonzero(pools[which, row])
        nearest = fit[np.argsort(price[row, fit], kind="stable")][:_MOST]
        if which == _LOOSE or len(fit) == 0:
            apart = np.where(loose[row] | ~loose[row].any(), distance[row], np.inf)
            nearest = np.array([apart.argmin()])
        result.append(strategic[nearest].tolist())
    return result


def _compared(
    stock: Sequence[Good], strategic: NDArray[np.int64], piece: Floats, like: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_], Floats]:
    """Covers and strategic goods: distance of ln EUR/kg, whether they fit, whether they resemble each other and fit
    loosely, and how far they are apart in all.

    Goods that resemble each other (``like``) also fit where one is packed and the other is not, or where one fills
    drums and the other bags. A wrong kind of package counts as ten times the price.
    """
    value, kg = (np.log([getattr(good, name) for good in stock]) for name in ("eur_per_kg", "kg_per_package"))
    bulk = np.array([package_types()[good.package_type].bulk != "" for good in stock])
    look = np.array([_look(good) for good in stock])
    price = np.abs(value[:, None] - value[strategic])
    mass = np.where(bulk[:, None] | bulk[strategic], 0.0, np.abs(kg[:, None] - kg[strategic]))
    holds = piece[strategic] <= _IN_A_PACKAGE * np.exp(kg)[:, None]
    same, poured = look[:, None] == look[strategic], look <= _BAG
    alike = same | (like & (poured[:, None] == poured[strategic]))
    fits = (price <= _APART) & (mass <= _APART) & alike & holds
    loose = like & (price <= _DEARER) & (mass <= _HEAVIER) & alike & holds
    return price, fits, loose, price + mass + _APART * ~same + 1e3 * ~holds


def _look(good: Good) -> int:
    """What a load looks like from outside; goods in bulk travel in drums or bags in small lots."""
    bulk = package_types()[good.package_type].bulk
    if bulk:
        return _BAG if bulk == "solid" else _DRUM
    return next((look for look, forms in enumerate(_LOOKS) if good.package_type in forms), _CARTON)
