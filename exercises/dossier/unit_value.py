"""Where a consignment's value per kilogram lies within lawful trade of the same code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, log

import numpy as np

from generators.facts import VALUE_EDGES
from generators.odds import indicators
from simulator.reference import Consignment, goods


@dataclass(frozen=True)
class UnitValue:
    """``value``: EUR/kg as declared; ``usual``: EUR/kg of the code; ``below``: the share of lawful trade that is
    cheaper, 0 to 1; ``quartiles``: the EUR/kg below which a quarter, half and three quarters of lawful trade lie;
    ``bins``: low and high end in EUR/kg, and share."""

    value: float
    usual: float
    below: float
    quartiles: tuple[float, float, float]
    bins: tuple[tuple[float, float, float], ...]


def value_per_kg(consignment: Consignment) -> float | None:
    """EUR per kg of net mass as declared; ``None`` if value or mass is unknown, or the mass is not above 0."""
    value, mass = consignment.number("statistical_value"), consignment.number("net_mass")
    return value / mass if value is not None and mass is not None and mass > 0 else None


def unit_value(consignment: Consignment) -> UnitValue | None:
    """``None`` if value, mass or the usual value of the code is unknown."""
    value, good = value_per_kg(consignment), goods().get(consignment.text("hs_code")[:6])
    if value is None or value <= 0 or good is None:
        return None
    edges, shares = _spread()
    bins = tuple(
        (good.eur_per_kg * exp(low), good.eur_per_kg * exp(high), share)
        for low, high, share in zip(edges, edges[1:], shares, strict=False)
    )
    cheaper = (0.0, *np.cumsum(shares).tolist())
    first, middle, third = (good.eur_per_kg * exp(float(at)) for at in np.interp((0.25, 0.5, 0.75), cheaper, edges))
    below = float(np.interp(log(value / good.eur_per_kg), edges, cheaper))
    return UnitValue(value, good.eur_per_kg, below, (first, middle, third), bins)


@cache
def _spread() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Edges of ln(value / usual value), and the share of lawful trade between them: the same for every code."""
    shares = indicators()["goods.unit_value"].lawful_odds()[0]
    return VALUE_EDGES, tuple((shares / shares.sum()).tolist())
