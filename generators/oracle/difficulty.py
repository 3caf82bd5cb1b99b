"""How hard traffic is: how much of what is wrong in it the oracle itself could find with so many inspections.

Computed from the posterior, not from what happened to be drawn: the expected share of violations among the best
consignments to inspect. Nobody who sees the same can do better on average.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generators.odds import Settings
from generators.oracle.evidence import in_view, of_drawn
from generators.traffic import draw
from simulator.draws import Floats
from simulator.reference import Tier

_ENOUGH = 60_000  # consignments over which the expectation is taken (assumption: settles the second digit)
_SEED = 1


@dataclass(frozen=True)
class Difficulty:
    """``capacity``: share of consignments inspected; ``recall``: expected share of violations among the best of them;
    ``precision``: expected share of the best of them that violate."""

    capacity: float
    recall: float
    precision: float

    def __str__(self) -> str:
        return f"{self.recall:.0%} of violations lie in the best {self.capacity:.0%}"


def difficulty(settings: Settings, tier: Tier = "declaration", capacity: float = 0.05) -> Difficulty:
    """The difficulty of traffic under these settings, of what is seen up to a tier; capacity in (0, 1].

    Taken over a large batch of the same kind, so that a small exercise's own luck does not count.

    >>> from generators.odds import Settings
    >>> from generators.oracle import difficulty
    >>> print(difficulty(Settings()))
    58% of violations lie in the best 5%
    >>> print(difficulty(Settings(masking=0.9)))
    55% of violations lie in the best 5%
    """
    chance = _chances(settings.model_copy(update={"declarations": _ENOUGH}), tier)
    best = chance[: max(1, round(capacity * _ENOUGH))]
    return Difficulty(capacity, float(best.sum() / chance.sum()), float(best.mean()))


@lru_cache(maxsize=8)
def _chances(settings: Settings, tier: Tier) -> Floats:
    """The posteriors of a batch, the highest first."""
    drawn = draw(settings, _SEED, 0, settings.declarations, tier)
    evidence = of_drawn(drawn, settings, tier)
    chance = evidence.posterior(in_view(evidence, drawn, tier))
    result: Floats = np.sort(chance)[::-1]
    return result
