"""Calibration by an affine function of the log-odds (Platt's method), so that contributions stay additive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.draws import Floats

STEPS = 50


@dataclass(frozen=True)
class Calibration:
    """Calibrated log-odds = ``slope`` × raw log-odds + ``shift``; ``slope`` is above 0, so the order never changes."""

    slope: float
    shift: float

    @classmethod
    def fit(cls, log_odds: Floats, labels: Floats, smooth: bool = True) -> Calibration:
        """Most likely slope and shift for held-out declarations, by Newton's method with a weak prior at (1, 0).

        Platt's smoothed targets keep the result finite if the two classes are separated; without ``smooth``, ``labels``
        may be any probabilities.
        """
        target = labels
        if smooth:
            bad = labels.sum()
            high, low = (bad + 1.0) / (bad + 2.0), 1.0 / (len(labels) - bad + 2.0)
            target = np.where(labels > 0, high, low)
        at = np.array([1.0, 0.0])
        design = np.column_stack([log_odds, np.ones(len(log_odds))])
        for _ in range(STEPS):
            chance = 1.0 / (1.0 + np.exp(-np.clip(design @ at, -50, 50)))
            slope = design.T @ (chance - target) + (at - [1.0, 0.0])
            curve = (design * (chance * (1.0 - chance))[:, None]).T @ design + np.eye(2)
            step = np.linalg.solve(curve, slope)
            at = at - step * min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-12))
            if float(np.abs(step).max()) < 1e-10:
                break
        return cls(max(float(at[0]), 0.05), float(at[1]))
