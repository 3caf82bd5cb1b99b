"""Weeks of controls in past traffic: what an office found that chose by a score, and when it knew it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator import draws
from simulator.draws import Floats, Ints
from simulator.office.control import inspect
from simulator.office.post_clearance import audit, known_to_administration
from simulator.office.selectivity import Capacity, select

RED, YELLOW, AUDITS, AT_RANDOM = 0.03, 0.04, 0.02, 0.10
"""The shares of a week's declarations that the office examines, document-checks and audits, and the share of each that
is chosen at random (assumption)."""


def weeks_of_controls(truth: pd.DataFrame, day: Ints, risk: Floats, seed: int) -> tuple[NDArray[np.bool_], Floats]:
    """What controls and audits find when the office selects by ``risk`` every week, and the day of each report.

    ``day`` is the day of acceptance, from 0. Shapes (n,); the day of the report is infinite for declarations that were
    never controlled or audited.
    """
    found, disclosed_on = np.zeros(len(day), dtype=bool), np.full(len(day), np.inf)
    for week in range(int(day.max()) // 7 + 1):
        rows = np.flatnonzero(day // 7 == week)
        places = [max(1, round(share * len(rows))) for share in (RED, YELLOW, AUDITS)]
        luck = int(draws.raw(seed, "ladder.week", week, 1)[0])
        lanes = select(risk[rows], Capacity(places[0], places[1], 0, AT_RANDOM), luck).lanes
        part = truth.iloc[rows]
        controls = inspect(part, lanes, luck)
        known = known_to_administration(controls, audit(part, controls, places[2], risk[rows], luck, AT_RANDOM))
        looked = known["checked"].to_numpy(dtype=bool)
        found[rows] = known["finding"].to_numpy(dtype=bool)
        disclosed_on[rows[looked]] = day[rows[looked]] + known["days"].to_numpy(dtype=np.float64)[looked]
    return found, disclosed_on
