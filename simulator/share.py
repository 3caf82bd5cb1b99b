"""A counted share with its confidence interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy.stats import norm

Z95 = float(norm.ppf(0.975))
"""Two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True)
class Share:
    """``count`` of ``total`` with its 95 % Wilson interval; without a total the interval is (0, 1)."""

    count: int
    total: int

    @property
    def value(self) -> float | None:
        """The share as a number, ``None`` without a total."""
        return self.count / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval (Wilson 1927)."""
        return wilson(self.count, self.total)


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); (0, 1) without tries.

    >>> from simulator.share import wilson
    >>> low, high = wilson(hits=8, tries=40)
    >>> round(low, 3), round(high, 3)
    (0.105, 0.348)
    """
    if tries == 0:
        return 0.0, 1.0
    share, spread = hits / tries, Z95**2 / tries
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 / (1 + spread) * sqrt(share * (1 - share) / tries + spread / (4 * tries))
    return max(0.0, middle - half), min(1.0, middle + half)
