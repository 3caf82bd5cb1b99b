"""Facilitation: what a choice of lanes and its inquiries cost lawful trade and the office."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.draws import Floats
from simulator.office import control_settings

DELAY_COST = (0.006, 0.021)
"""Share of the goods' value that a day of delay costs, low and high (Hummels and Schaur, American Economic Review 103,
2013: 0.6 to 2.1 per cent of value a day)."""
HOURS_A_DAY = 24.0


@dataclass(frozen=True)
class Facilitation:
    """Lawful consignments ``delayed`` of all ``lawful`` ones, the total ``hours`` they waited, the cost of that in EUR
    (low and high), and the officers' hours spent on all controls and inquiries."""

    lawful: int
    delayed: int
    hours: float
    cost_low: float
    cost_high: float
    officer_hours: float


def facilitation(
    violation: NDArray[np.bool_], lanes: NDArray[np.str_], value: Floats, extra_hours: Floats, extra_minutes: float
) -> Facilitation:
    """The cost of lanes, all arrays (n,): ``value`` in EUR (NaN: unknown, counted as 0), ``extra_hours`` of delay by
    inquiries; ``extra_minutes`` is the officers' time for all inquiries. ``ValueError`` for unequal lengths."""
    if len({len(violation), len(lanes), len(value), len(extra_hours)}) != 1:
        raise ValueError("give the same number of outcomes, lanes, values and delays")
    controls = {lane: found for lane in ("red", "yellow") if (found := control_settings().of_lane(lane)) is not None}
    delay, hours = extra_hours.astype(np.float64).copy(), extra_minutes / 60
    for lane, known in controls.items():
        delay[lanes == lane] += known.delay_hours
        hours += known.hours * int((lanes == lane).sum())
    waited = delay[~violation]
    lost = float((np.nan_to_num(value[~violation]) * waited).sum()) / HOURS_A_DAY
    low, high = DELAY_COST
    return Facilitation(
        lawful=int((~violation).sum()),
        delayed=int((waited > 0).sum()),
        hours=float(waited.sum()),
        cost_low=lost * low,
        cost_high=lost * high,
        officer_hours=hours,
    )
