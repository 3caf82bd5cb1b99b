"""Places of loading and unloading by UN/LOCODE: ports, airports and towns by country and mode, and a pack's offices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from generators import geography
from generators.odds import MODES, SEA, Lists
from simulator.draws import Floats, Ints
from simulator.packs import pack
from simulator.reference import countries, places, town_rows

_KINDS = {"1": ("seaport",), "2": ("rail", "inland"), "3": ("inland", "road"), "4": ("airport",)}
"""Where goods of each mode are loaded, the first kind that a country has: trains and lorries load in inland towns."""

_FARTHER = (1.15, 100.0)  # how many times, or km, farther than the nearest place another one may be (assumption)
_CHOICE = 3  # places that a town uses for a mode, at most (assumption)
_WIDE_KM = 600.0  # ports of a country are far from each other from this distance (assumption)
_AT_SEA = 0.3  # cost of a km by ship beside one by land (assumption)


@dataclass(frozen=True)
class Loading:
    """Places as numbers: their ``codes``, and the ``lists`` of each country and mode at country * len(MODES) + mode.

    ``near``: those of each town and mode, at town * len(MODES) + mode: the nearest places of its country, and by sea
    the nearest ports of the country whose ports it uses. ``ports``: the seaports of each country, -1 after the last;
    ``wide``: countries whose seaports lie far from each other.
    ``to_town`` and ``to_country``: km from each place to each town, and to the main place of each country.
    ``office`` (offices,): the place of each office of the pack, -1 for one without a UN/LOCODE.
    """

    codes: pa.Array
    lists: Lists
    near: Lists
    ports: Ints
    wide: NDArray[np.bool_]
    to_town: Floats
    to_country: Floats
    office: Ints

    def pick(self, country: Ints, town: Ints, partner: Ints, mode: Ints, u: Floats) -> Ints:
        """A place in the country for the mode; (n,). It is near the town if the town's goods are loaded there.

        By sea, in a country whose ports lie far from each other, it is one that is cheap to reach from town and from
        the partner's country.
        """
        own = _country_of_town()[town]
        usual = (own == country) | ((mode == SEA) & (geography.gateways()[own] == country))
        near = self.near.pick(u, town * len(MODES) + mode)
        found = np.where(usual, near, self.lists.pick(u, country * len(MODES) + mode))
        rows = np.flatnonzero((mode == SEA) & self.wide[country])
        found[rows] = self._port(country[rows], town[rows], partner[rows], u[rows])
        return found

    def _port(self, country: Ints, town: Ints, partner: Ints, u: Floats) -> Ints:
        """A port of the country whose way over land and sea costs little more than the cheapest; (n,)."""
        ports = self.ports[country]
        cost = self.to_town[ports, town[:, None]] + _AT_SEA * self.to_country[ports, partner[:, None]]
        cost[ports < 0] = np.inf
        fits = np.cumsum(cost <= cost.min(axis=1, keepdims=True) + _FARTHER[1], axis=1)
        nth = (u * fits[:, -1]).astype(np.int64)
        result: Ints = np.take_along_axis(ports, (fits > nth[:, None]).argmax(axis=1)[:, None], axis=1)[:, 0]
        return result


@lru_cache(maxsize=16)
def loading(name: str) -> Loading:
    """The places where consignments of a pack are loaded and unloaded."""
    own = [one.unlocode for one in pack(name).offices]
    names = [_places(code, mode) for code in countries() for mode in MODES]
    distinct = sorted({place for some in names for place in some} | {place for place in own if place})
    index = {place: number for number, place in enumerate(distinct)}
    lists = Lists.of([[index[place] for place in some] for some in names])
    lat, lon = np.array(
        [(places()[code].lat, places()[code].lon) if code in places() else (0.0, 0.0) for code in distinct]
    ).T
    towns = [town for some in town_rows().values() for town in some]
    to_town = geography.great_circle(
        lat, lon, np.array([town.lat for town in towns]), np.array([town.lon for town in towns])
    )
    to_country = geography.great_circle(lat, lon, *geography.positions())
    ports = _padded([[index[place] for place in some] for some in names[SEA :: len(MODES)]])
    between = geography.great_circle(lat, lon, lat, lon)
    return Loading(
        codes=pa.array(distinct),
        lists=lists,
        near=Lists.of(list(_near_towns(names, to_town, index))),
        ports=ports,
        wide=np.array([between[np.ix_(own[own >= 0], own[own >= 0])].max(initial=0.0) > _WIDE_KM for own in ports]),
        to_town=to_town,
        to_country=to_country,
        office=np.array([index.get(place, -1) for place in own]),
    )


def _near_towns(names: Sequence[tuple[str, ...]], km: Floats, index: Mapping[str, int]) -> Iterator[list[int]]:
    """The places of each town and mode; ``names``: those of each country and mode, ``km``: from places to towns."""
    for town, country in enumerate(_country_of_town().tolist()):
        port = int(geography.gateways()[country])
        for mode in range(len(MODES)):
            own = np.array([index[code] for code in names[(port if mode == SEA else country) * len(MODES) + mode]])
            far = km[own, town]
            within = np.flatnonzero(far <= max(_FARTHER[0] * float(far.min()), float(far.min()) + _FARTHER[1]))
            yield own[within[np.argsort(far[within], kind="stable")[:_CHOICE]]].tolist()


def _padded(lists: Sequence[Sequence[int]]) -> Ints:
    """Lists as rows of one array, filled up with -1."""
    found = np.full((len(lists), max(2, *map(len, lists))), -1, dtype=np.int64)
    for row, own in zip(found, lists, strict=True):
        row[: len(own)] = own
    return found


@cache
def _country_of_town() -> Ints:
    return np.repeat(np.arange(len(countries())), [len(own) for own in town_rows().values()])


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
