"""Reliance on the risk engine: what one changed after seeing its view, and whether changing helped.

Helped and hurt are measured against the best lane by the evidence, not against the outcome: luck is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.share import Share

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Reliance:
    """Of the consignments judged before looking: changes ``toward`` the engine and ``away`` from it, of each how many
    helped (from wrong to right by the best lane); and those that were ``kept``.

    ``rightly_followed``: where the engine was right and the first judgement wrong, the share that changed.
    ``rightly_resisted``: where the engine was wrong and the first judgement right, the share that stayed.
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
    """Whether each consignment is controlled: judged first, in the end, by the engine, by the best choice; all (n,).

    ``None`` where nothing was judged first; ``ValueError`` for unequal lengths.
    """
    if len({len(before), len(after), len(engine), len(best)}) != 1:
        raise ValueError("give as many first, last, engine's and best choices")
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
