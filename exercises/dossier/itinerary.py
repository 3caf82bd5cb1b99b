"""The route of a consignment: the countries it passes, its line on the globe, and the length of each leg."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import acos, atan2, cos, degrees, radians, sin, sqrt

import numpy as np

from generators.geography import great_circle, lanes
from simulator.reference import Consignment, Country, countries

Place = tuple[float, float]
"""Latitude and longitude, in degrees."""
SEA, RAIL, ROAD, AIR = "1", "2", "3", "4"
LAND = (RAIL, ROAD)
STEP_KM = 500.0
"""Length of the straight pieces of a drawn great circle (assumption: they look round on a screen)."""


@dataclass(frozen=True)
class Leg:
    """From one country to the next: its length in km, and the points of its line.

    ``main``: the goods travel it by the mode at the border. By sea and air this is not so before the place of loading,
    after the place of unloading, and by sea where a country has no coast.
    """

    start: str
    end: str
    km: float
    line: tuple[Place, ...]
    main: bool


@dataclass(frozen=True)
class Itinerary:
    """Countries in order, legs between those that are on the map, and the length of the direct route.

    By sea, the direct route goes from the first port to the last; the declared legs before and after are added, because
    no ship sails them. ``loading``, ``unloading``: the stops, from 0, where the goods are loaded and unloaded.
    """

    stops: tuple[str, ...]
    legs: tuple[Leg, ...]
    direct_km: float
    loading: int
    unloading: int

    @property
    def km(self) -> float:
        """Length of the route in km."""
        return sum(leg.km for leg in self.legs)


def itinerary(consignment: Consignment) -> Itinerary:
    """The declared route; without a routing, from the country of export to the country of destination."""
    named = [code for code in consignment.text("countries_of_routing").split(";") if code]
    ends = [code for name in ("country_of_export", "country_of_destination") if (code := consignment.text(name))]
    stops = tuple(named or dict.fromkeys(ends))
    loaded, unloaded = (_country_of(consignment.text(name)) for name in ("place_of_loading", "place_of_unloading"))
    return _itinerary(stops, consignment.text("mode_at_border"), loaded, unloaded)


def _country_of(place: str) -> str:
    """The country of a place given by its UN/LOCODE, "" for other texts."""
    return place[:2] if re.fullmatch("[A-Z]{2}[A-Z2-9]{3}", place) else ""


@lru_cache(maxsize=4096)
def _itinerary(stops: tuple[str, ...], mode: str, loaded: str, unloaded: str) -> Itinerary:
    loading, unloading = _ends(stops, loaded, unloaded)
    on_map = [place for place, code in enumerate(stops) if code in countries()]
    legs = []
    for here, there in pairwise(on_map):
        main = mode in LAND or loading <= here < there <= unloading
        legs.append(_leg(stops[here], stops[there], mode, main))
    sailed = [number for number, leg in enumerate(legs) if mode != SEA or leg.main]
    first, last = (sailed[0], sailed[-1] + 1) if sailed else (0, len(legs))
    direct = _leg(stops[on_map[first]], stops[on_map[last]], mode, bool(sailed)).km if legs else 0.0
    around = sum(leg.km for leg in (*legs[:first], *legs[last:]))
    return Itinerary(stops, tuple(legs), direct + around, loading, unloading)


def _ends(stops: tuple[str, ...], loaded: str, unloaded: str) -> tuple[int, int]:
    """The stops in the countries of loading and unloading; the first and the last where these are not on the route."""
    last = len(stops) - 1
    loading = stops.index(loaded) if loaded in stops else 0
    unloading = last - stops[::-1].index(unloaded) if unloaded in stops else last
    return (loading, unloading) if loading < unloading else (0, max(last, 0))


def _leg(start: str, end: str, mode: str, main: bool) -> Leg:
    one, other = countries()[start], countries()[end]
    main = main and not (mode == SEA and (one.landlocked or other.landlocked))
    if main and mode == SEA and start != end:
        line = [_at(one), *_by_sea(start, end), _at(other)]
    else:
        line = [_at(one), *_great_circle(_at(one), _at(other)), _at(other)]
    km = sum(_km(here, there) for here, there in pairwise(line))
    return Leg(start, end, km, tuple(line), main)


def _at(country: Country) -> Place:
    return country.lat, country.lon


def _km(one: Place, other: Place) -> float:
    found = great_circle(*(np.array([value]) for value in (*one, *other)))
    return float(found[0, 0])


def _by_sea(start: str, end: str) -> list[Place]:
    """Waypoints of the shortest sea route between two coasts."""
    sea, numbers = lanes(), {code: number for number, code in enumerate(countries())}
    here, there = (np.flatnonzero(sea.ports[numbers[code]]) for code in (start, end))
    km = sea.km[np.ix_(here, there)]
    first, last = np.unravel_index(int(km.argmin()), km.shape)
    at, goal = int(here[first]), int(there[last])
    points = [at]
    hops = great_circle(sea.lat, sea.lon, sea.lat, sea.lon)
    while at != goal:
        # The next waypoint: the nearest of those on the shortest route that a ship reaches directly.
        left = sea.km[at] + sea.km[:, goal]
        on_route = np.isclose(left, sea.km[at, goal]) & np.isclose(sea.km[at], hops[at])
        on_route[points] = False
        at = min(np.flatnonzero(on_route).tolist(), key=lambda point: float(sea.km[points[-1], point]))
        points.append(at)
    return [(float(sea.lat[point]), float(sea.lon[point])) for point in points]


def _great_circle(one: Place, other: Place) -> list[Place]:
    """Places between two others on the shortest line over the globe (Williams, Aviation Formulary)."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    angle = acos(max(-1.0, min(1.0, sin(lat1) * sin(lat2) + cos(lat1) * cos(lat2) * cos(lon1 - lon2))))
    pieces = int(angle * 6371.0 // STEP_KM)
    points = []
    for piece in range(1, pieces):
        a, b = (sin(share * angle) / sin(angle) for share in (1 - piece / pieces, piece / pieces))
        x = a * cos(lat1) * cos(lon1) + b * cos(lat2) * cos(lon2)
        y = a * cos(lat1) * sin(lon1) + b * cos(lat2) * sin(lon2)
        z = a * sin(lat1) + b * sin(lat2)
        points.append((degrees(atan2(z, sqrt(x * x + y * y))), degrees(atan2(y, x))))
    return points
