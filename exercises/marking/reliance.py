"""Reliance on the risk engine: what a trainee changed after seeing its advice, and whether the change helped.

The measure is the best lane by the evidence, not the outcome, so luck is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.share import Share

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reliance:
    """For the consignments decided before the engine's advice: changes ``toward`` the engine and ``away`` from it, how
    many of each helped (from a wrong to the right lane), and decisions that were ``kept``.

    ``rightly_followed``: where the engine was right and the first decision wrong, the share that changed.
    ``rightly_resisted``: where the engine was wrong and the first decision right, the share that stayed.
    """

    judged: int
    toward: int
    toward_helped: int
    away: int
    away_helped: int
    kept: int
    rightly_followed: Share
    rightly_resisted: Share


def reliance(before: Mask, after: Mask, engine: Mask, best: Mask) -> Reliance | None:
    """Reliance, from which consignments the first and last decision, the engine and the best choice control; all (n,).

    ``None`` if nothing was decided before the advice; ``ValueError`` for unequal lengths.
    """
    if len({len(before), len(after), len(engine), len(best)}) != 1:
        raise ValueError("give the same number of first, last, engine and best choices")
    if not len(before):
        return None
    changed = before != after
    toward, away = changed & (after == engine), changed & (after != engine)
    helped = changed & (after == best)
    could_gain, could_lose = (engine == best) & (before != best), (engine != best) & (before == best)
    return Reliance(
        judged=len(before),
        toward=int(toward.sum()),
        toward_helped=int((toward & helped).sum()),
        away=int(away.sum()),
        away_helped=int((away & helped).sum()),
        kept=int((~changed).sum()),
        rightly_followed=Share(int((could_gain & changed).sum()), int(could_gain.sum())),
        rightly_resisted=Share(int((could_lose & ~changed).sum()), int(could_lose.sum())),
    )
