"""The interval of an efficiency: how far one batch can be trusted to show what a way of choosing is worth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from exercises.marking.ladder import efficiency
from simulator.draws import Floats

TAIL = 0.025
"""Probability beyond each end of a 95 % interval."""


def efficiency_interval(worth: Floats, chosen: NDArray[np.bool_], capacity: int) -> tuple[float, float] | None:
    """95 % interval of Bayes-efficiency at ``capacity`` over batches like this one; ``worth`` and ``chosen`` (n,).

    It is the exact interval of a share (Clopper and Pearson, Biometrika 26, 1934), with the share of the best in the
    place of the share of hits. The number of trials is the number of consignments of equal worth that would vary as
    much as the best ``capacity`` do: (Σw)² / Σw² (Kish, Survey Sampling, 1965). So an exercise that rests on two
    consignments has the interval of two trials, whoever plays. ``None`` where there is nothing to find;
    ``ValueError`` for unequal lengths.

    Resampling the batch, as earlier editions did, cannot show the consignments of worth that did not come: it held the
    long-run share of a player in 23 to 100 % of batches. This one holds it in 96.7 to 100 % (docs/exercises.md); for a
    good trainee it is wider than necessary.
    """
    if len(worth) != len(chosen):
        raise ValueError(f"{len(worth)} consignments and {len(chosen)} choices: give the same number of both")
    share = efficiency(worth, chosen, capacity)
    if share is None:
        return None
    best = np.sort(worth)[::-1][:capacity]
    trials = float(best.sum() ** 2 / (best**2).sum())
    hits = min(share, 1.0) * trials
    low = float(beta.ppf(TAIL, hits, trials - hits + 1.0)) if hits > 0 else 0.0
    high = float(beta.ppf(1.0 - TAIL, hits + 1.0, trials - hits)) if hits < trials else 1.0
    return low, high
