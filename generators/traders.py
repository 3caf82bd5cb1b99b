"""Traders: the consignees of a batch, each with a hidden class and a visible company."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generators.facts import company
from generators.settings import Settings
from generators.typologies import population
from generators.world import world
from simulator import draws
from simulator.draws import Floats, Ints


@dataclass(frozen=True)
class Traders:
    """All consignees of a batch; ``kind`` numbers their class, ``columns`` holds one entry a trader.

    ``levels`` are the indicators' levels by id; ``reach`` is the running share of the traffic, for picking one.
    """

    kind: Ints
    reach: Floats
    levels: Mapping[str, Ints]
    columns: Mapping[str, np.ndarray]

    def pick(self, u: Floats) -> Ints:
        """A trader for each uniform number, by their volume."""
        return np.minimum(np.searchsorted(self.reach, u, side="right"), len(self.kind) - 1).astype(np.int64)


def named(seed: int, stream: str, first: int, count: int) -> Callable[[str], Floats]:
    """Uniform numbers by name, for rows ``first …``: each name is a stream of its own."""
    return lambda name: draws.uniform(seed, f"{stream}/{name}", first, count)


@lru_cache(maxsize=8)
def traders(settings: Settings, seed: int) -> Traders:
    """The consignees under these settings; their number follows the volume unless it is set."""
    odds, people = world(settings), population()
    count = settings.traders or max(8, round(settings.declarations / people.consignments_per_trader))
    u = named(seed, "trader", 0, count)
    kind = draws.pick(u("class"), odds.class_odds)
    alone = np.zeros(count, dtype=np.int64)
    levels = {name: table.sample(seed, 0, kind, alone) for name, table in odds.traders.items()}
    columns = company.write(levels, u, settings.home)
    code = draws.take(u("number"), 900_000) + 100_000
    columns["consignee_id"] = np.array(
        [
            f"{iso}{c}{number:06d}"
            for iso, c, number in zip(columns["consignee_country"], code, range(count), strict=True)
        ],
        dtype=object,
    )
    volume = np.arange(1, count + 1, dtype=np.float64) ** -people.concentration
    return Traders(kind, np.cumsum(volume) / volume.sum(), levels, columns)
