"""Where a consignment's value per kilogram lies among lawful trade in its code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, log

import numpy as np

from generators.facts.goods import VALUE_EDGES
from generators.indicators import indicators
from simulator.declaration import Consignment
from simulator.tariff import goods


@dataclass(frozen=True)
class UnitValue:
    """``value``: EUR/kg as declared; ``usual``: the middle of the trade in this code; ``below``: the share of lawful
    trade that is cheaper, 0 to 1; ``bins``: low and high end in EUR/kg and share of lawful trade in each."""

    value: float
    usual: float
    below: float
    bins: tuple[tuple[float, float, float], ...]


def unit_value(consignment: Consignment) -> UnitValue | None:
    """``None`` where value, mass, or the usual value of the code is not known."""
    value, mass = consignment.number("statistical_value"), consignment.number("net_mass")
    good = goods().get(consignment.text("hs_code")[:6])
    if not value or not mass or value < 0 or mass < 0 or good is None:
        return None
    edges, shares = _spread()
    bins = tuple(
        (good.eur_per_kg * exp(low), good.eur_per_kg * exp(high), share)
        for low, high, share in zip(edges, edges[1:], shares, strict=False)
    )
    below = float(np.interp(log(value / mass / good.eur_per_kg), edges, np.concatenate([[0.0], np.cumsum(shares)])))
    return UnitValue(value / mass, good.eur_per_kg, below, bins)


@cache
def _spread() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Edges of ln value over the usual one, and the share of lawful trade between them: the same for every code."""
    shares = indicators()["goods.unit_value"].lawful_odds()[0]
    return VALUE_EDGES, tuple((shares / shares.sum()).tolist())
