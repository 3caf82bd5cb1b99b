"""The Rasch model: P(right) = σ(ability − difficulty), both in logits; each is estimated while the other is known.

A normal prior keeps a few answers from moving an estimate too far: it works like Elo's system with a K that shrinks
with each answer (R. Pelánek, Computers & Education 98, 2016).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from simulator.draws import Floats, Ints
from simulator.share import Z95

PRIOR_SD = 1.5
"""Standard deviation of trainees before any answer, in logits (assumption: nine in ten cite between 8 and 92 %)."""
FEW = 5
"""With fewer answers a rating says little (assumption: the interval still spans most of the scale)."""
_STEPS = 20  # steps of Newton's method, each at most one logit


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
        """Whether there are too few answers to say anything."""
        return self.answers < FEW


def modes(group: Ints, prior: Floats, variance: float, other: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Most likely x of each group and its variance, for N(prior, variance) and answers with P(right) = σ(x − other)."""
    x = prior.copy()
    for _step in range(_STEPS):
        chance = expit(x[group] - other)
        curve = 1.0 / variance + np.bincount(group, chance * (1.0 - chance), len(prior))
        slope = (prior - x) / variance + np.bincount(group, right - chance, len(prior))
        x = x + np.clip(slope / curve, -1.0, 1.0)
    return x, np.asarray(1.0 / curve, dtype=np.float64)
