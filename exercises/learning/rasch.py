"""The Rasch model: P(right) = σ(ability − difficulty), both in logits, each estimated where the other is known.

With a normal prior, so that a few answers move an estimate as much as they tell: Elo's system with a K that shrinks as
answers come in (R. Pelánek, Computers & Education 98, 2016).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from simulator.draws import Floats, Ints
from simulator.share import Z95

PRIOR_SD = 1.5
"""Spread of trainees before anything is known of them, in logits (assumption: nine in ten cite between 8 and 92 %)."""
FEW = 5
"""Answers below which a rating says little (assumption: the interval still spans most of the scale)."""
_STEPS = 20  # of Newton's method, clipped to one logit each


@dataclass(frozen=True)
class Estimate:
    """A rating or a difficulty in logits, its standard deviation, and the number of answers it rests on."""

    mean: float = 0.0
    sd: float = PRIOR_SD
    answers: int = 0

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return self.mean - Z95 * self.sd

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.mean + Z95 * self.sd

    @property
    def few(self) -> bool:
        """Too few answers to say anything."""
        return self.answers < FEW


def modes(group: Ints, prior: Floats, variance: float, other: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Most likely x of each group and its variance, given N(prior, variance) and P(right) = σ(x − other) of answers."""
    x = prior.copy()
    for _step in range(_STEPS):
        chance = expit(x[group] - other)
        curve = 1.0 / variance + np.bincount(group, chance * (1.0 - chance), len(prior))
        slope = (prior - x) / variance + np.bincount(group, right - chance, len(prior))
        x = x + np.clip(slope / curve, -1.0, 1.0)
    return x, np.asarray(1.0 / curve, dtype=np.float64)
