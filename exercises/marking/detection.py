"""Signal detection: how well a trainee separates violations from lawful trade (d′), and where the line is (criterion).

Rates use the log-linear correction (Hautus, Behavior Research Methods 27, 1995), so that no rate is 0 or 1; variances
after Gourevitch and Galanter (Psychometrika 32, 1967). With few violations and a strict line the correction raises d′:
a trainee who holds none of 60 consignments with three violations gets 1.2. ``few`` marks such cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import norm

from simulator.draws import Floats
from simulator.share import Z95, Share

HOLD_FROM = 0.5
"""The best choice holds from this probability of a violation: more likely than not, so the fewest errors."""
WIDE = 1.0
"""A d′ interval with a half-width from this value cannot separate a good trainee from a poor one (assumption)."""


@dataclass(frozen=True)
class Detection:
    """Violations held and released, lawful consignments held and released; expected numbers may be fractions."""

    hits: float
    misses: float
    false_alarms: float
    correct: float

    @classmethod
    def of(cls, held: NDArray[np.bool_], violation: NDArray[np.bool_]) -> Self:
        """Compare what was held with what was a violation, both (n,); ``ValueError`` for unequal lengths."""
        return cls.expected(held, violation.astype(np.float64))

    @classmethod
    def expected(cls, held: NDArray[np.bool_], chance: Floats) -> Self:
        """Compare what was held with the probability of a violation, both (n,): the expected numbers, without luck."""
        if len(held) != len(chance):
            raise ValueError(f"{len(held)} decisions and {len(chance)} probabilities: give the same number of both")
        hits, let_go = float(chance[held].sum()), float(chance[~held].sum())
        return cls(hits, let_go, float(held.sum()) - hits, float((~held).sum()) - let_go)

    @classmethod
    def pooled(cls, several: Iterable[Detection]) -> Self:
        """The sum of the counts of several attempts."""
        found = list(several)
        names = ("hits", "misses", "false_alarms", "correct")
        return cls(*(sum(getattr(one, name) for one in found) for name in names))

    @property
    def violations(self) -> float:
        """Violations in all."""
        return self.hits + self.misses

    @property
    def lawful(self) -> float:
        """Lawful consignments in all."""
        return self.false_alarms + self.correct

    @property
    def computable(self) -> bool:
        """Whether d′ means anything: some were held and some released. Otherwise it comes only from the correction."""
        return self.hits + self.false_alarms > 0 and self.misses + self.correct > 0

    @property
    def d_prime(self) -> float:
        """Distance between violations and lawful trade as the trainee sees them, in standard deviations."""
        hit, alarm = self._deviates
        return float(hit - alarm)

    @property
    def criterion(self) -> float:
        """Where the line is: 0 unbiased, above 0 towards release, below 0 towards holding."""
        hit, alarm = self._deviates
        return float(-(hit + alarm) / 2)

    @property
    def d_prime_interval(self) -> tuple[float, float]:
        """95 % interval of d′."""
        half = Z95 * sqrt(self._variance)
        return self.d_prime - half, self.d_prime + half

    @property
    def criterion_interval(self) -> tuple[float, float]:
        """95 % interval of the criterion."""
        half = Z95 * sqrt(self._variance) / 2
        return self.criterion - half, self.criterion + half

    @property
    def few(self) -> bool:
        """Whether there is too little data to separate a good trainee from a poor one."""
        return Z95 * sqrt(self._variance) > WIDE

    @property
    def hit_rate(self) -> Share:
        """Violations held, of all violations."""
        return Share(round(self.hits), round(self.violations))

    @property
    def false_alarm_rate(self) -> Share:
        """Lawful consignments held, of all lawful ones."""
        return Share(round(self.false_alarms), round(self.lawful))

    @property
    def _rates(self) -> tuple[float, float]:
        return (self.hits + 0.5) / (self.violations + 1), (self.false_alarms + 0.5) / (self.lawful + 1)

    @property
    def _deviates(self) -> tuple[float, float]:
        hit, alarm = self._rates
        return float(ndtri(hit)), float(ndtri(alarm))

    @property
    def _variance(self) -> float:
        """Variance of d′: the sum of the variances of its two deviates; the criterion has a quarter of it."""
        counts = (self.violations + 1, self.lawful + 1)
        pairs = zip(self._rates, self._deviates, counts, strict=True)
        return float(sum(rate * (1 - rate) / (count * float(norm.pdf(z)) ** 2) for rate, z, count in pairs))


def shift(before: Detection, after: Detection) -> tuple[float, float, float]:
    """How far the criterion moved, and the 95 % interval of the move; below 0: more is held."""
    moved = after.criterion - before.criterion
    half = Z95 * sqrt(before._variance + after._variance) / 2
    return moved, moved - half, moved + half
