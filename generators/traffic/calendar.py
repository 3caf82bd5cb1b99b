"""Days of acceptance: in the order of the declarations' numbers, more on Mondays than on Sundays, more in autumn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from generators.facts import TODAY
from generators.odds import Settings, pattern
from simulator.draws import Floats, Ints


def acceptance_days(settings: Settings, first: int, count: int) -> Ints:
    """The day of each of rows ``first …``, counted from the period's first; shape (count,).

    Declarations are numbered in the order of acceptance, so the day depends only on the row and shows nothing else.
    """
    rows = np.arange(first, first + count)
    return np.searchsorted(_ends(settings.traffic, settings.days) * settings.declarations, rows + 0.5)


@lru_cache(maxsize=32)
def _ends(traffic: str, days: int) -> Floats:
    """Share of the period's declarations accepted by the end of each day; shape (days,)."""
    shape = pattern(traffic)
    dates = pd.date_range(end=TODAY, periods=days)
    weight = np.array(shape.weekdays)[dates.day_of_week] * np.array(shape.months)[dates.month - 1]
    ends: Floats = np.cumsum(weight) / weight.sum()
    ends[-1] = 1.0
    return ends
