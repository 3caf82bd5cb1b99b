"""Places of loading and unloading by UN/LOCODE: ports, airports and towns by country and mode, and a pack's offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pyarrow as pa

from generators.odds import MODES, Lists
from simulator.draws import Ints
from simulator.packs import pack
from simulator.reference import countries, places

_KINDS = {"1": ("seaport",), "2": ("rail", "inland"), "3": ("inland", "road"), "4": ("airport",)}
"""Where goods of each mode are loaded, the first kind that a country has: trains and lorries load in inland towns."""


@dataclass(frozen=True)
class Loading:
    """Places as numbers: their ``codes``, and the ``lists`` of each country and mode at country * len(MODES) + mode.

    ``office`` (offices,): the place of each office of the pack, -1 for one without a UN/LOCODE.
    """

    codes: pa.Array
    lists: Lists
    office: Ints


@lru_cache(maxsize=16)
def loading(name: str) -> Loading:
    """The places where consignments of a pack are loaded and unloaded."""
    own = [one.unlocode for one in pack(name).offices]
    names = [_places(code, mode) for code in countries() for mode in MODES]
    distinct = sorted({place for some in names for place in some} | {place for place in own if place})
    index = {place: number for number, place in enumerate(distinct)}
    lists = Lists.of([[index[place] for place in some] for some in names])
    return Loading(pa.array(distinct), lists, np.array([index.get(place, -1) for place in own]))


def _places(country: str, mode: str) -> tuple[str, ...]:
    """UN/LOCODEs of a country for a mode; its airports where it has none of the mode's kinds."""
    found = _by_kind()
    return next((found[country, kind] for kind in (*_KINDS[mode], "airport") if (country, kind) in found), ())


@cache
def _by_kind() -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for code, place in places().items():
        for kind in place.kinds:
            found.setdefault((place.country, kind), []).append(code)
    return {key: tuple(own) for key, own in found.items()}
