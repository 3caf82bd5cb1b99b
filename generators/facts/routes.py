"""The routes of many consignments: each distinct route is made once, and each row's passage is one of its route's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from generators import geography
from generators.odds import MODES, Levels, Passage, Route, Settings, route
from simulator.draws import Ints, Numbers

SORTS = 4
_MOST = 16  # more than the ways of one sort


@dataclass(frozen=True)
class Routes:
    """The routes of n consignments, each distinct one once; ``index`` (n,) says which one a row has."""

    index: Ints
    routes: tuple[Route, ...]

    @cached_property
    def sorts(self) -> Ints:
        """Which sorts of way each row's route has, see ``Route.sorts``; (n,)."""
        return np.array([one.sorts for one in self.routes], dtype=np.int64)[self.index]

    @cached_property
    def ends(self) -> Ints:
        """Countries where the main leg starts and ends; (2, n)."""
        found = np.array([(one.leg.start, one.leg.end) for one in self.routes], dtype=np.int64).reshape(-1, 2)
        return found[self.index].T

    @cached_property
    def _counts(self) -> Ints:
        return np.array([one.counts for one in self.routes], dtype=np.int64).reshape(-1, SORTS)

    def passages(self, level: Levels, u: Numbers) -> tuple[Ints, list[Passage]]:
        """The passage of each row, of the sort that ``level`` means: numbers (n,), and all passages met."""
        count = self._counts[self.index, level]
        wanted = (self.index * SORTS + level) * _MOST + np.minimum((u("way") * count).astype(np.int64), count - 1)
        codes, distinct = pd.factorize(wanted)
        of, nth = np.divmod(distinct, _MOST)
        which, sort = np.divmod(of, SORTS)
        places = zip(which.tolist(), sort.tolist(), nth.tolist(), strict=True)
        return codes, [self.routes[one].passages[two][three] for one, two, three in places]


def routes_of(known: Mapping[str, Ints], settings: Settings) -> Routes:
    """The routes of rows whose direction, mode, origin and destination are known; each distinct one is made once."""
    size = len(geography.codes())
    key = ((known["direction"] * len(MODES) + known["mode"]) * size + known["origin"]) * size + known["destination"]
    index, distinct = pd.factorize(key)
    rest, destination = np.divmod(distinct, size)
    rest, origin = np.divmod(rest, size)
    direction, mode = np.divmod(rest, len(MODES))
    each = zip(direction.tolist(), mode.tolist(), origin.tolist(), destination.tolist(), strict=True)
    return Routes(index, tuple(route(settings.pack, *one) for one in each))
