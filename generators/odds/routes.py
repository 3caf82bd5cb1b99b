"""The routes of an office: how goods travel between countries by each mode, and where they cross the border.

A route belongs to a direction, a mode, and a pair of countries. It has a *main leg*, over which there are several ways
(``generators.geography.ways``), and countries before and after it. Goods of another member of the union leave through
home; goods for a country without a coast land at the coast that it uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from generators import geography
from generators.geography import NETWORKS, Network
from generators.odds.directions import DIRECTIONS, EXPORT, IMPORT, TRANSIT
from simulator.draws import Floats
from simulator.packs import Office, Pack, pack

MODES = ("1", "2", "3", "4")
"""Codes of the modes at the border, in the order of ``geography.NETWORKS``."""
SEA, RAIL, ROAD, AIR = range(4)
BY_POST = "5"
"""Code of the mode at the border for post, which flies."""
SORTS = 4
"""Sorts of way: usual, regional, hub, detour."""
_INLAND_KM = 1_500.0  # farthest trip over land before or after a voyage or flight (assumption)
_MEMBERS_ADD = 1_000.0  # km that another member's goods go out of their way to home's port or airport (assumption)
_ON_THE_WAY = (0.05, 300.0)  # home lies on the way of transit if it adds at most this share, or these km (assumption)


def mode_of(code: str) -> int:
    """The mode whose routes the goods take, by its code.

    >>> from generators.odds.routes import AIR, mode_of
    >>> mode_of("5") == mode_of("4") == AIR
    True
    """
    return AIR if code == BY_POST else MODES.index(code)


@dataclass(frozen=True)
class Leg:
    """The main leg of a route, the network it uses, and the countries before and after it, as numbers of countries."""

    network: Network
    before: tuple[int, ...]
    start: int
    end: int
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class Passage:
    """One way of a route: its countries joined by ";", and the offices where it crosses the border of the territory."""

    text: str
    offices: tuple[Office, ...]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the offices."""
        return tuple(office.code for office in self.offices)


@dataclass(frozen=True)
class Route:
    """The ways of a route by sort: one usual way, and those of the other sorts, which may be none."""

    leg: Leg
    passages: tuple[tuple[Passage, ...], ...]

    @cached_property
    def sorts(self) -> int:
        """Which sorts there are beside the usual one, as a number with bits 0 (regional) to 2 (detour)."""
        return sum(1 << (sort - 1) for sort in range(1, SORTS) if self.passages[sort])

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Number of ways of each sort."""
        return tuple(map(len, self.passages))


@lru_cache(maxsize=65_536)
def route(name: str, direction: int, mode: int, origin: int, destination: int) -> Route:
    """The route of a pack's office; ``LookupError`` if there is none."""
    leg = _leg(name, direction, mode, origin, destination)
    if leg is None or not open_routes(name, direction)[mode, origin, destination]:
        pair = f"{geography.codes()[origin]} to {geography.codes()[destination]}"
        raise LookupError(f"pack {name}: no route {DIRECTIONS[direction]} by mode {MODES[mode]} from {pair}")
    voyage = float(geography.sea_km()[leg.start, leg.end]) if mode == SEA else 0.0
    fixed = {*leg.before, *leg.after, leg.start, leg.end}
    found: list[tuple[Passage, ...]] = []
    for sort, middles in enumerate(geography.ways(leg.network, leg.start, leg.end)):
        kept = [middle for middle in middles if sort == geography.USUAL or not fixed & set(middle)]
        paths = [(*leg.before, leg.start, *middle, leg.end, *leg.after) for middle in kept]
        passages = [_passage(name, mode, path, voyage) for path in paths]
        if sort == geography.USUAL and not passages[0].offices:
            passages = [Passage(passages[0].text, _inland(pack(name)))]
        # Other ways must cross the border at an office that the pack names.
        found.append(tuple(passage for passage in passages if passage.offices))
    return Route(leg, tuple(found))


def _passage(name: str, mode: int, path: tuple[int, ...], voyage: float) -> Passage:
    countries = [geography.codes()[country] for country in path]
    return Passage(";".join(countries), _offices(name, mode, countries, voyage))


def _inland(rules: Pack) -> tuple[Office, ...]:
    return tuple(office for office in rules.home_offices() if office.kind == "inland") or rules.home_offices()


def _offices(name: str, mode: int, path: list[str], voyage: float) -> tuple[Office, ...]:
    """The offices where a path crosses the border: by sea and air those of home, by land the first crossing.

    ``voyage``: its km, by sea; ports of short sea shipping see no long ones.
    """
    if mode in (SEA, AIR):
        offices = _at_home(name, mode)
        return tuple(office for office in offices if voyage <= office.reach_km) or offices
    inside = pack(name).inside
    for one, other in pairwise(path):
        if inside(one) != inside(other):
            return _facing(name, mode, *((one, other) if inside(one) else (other, one)))
    return ()


@cache
def _at_home(name: str, mode: int) -> tuple[Office, ...]:
    rules = pack(name)
    return tuple(office for office in rules.offices_for(MODES[mode]) if office.country == rules.home)


@cache
def _facing(name: str, mode: int, inner: str, outer: str) -> tuple[Office, ...]:
    facing = pack(name).offices_for(MODES[mode], outer)
    return tuple(office for office in facing if office.country == inner and office.neighbour)


@lru_cache(maxsize=64)
def open_routes(name: str, direction: int) -> NDArray[np.bool_]:
    """Whether a pack's office has a route, by mode and pair of countries; (modes, countries, countries)."""
    size = len(geography.codes())
    found = np.zeros((len(MODES), size, size), dtype=np.bool_)
    inside = np.array([pack(name).inside(code) for code in geography.codes()])
    starts = np.flatnonzero(inside if direction == EXPORT else ~inside)
    ends = np.flatnonzero({EXPORT: ~inside, IMPORT: inside, TRANSIT: inside | ~inside}[direction])
    for mode in range(len(MODES)):
        for start in starts.tolist():
            for end in ends.tolist():
                found[mode, start, end] = start != end and _leg(name, direction, mode, start, end) is not None
    return found


def _leg(name: str, direction: int, mode: int, origin: int, destination: int) -> Leg | None:
    """The main leg, or ``None`` if goods do not travel so."""
    rules = pack(name)
    home = geography.codes().index(rules.home)
    if direction == EXPORT:
        return _outward(mode, home, origin, destination)
    if direction == IMPORT:
        leg = _outward(mode, home, destination, origin)
        return leg and Leg(leg.network, leg.after[::-1], leg.end, leg.start, leg.before[::-1])
    if home in (origin, destination):
        return None
    if mode in (RAIL, ROAD):
        return _across_by_land(mode, home, origin, destination)
    return _across(mode, home, origin, destination, rules.inside(geography.codes()[destination]))


def _outward(mode: int, home: int, origin: int, destination: int) -> Leg | None:
    """From a country of the territory through home to the world outside; the other way round it is the way in."""
    network, before = NETWORKS[mode], () if origin == home else (origin,)
    if mode in (RAIL, ROAD):
        if origin != home:
            return None
        if _reaches(mode, home, destination):
            return Leg(network, (), home, destination)
        return _over_a_foreign_port(mode, home, destination)
    if before and not _goes_through(mode, home, origin, destination):
        return None
    if mode == AIR:
        return Leg(network, before, home, destination)
    if _landlocked(destination) and _reaches(ROAD, home, destination):
        return None
    coast = int(geography.gateways()[destination])
    if _landlocked(home) or coast in (home, *before) or not _sails(home, coast):
        return None
    after = geography.land("road").path(coast, destination)[1:]
    return None if {home, *before} & {*after} else Leg(network, before, home, coast, after)


def _goes_through(mode: int, home: int, member: int, destination: int) -> bool:
    """Whether another member's goods use home's port or airport: no lorry goes there, and home is near the way."""
    if _reaches(ROAD, member, destination):
        return False
    km = geography.distance_km()
    added = km[member, home] + km[home, destination] - km[member, destination]
    if mode == SEA and not _landlocked(member):
        by_sea, far = geography.sea_km(), int(geography.gateways()[destination])
        added = max(added, by_sea[home, far] - by_sea[member, far])
    return bool(added <= _MEMBERS_ADD)


def _over_a_foreign_port(mode: int, home: int, destination: int) -> Leg | None:
    """From a home without a coast: by lorry or train to the port that it uses, and on by ship."""
    port, ways = int(geography.gateways()[home]), geography.land("road" if mode == ROAD else "rail")
    if not _landlocked(home) or _landlocked(destination) or port == destination:
        return None
    if not np.isfinite(ways.km[home, port]) or not _sails(port, destination):
        return None
    before = ways.path(home, port)[:-1]
    return None if destination in before else Leg("sea", before, port, destination)


def _across_by_land(mode: int, home: int, origin: int, destination: int) -> Leg | None:
    """Transit by lorry or train, if home lies on the way."""
    ways = geography.land("road" if mode == ROAD else "rail")
    if not (_reaches(mode, origin, destination) and _lies(ways.km, origin, home, destination)):
        return None
    before = ways.path(origin, home)[:-1]
    met_twice = {*before} & {*ways.path(home, destination)}
    return None if met_twice else Leg(NETWORKS[mode], before, home, destination)


def _across(mode: int, home: int, origin: int, destination: int, inside: bool) -> Leg | None:
    """Transit by ship or aircraft: on by land, on from the land, or from one ship or aircraft to another.

    Goods that lorries carry all the way do not change to a ship. ``inside``: the destination is a member of the union.
    """
    network, roads = NETWORKS[mode], geography.land("road")
    km = geography.sea_km() if mode == SEA else geography.distance_km()
    if _reaches(ROAD, origin, destination) or (mode == SEA and _landlocked(home)):
        return None
    arrives = np.isfinite(km[origin, home]) and roads.km[home, destination] <= _INLAND_KM
    if arrives and (inside or (mode == SEA and geography.gateways()[destination] == home)):
        after = roads.path(home, destination)[1:]
        return None if origin in after else Leg(network, (), origin, home, after)
    if mode == SEA and geography.gateways()[origin] == home and np.isfinite(km[home, destination]):
        before = roads.path(origin, home)[:-1]
        return None if destination in before else Leg(network, before, home, destination)
    changes = geography.tranships(network, home)
    if changes and not inside and _lies(km, origin, home, destination):
        return Leg(network, (), origin, home, (destination,))
    return None


def _landlocked(country: int) -> bool:
    return bool(geography.flag("landlocked")[country])


def _reaches(mode: int, one: int, other: int) -> bool:
    return bool(geography.within_reach("road" if mode == ROAD else "rail")[one, other])


def _sails(one: int, other: int) -> bool:
    return bool(np.isfinite(geography.sea_km()[one, other]))


def _lies(km: Floats, start: int, stop: int, end: int) -> bool:
    there = km[start, stop] + km[stop, end]
    if not np.isfinite(there):
        return False
    added = there - km[start, end]
    return bool(added <= max(_ON_THE_WAY[0] * km[start, end], _ON_THE_WAY[1]))
