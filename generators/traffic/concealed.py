"""The goods that a violation hides under the code of others, and whether the description names them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generators.odds import indicators, shelf, world
from generators.traffic.consignments import Drawn
from simulator.draws import Floats, Ints


@dataclass(frozen=True)
class Concealed:
    """``good``: the hidden goods of each consignment that conceals some, else -1; ``named``: the wording names them.

    A wording of the declared goods, or of others still, does not.
    """

    good: Ints
    named: NDArray[np.bool_]


def concealed(drawn: Drawn, net: Floats) -> Concealed:
    """The hidden goods of each consignment; ``net``: declared net mass in kg."""
    statuses = world(drawn.settings).statuses
    hides = np.array([status.typology is not None and status.typology.conceals for status in statuses])
    rows = np.flatnonzero(hides[drawn.status])
    could = could_hold(drawn, net, rows)
    good, named = np.full(len(net), -1, dtype=np.int64), np.zeros(len(net), dtype=bool)
    good[rows], named[rows] = could.good, could.named
    return Concealed(good, named)


def could_hold(drawn: Drawn, net: Floats, rows: Ints) -> Concealed:
    """The strategic goods that each of the rows could hold under its code, of whatever status it is; as ``rows``.

    Where the description names goods that could travel under the code, it is these. One piece is never heavier than
    the consignment, as far as goods as light could travel under its code.
    """
    stock = shelf()
    cover, most = drawn.good[rows], net[rows]
    piece = np.where(stock.piece, stock.kg_per_unit, 0.0)
    held = stock.hidden.pick(drawn.numbers("hidden goods")[rows], cover)
    held = np.where(piece[held] > most, _lightest()[cover], held)
    level = indicators()["goods.wording"].levels.index("other_heading")
    others = np.flatnonzero(drawn.levels["goods.wording"][rows] == level)
    told = stock.mistaken.pick(drawn.numbers("other heading")[rows[others]], cover[others])
    could = np.isin(cover[others] * len(piece) + told, _pairs()) & (piece[told] <= most[others])
    held[others[could]] = told[could]
    named = np.zeros(len(rows), dtype=bool)
    named[others] = held[others] == told
    return Concealed(held, named)


@cache
def _lightest() -> Ints:
    """Of the goods that could travel under each code, the one with the lightest piece; (goods,)."""
    stock = shelf()
    piece = np.where(stock.piece, stock.kg_per_unit, 0.0)
    lists = np.split(stock.hidden.flat, stock.hidden.start[1:])
    return np.array([own[piece[own].argmin()] for own in lists])


@cache
def _pairs() -> Ints:
    """Each cover and each of its hidden goods as one number."""
    hidden, count = shelf().hidden, len(shelf().goods)
    return np.repeat(np.arange(count), hidden.count) * count + hidden.flat
