"""Facts of the declared route, computed once for each distinct route, office and mode.

By sea and air a route names the places where goods change ship or aircraft; by road and rail it names every country
that they pass. So there are no stops over land, and only a hub off the shortest way over land counts as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, cast

import numpy as np
import pandas as pd

from simulator.derived.columns import categorical, categories
from simulator.draws import Floats
from simulator.reference import apart_km, countries, land_km

_LAND: dict[str, Literal["road", "rail"]] = {"2": "rail", "3": "road"}
_WITH_STOPS = ("1", "4", "5")  # sea, air, and post, which flies
_OFF_THE_WAY = 1.01  # a country lies off the shortest way over land if it makes the way so much longer (assumption)


@dataclass(frozen=True)
class Way:
    """What a route says: places of transhipment (nan by land), the hub ("" if none) and how far round it goes."""

    stops: float
    hub: str | None
    detour: float


_UNKNOWN = Way(np.nan, None, np.nan)


def route_facts(frame: pd.DataFrame) -> dict[str, Floats | pd.Categorical]:
    """The facts ``routing_stops``, ``routing_hub`` and ``routing_detour``.

    The office's own country is no stop, because transit always passes it; office codes begin with their country.
    """
    columns = [categories(frame, name) for name in ("countries_of_routing", "declaration_office", "mode_at_border")]
    sizes = [len(values) + 1 for _, values in columns]
    (routes, texts), (offices, codes), (modes, names) = columns
    known = (routes >= 0) & (modes >= 0)
    place = (routes * sizes[1] + offices % sizes[1]) * sizes[2] + modes  # without an office it is the last
    distinct, index = np.unique(np.where(known, place, -1), return_inverse=True)
    own = [*(code[:2] for code in codes), ""]
    ways = [
        _way(texts[one // sizes[2] // sizes[1]], own[one // sizes[2] % sizes[1]], names[one % sizes[2]])
        if one >= 0
        else _UNKNOWN
        for one in distinct.tolist()
    ]
    return {
        "routing_stops": cast(Floats, np.array([way.stops for way in ways])[index]),
        "routing_hub": categorical(index, [way.hub for way in ways]),
        "routing_detour": cast(Floats, np.array([way.detour for way in ways])[index]),
    }


@lru_cache(maxsize=65_536)
def _way(text: str, own: str, mode: str) -> Way:
    route = tuple(part.strip() for part in text.split(";") if part.strip())
    passed = [place for place in route[1:-1] if place not in (route[0], route[-1], own)]
    if mode in _LAND:
        hub = next((place for place in passed if place in hubs() and _off_the_way(route, place, _LAND[mode])), "")
        return Way(np.nan, hub, _detour(route, mode))
    if mode in _WITH_STOPS:
        return Way(float(len(passed)), next((place for place in passed if place in hubs()), ""), _detour(route, mode))
    return _UNKNOWN


@cache
def hubs() -> frozenset[str]:
    """Countries known for re-export and transhipment."""
    return frozenset(code for code, country in countries().items() if country.hub)


def _direct(one: str, other: str, mode: str) -> float:
    """Km of the shortest way of a mode: over land through other countries, else by great circle."""
    return land_km(_LAND[mode]).get((one, other), np.nan) if mode in _LAND else apart_km(one, other)


def _detour(route: tuple[str, ...], mode: str) -> float:
    if len(route) < 2 or route[0] == route[-1] or not all(place in countries() for place in route):
        return np.nan
    return sum(_direct(*leg, mode) for leg in pairwise(route)) / _direct(route[0], route[-1], mode)


def _off_the_way(route: tuple[str, ...], place: str, network: Literal["road", "rail"]) -> bool:
    km, end = land_km(network), (route[0], route[-1])
    if end not in km or (route[0], place) not in km:
        return False
    return km[route[0], place] + km[place, route[-1]] > _OFF_THE_WAY * km[end]
