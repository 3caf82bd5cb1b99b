"""Confidence: whether decisions with high confidence were right more often than decisions with low confidence.

Each of the four levels states a probability that the decision is right: a controlled consignment is a violation, or a
released one is not. A decision without a confidence counts too, so that the measured consignments do not depend on
what a trainee says: a release as certain, because it says that nothing is there to look at; a control as a guess. The
Brier score is split after Murphy (Journal of Applied Meteorology 12, 1973).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from simulator.draws import Floats
from simulator.share import Z95, Share

STATED: Mapping[int, float] = MappingProxyType({1: 0.5, 2: 0.65, 3: 0.8, 4: 0.95})
"""Probability of being right by level: guess, unsure, fairly sure, certain (assumption)."""
GUESS, CERTAIN = min(STATED), max(STATED)
ENOUGH = 20
"""With fewer decisions calibration says nothing (assumption: each level then has about five)."""


@dataclass(frozen=True)
class Level:
    """One level of confidence: the probability it states, and how often it was right."""

    level: int
    stated: float
    right: Share


@dataclass(frozen=True)
class Calibration:
    """Stated probabilities compared with outcomes, over all ``measured`` decisions; ``judgements``: how many of them
    came with a confidence.

    ``brier`` = ``reliability`` - ``resolution`` + ``uncertainty``; 0 is perfect.
    ``over``: mean stated probability minus the share that was right, with its 95 % interval; above 0 is
    overconfident.
    """

    measured: int
    judgements: int
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    over: float
    over_low: float
    over_high: float
    levels: tuple[Level, ...]

    @property
    def enough(self) -> bool:
        """Whether there are enough decisions with a confidence to say anything."""
        return self.judgements >= ENOUGH


def confidence_calibration(
    said: Sequence[int | None], controlled: NDArray[np.bool_], right: Floats
) -> Calibration | None:
    """Calibration from what was said of each decision (a level from 1 to 4, or ``None``), whether it was a control, and
    the probability that it was right, all (n,); ``None`` if there is nothing to measure.

    The probability is 0 or 1 if only the outcome is known; the oracle's probability leaves luck out. ``ValueError``
    for unequal lengths or a level that does not exist.
    """
    if len({len(said), len(controlled), len(right)}) != 1:
        raise ValueError(f"{len(said)} levels and {len(right)} outcomes: give the same number of both")
    judgements = [level for level in said if level is not None]
    if set(judgements) - set(STATED):
        raise ValueError("a level of confidence is 1, 2, 3 or 4")
    if not len(right):
        return None
    unsaid = np.where(controlled, GUESS, CERTAIN)
    levels = np.array([unsaid[row] if level is None else level for row, level in enumerate(said)])
    stated, outcome = np.array([STATED[int(level)] for level in levels]), np.asarray(right, dtype=np.float64)
    base, gap = float(outcome.mean()), stated - outcome
    reliability = resolution = 0.0
    rows = []
    for level, chance in STATED.items():
        own = outcome[levels == level]
        if len(own):
            reliability += len(own) * (chance - float(own.mean())) ** 2 / len(levels)
            resolution += len(own) * (float(own.mean()) - base) ** 2 / len(levels)
        rows.append(Level(level, chance, Share(round(float(own.sum())), len(own))))
    half = Z95 * (float(gap.std(ddof=1)) / sqrt(len(gap)) if len(gap) > 1 else 1.0)
    over = float(gap.mean())
    return Calibration(
        measured=len(levels),
        judgements=len(judgements),
        brier=float((stated**2 - 2 * stated * outcome + outcome).mean()),
        reliability=reliability,
        resolution=resolution,
        uncertainty=base * (1 - base),
        over=over,
        over_low=over - half,
        over_high=over + half,
        levels=tuple(rows),
    )
