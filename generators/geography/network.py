"""The networks that goods travel on: road and rail (with ferries), sea lanes, and the air.

Km are great circles between the main places of neighbouring countries, by sea along the lanes of ``sea_lanes``. All
arrays are cached and read-only, shape (countries, countries).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra, floyd_warshall

from generators.geography.distances import great_circle, through
from generators.geography.places import codes, distance_km, flag, frozen, positions
from generators.geography.sea_lanes import lanes
from generators.geography.trade_gravity import trade_gravity
from simulator.draws import Floats, Ints
from simulator.reference import crossings, link_rows

Land = Literal["road", "rail"]
Network = Literal["sea", "rail", "road", "air"]
NETWORKS: tuple[Network, ...] = ("sea", "rail", "road", "air")
"""In the order of the modes of transport 1 to 4."""


@dataclass(frozen=True)
class Roads:
    """A network over land: ``km`` of the shortest way, the country ``before`` its end, and the ``step`` of each link.

    All km include what the borders and ferries on the way cost; inf where there is no way.
    """

    km: Floats
    before: NDArray[np.int32]
    step: Floats

    def path(self, start: int, end: int) -> tuple[int, ...]:
        """The countries of the shortest way, both ends included; there must be one."""
        found = [end]
        while found[-1] != start:
            found.append(int(self.before[start, found[-1]]))
        return tuple(reversed(found))

    def length(self, path: tuple[int, ...]) -> float:
        """Km of a way through these countries; inf where two of them have no link."""
        return float(sum(self.step[one, other] for one, other in pairwise(path)))


@cache
def land(network: Land) -> Roads:
    """The ways of lorries or trains over the links of ``links.csv``."""
    number = {code: index for index, code in enumerate(codes())}
    step = np.full((len(number), len(number)), np.inf)
    for link in link_rows():
        if link.road if network == "road" else link.rail:
            one, other = number[link.one], number[link.other]
            step[one, other] = step[other, one] = distance_km()[one, other] + crossings().wait_km(link)
    km, before = _shortest(step, np.isin(codes(), crossings().not_through))
    return Roads(frozen(km), frozen(before), frozen(step))


def _shortest(step: Floats, closed: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.int32]]:
    """Km of the shortest way, and the country before its end; a ``closed`` country is only ever an end of a way."""
    edges = np.where(np.isfinite(step), step, 0.0)
    onward = np.where(closed[:, None], 0.0, edges)  # no way leaves a closed country but its own
    km, before = floyd_warshall(onward, return_predecessors=True)
    for country in np.flatnonzero(closed):
        own = onward.copy()
        own[country] = edges[country]
        km[country], before[country] = dijkstra(own, indices=country, return_predecessors=True)
    return km, before


@cache
def within_reach(network: Land) -> NDArray[np.bool_]:
    """Whether goods go this way by lorry or train: not too far; diagonal False."""
    fit, ways = trade_gravity(), land(network)
    near = (ways.km <= fit.land_km) | (np.isfinite(ways.step) & (ways.km <= fit.neighbour_km))
    np.fill_diagonal(near, False)
    return frozen(near)


@cache
def ferried() -> NDArray[np.bool_]:
    """Whether lorries within reach take a ferry on their shortest way; (countries, countries)."""
    roads, near = land("road"), within_reach("road")
    found = np.zeros_like(near)
    for start, end in np.argwhere(near).tolist():
        found[start, end] = any(by_ferry()[pair] for pair in pairwise(roads.path(start, end)))
    return frozen(found)


@cache
def by_ferry() -> NDArray[np.bool_]:
    """Whether a ferry joins two countries; (countries, countries)."""
    found = np.zeros((len(codes()), len(codes())), dtype=np.bool_)
    for link in link_rows():
        if link.kind == "ferry":
            one, other = codes().index(link.one), codes().index(link.other)
            found[one, other] = found[other, one] = True
    return frozen(found)


@cache
def gateways() -> Ints:
    """For each country, the country whose seaports it uses: itself, or the coastal one nearest by road; (countries,).

    Nobody uses the ports of a country that lorries of others do not cross.
    """
    no_port = flag("landlocked") | np.isin(codes(), crossings().not_through)
    own = ~flag("landlocked")
    found = np.argmin(np.where(no_port, np.inf, land("road").km), axis=1)
    return frozen(np.where(own, np.arange(len(own)), found))


@cache
def sea_km() -> Floats:
    """Km of the shortest way between two coasts; inf where one of them has none, diagonal 0."""
    sea = lanes()
    access = np.where(sea.ports, great_circle(*positions(), sea.lat, sea.lon), np.inf)
    km = np.rint(through(through(access, sea.km), access.T))
    np.fill_diagonal(km, 0.0)
    return frozen(km)


@cache
def air_km() -> Floats:
    """Km between the airports of two countries; diagonal 0."""
    km = distance_km().copy()
    np.fill_diagonal(km, 0.0)
    return frozen(km)
