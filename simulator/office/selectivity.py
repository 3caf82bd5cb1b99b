"""Selectivity: which consignments go to which lane, in the standard order.

Criteria first (lanes that risk profiles demand, best score first), then the random quota of each lane, then the top-up
to each lane's capacity by score: red, yellow, blue. The random quota is kept free while criteria are served, so that a
random share always stays. A demand that finds its lane full passes to the next lane. Order and lanes: ASYCUDA++
functional manual, MODSEL section 6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulator import draws
from simulator.draws import Floats, Ints
from simulator.errors import InputError

LANES = ("red", "yellow", "blue", "green")
"""Physical examination, document check, release with post-clearance audit, release: from strict to free."""
_WORKING = LANES[:3]
Lanes = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Capacity:
    """Places in each lane and the share of them that is filled at random; ``InputError`` if impossible."""

    red: int
    yellow: int
    blue: int = 0
    random_share: float = 0.0

    def __post_init__(self) -> None:
        faults = [
            f"capacity {lane} is {getattr(self, lane)}: it cannot be negative"
            for lane in _WORKING
            if getattr(self, lane) < 0
        ]
        if not 0 <= self.random_share <= 1:
            faults.append(f"random_share is {self.random_share}: write a share from 0 to 1")
        if faults:
            raise InputError(faults)

    def places(self, lane: str) -> int:
        """All places of a lane; green has no limit and no places to fill."""
        return 0 if lane == "green" else int(getattr(self, lane))

    def quota(self, lane: str) -> int:
        """Places of a lane filled at random: the share rounded half up, at least one if there is a share at all."""
        places = self.places(lane)
        return min(places, max(math.floor(places * self.random_share + 0.5), 1)) if self.random_share > 0 else 0


@dataclass(frozen=True)
class Selection:
    """Lane of each consignment and why: ``criteria``, ``random``, ``score`` or "" (released); both shape (n,)."""

    lanes: Lanes
    reasons: Lanes


def select(score: Floats, capacity: Capacity, seed: int, criteria: Lanes | None = None) -> Selection:
    """Lanes with their reasons.

    ``score`` of n consignments (higher = riskier), ``criteria`` the lane demanded for each ("" or green = none).
    Equal scores are ordered by draw. Each lane is filled exactly to its capacity while consignments last.

    >>> import numpy as np
    >>> from simulator.office import Capacity, select
    >>> demanded = np.array(["", "", "", "red"])
    >>> chosen = select(np.array([0.9, 0.2, 0.6, 0.1]), Capacity(red=1, yellow=1), seed=1, criteria=demanded)
    >>> chosen.lanes.tolist()
    ['yellow', 'green', 'green', 'red']
    >>> chosen.reasons.tolist()
    ['score', '', '', 'criteria']
    """
    rows = len(score)
    faults = [f"row {row}: the score is not a number; score it again" for row in np.flatnonzero(~np.isfinite(score))]
    demanded = np.full(rows, "") if criteria is None else np.asarray(criteria)
    if len(demanded) != rows:
        faults.append(f"criteria has {len(demanded)} rows for {rows} scores: give one lane a consignment")
    unknown = sorted(set(demanded.tolist()) - {"", *LANES})
    if unknown:
        faults.append(f"criteria demand unknown lanes {', '.join(unknown)}: there are {', '.join(LANES)}")
    if faults:
        raise InputError(faults)
    order = ranking(score, seed)
    lottery = np.argsort(draws.uniform(seed, "selectivity.random", 0, rows), kind="stable")
    chosen = Selection(np.full(rows, "green", dtype="U6"), np.full(rows, "", dtype="U8"))
    left = {lane: capacity.places(lane) for lane in _WORKING}

    def fill(lane: str, turn: Ints, places: int, reason: str) -> None:
        taken = turn[chosen.reasons[turn] == ""][:places]
        chosen.lanes[taken], chosen.reasons[taken] = lane, reason
        left[lane] -= len(taken)

    for strictness, lane in enumerate(_WORKING):
        wanted = np.isin(demanded[order], _WORKING[: strictness + 1])
        fill(lane, order[wanted], left[lane] - capacity.quota(lane), "criteria")
    for lane in _WORKING:
        fill(lane, lottery, capacity.quota(lane), "random")
    for lane in _WORKING:
        fill(lane, order, left[lane], "score")
    return chosen


def ranking(score: Floats, seed: int) -> Ints:
    """Positions from the highest score to the lowest; equal scores are ordered by draw. Shape (n,)."""
    return np.lexsort((draws.uniform(seed, "selectivity.tie", 0, len(score)), -score))


def allocate(score: Floats, capacity: Capacity, seed: int, criteria: Lanes | None = None) -> Lanes:
    """Lane of each consignment, shape (n,); see ``select``."""
    return select(score, capacity, seed, criteria).lanes
