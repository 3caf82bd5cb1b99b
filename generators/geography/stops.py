"""The ways that goods really take between two countries, by network: the usual one, and others by what is odd in them.

A way is the tuple of the countries between the two ends. By sea and air the usual way has no stop. Over land it passes
the countries of the shortest way. Limits and places: ``data/stops.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generators.geography.limits import DETOUR, HUB, REGIONAL, USUAL, stopovers
from generators.geography.network import Network, Roads, air_km, by_ferry, land, sea_km
from generators.geography.places import codes, flag
from simulator.reference import crossings

Way = tuple[int, ...]
Ways = tuple[tuple[Way, ...], tuple[Way, ...], tuple[Way, ...], tuple[Way, ...]]
"""The ways of each sort; ``USUAL`` has exactly one, the others may have none. No way stands twice."""


@lru_cache(maxsize=65_536)
def ways(network: Network, start: int, end: int) -> Ways:
    """The ways between two different countries that the network joins."""
    if network in ("road", "rail"):
        return _sorted(_over_land(land(network), start, end))
    return _sorted(_through_stops(network, start, end))


def _sorted(found: Iterator[tuple[int, float, Way]]) -> Ways:
    """The shortest ways of each sort, at most ``most``."""
    lists: tuple[list[tuple[float, Way]], ...] = ([], [], [], [])
    for sort, km, way in found:
        lists[sort].append((km, way))
    usual, regional, hub, detour = (tuple(way for _, way in sorted(set(own))[: stopovers().most]) for own in lists)
    return usual, regional, hub, detour


def _through_stops(network: Network, start: int, end: int) -> Iterator[tuple[int, float, Way]]:
    """By sea and air: one stop that is near the way or a hub, or two stops that together lie far off it (a detour)."""
    km, limits = (sea_km(), stopovers().sea_limits) if network == "sea" else (air_km(), stopovers().air_limits)
    yield USUAL, 0.0, ()
    usual, hub = float(km[start, end]), flag("hub")
    added = km[start] + km[:, end] - usual
    known = np.flatnonzero(_places(network) & np.isfinite(added))
    known = known[(known != start) & (known != end)]
    for stop in known.tolist():
        sort = limits.sort(usual, float(added[stop]), bool(hub[stop]))
        if sort in (REGIONAL, HUB):
            yield sort, float(added[stop]), (stop,)
    far = known[~hub[known]]
    total = km[start, far][:, None] + km[np.ix_(far, far)] + km[far, end][None, :] - usual
    np.fill_diagonal(total, np.inf)
    least, most, km_least, km_most = limits.detour
    fits = (
        (usual >= limits.detour_from)
        & (total <= total.T)
        & (total >= max(least * usual, km_least))
        & (total <= max(most * usual, km_most))
    )
    pairs = np.argwhere(fits)  # the shorter order of two stops
    for first, then in pairs[np.argsort(total[fits], kind="stable")[: stopovers().most]]:
        yield DETOUR, float(total[first, then]), (int(far[first]), int(far[then]))


def _over_land(roads: Roads, start: int, end: int) -> Iterator[tuple[int, float, Way]]:
    """Over land: the shortest way, and the shortest ways over another country, none of which passes one twice."""
    shortest = roads.path(start, end)
    ferries = _ferries(shortest)
    usual, known, hub = float(roads.km[start, end]), set(shortest), flag("hub")
    yield USUAL, usual, shortest[1:-1]
    added = roads.km[start] + roads.km[:, end] - usual
    limits = stopovers().land_limits
    furthest = max(limits.hub[0] * usual, limits.hub[1], limits.detour[1] * usual, limits.detour[3])
    for stop in np.flatnonzero(added <= furthest).tolist():
        if stop in known or codes()[stop] in crossings().not_through:
            continue
        there, back = roads.path(start, stop), roads.path(stop, end)
        path = there + back[1:]
        if len(set(path)) < len(path) or _ferries(path) > ferries:  # nobody takes a ferry beside the road
            continue
        km = roads.length(path)
        sort = limits.sort(usual, km - usual, any(hub[country] for country in set(path) - known))
        if sort is not None:
            yield sort, km, path[1:-1]


def _ferries(path: Way) -> int:
    """Number of ferries on a way over land."""
    return sum(by_ferry()[one, other] for one, other in pairwise(path))


@cache
def _places(network: Network) -> NDArray[np.bool_]:
    """Countries where goods are transhipped: those of the file, and the hubs; (countries,)."""
    named = stopovers().sea if network == "sea" else stopovers().air
    there: NDArray[np.bool_] = flag("hub") | np.isin(np.array(codes()), named)
    return there & ~flag("landlocked") if network == "sea" else there


def tranships(network: Network, country: int) -> bool:
    """Whether goods change ships or aircraft in the ports of a country."""
    return codes()[country] in (stopovers().sea if network == "sea" else stopovers().air)
