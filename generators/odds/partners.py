"""Who trades with whom: destinations, directions and countries of export, as pack and pattern have them.

There is no import or export inside a union: imports come from outside it, exports leave it, and goods for another
member are imported at home or pass home in transit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from generators import geography
from generators.odds.directions import EXPORT, IMPORT, TRANSIT
from generators.odds.goods import shelf
from generators.odds.indicators import indicators, lawful
from generators.odds.market import market
from generators.odds.producers import comes_from
from generators.odds.routes import AIR, RAIL, ROAD, SEA, open_routes
from generators.odds.settings import Settings
from generators.odds.traffic_pattern import pattern, shares
from simulator.draws import Choice, Codes, Floats, Ints
from simulator.packs import pack
from simulator.reference import chapters, countries, headings

ELSEWHERE, HUB, INSIDE = range(3)
"""Levels of ``consignee.country``."""
FRAMES = ("export", "export_to_hub", "import", "transit", "transit_to_hub")
"""What a consignment is before goods and status are drawn."""
_NEAR_KM = (5_000.0, 1_000.0)  # km that make a supplier of cheap goods e times rarer, by ship and by land (assumption)
_WORTH_A_FLIGHT = 10.0  # EUR per kg from which goods change aircraft on their way (assumption)
_PASSED_ON = 0.05  # countries without the produce that sell it on, compared with their other trade (assumption)
_BY_AIR_ONLY, _BY_RAIL_ONLY = 0.03, 0.02  # goods between countries that nothing else joins here (assumptions)
_MOST_OF_HUBS = 0.2  # largest share of one country among the hubs of buyers (assumption: no nation is the lesson)
_MEMBERS_TRANSIT = 0.5  # share of goods for other members that are in transit, not imported (assumption)
_MOST_TRANSIT = 0.9  # largest share of transit among the goods for a country (assumption)


@dataclass(frozen=True)
class Partners:
    """The partners of an office: countries are numbered as in ``geography``. ``inside``: bool (countries,)."""

    pack: str
    traffic: str

    @property
    def codes(self) -> tuple[str, ...]:
        """ISO codes of the countries, in the order of their numbers."""
        return geography.codes()

    @cached_property
    def home(self) -> int:
        """The number of the office's country."""
        return geography.codes().index(pack(self.pack).home)

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which countries belong to the customs territory."""
        return np.array([pack(self.pack).inside(code) for code in geography.codes()])

    @cached_property
    def trade(self) -> Floats:
        """Shares in home's trade with the world outside, and with the other members; each adds up to 1; (countries,).

        Outside as the pack states them, the rest and the members by trade gravity.
        """
        gravity: Floats = geography.trade_shares()[self.home] + geography.trade_shares()[:, self.home]
        known = {geography.codes().index(one.country): one.share for one in pack(self.pack).partners}
        gravity[[self.home, *known]] = 0.0
        gravity[self.inside] /= max(gravity[self.inside].sum(), 1e-300)
        gravity[~self.inside] *= (1.0 - sum(known.values())) / gravity[~self.inside].sum()
        for place, share in known.items():
            gravity[place] = share
        return gravity

    @cached_property
    def buyers(self) -> tuple[Floats, Floats, Floats]:
        """Odds of a buyer's country for each level of ``consignee.country``; (countries,) each."""
        hub, away = geography.flag("hub"), ~self.inside & open_routes(self.pack, EXPORT)[:, self.home].any(axis=0)
        members = np.where(self.inside & self._imported.any(axis=0), self.trade, 0.0)
        members[self.home] = 0.0
        members /= max(members.sum(), 1e-300)
        share, imported = pack(self.pack).shares.imports_for_members, float(members @ (1.0 - self._members_transit))
        passing = share / (imported * (1.0 - share) + share) if members.any() and share > 0 else 0.0
        members *= passing
        members[self.home] = 1.0 - passing
        elsewhere = np.where(away & ~hub, self.trade, 0.0)
        return elsewhere / elsewhere.sum(), _levelled(np.where(away & hub, self.trade, 0.0)), members

    def countries(self, level: Codes, u: Floats) -> Ints:
        """The buyer's country by the level of ``consignee.country``; shape as ``u``."""
        numbers = np.arange(len(self.inside))
        return Choice([(numbers, odds) for odds in self.buyers]).pick(u, level.astype(np.int64))

    @cached_property
    def destinations(self) -> Floats:
        """P(country of destination) in plain lawful trade; (countries,)."""
        usual: Floats = lawful(indicators()["consignee.country"], self.traffic)[0] @ np.stack(self.buyers)
        return usual

    @cached_property
    def transit(self) -> Floats:
        """P(transit | country of destination), so that lawful trade has the pack's share of transit; (countries,).

        Less where too few routes lead through home: no more than ``_MOST_TRANSIT`` of the goods for a country.
        """
        way = self._ways(TRANSIT).max(axis=0)
        odds = self._members_transit
        left = pack(self.pack).shares.transit - float(odds @ self.destinations)
        outside = np.where(self.inside, 0.0, way)
        return np.where(self.inside, odds, _at_most(left, float(self.destinations @ outside), _MOST_TRANSIT) * outside)

    @cached_property
    def _members_transit(self) -> Floats:
        """P(transit | destination) of goods for other members; (countries,)."""
        odds = np.where(self.inside, _MEMBERS_TRANSIT * self._ways(TRANSIT).max(axis=0), 0.0)
        odds[self.home] = 0.0
        return odds

    def directions(self, destination: Ints, u: Floats) -> Ints:
        """The direction of each consignment, given its destination."""
        return np.where(u < self.transit[destination], TRANSIT, np.where(self.inside[destination], IMPORT, EXPORT))

    @cached_property
    def senders(self) -> Floats:
        """Who sends goods through home: weights of countries of export by destination; (countries, countries)."""
        return geography.trade_shares() * self._ways(TRANSIT)

    def _ways(self, direction: int) -> Floats:
        """1 for pairs of countries with a way by sea or land, less where only aircraft go, else 0."""
        able = open_routes(self.pack, direction)
        surface = able[[SEA, ROAD]].any(axis=0)
        other = np.where(able[AIR], _BY_AIR_ONLY, np.where(able[RAIL], _BY_RAIL_ONLY, 0.0))
        result: Floats = np.where(surface, 1.0, other)
        return result

    def origins(self, direction: Ints, good: Ints, destination: Ints, u: Floats) -> Ints:
        """Country of export of each consignment."""
        result = np.empty(len(u), dtype=np.int64)
        for number, choice, row in (
            (EXPORT, self._sellers, destination),
            (IMPORT, self._suppliers, self._supplied(good, destination)),
            (TRANSIT, self._passing, destination + np.where(self._flown(good), 0, len(self.inside))),
        ):
            rows = np.flatnonzero(direction == number)
            if len(rows):
                result[rows] = choice.pick(u[rows], row[rows])
        return result

    @cached_property
    def _sellers(self) -> Choice:
        """Home, or another member whose goods leave through home, by destination."""
        numbers = np.arange(len(self.inside))
        return Choice([(numbers, own) for own in self.exporters.T])

    @cached_property
    def exporters(self) -> Floats:
        """P(country of export | destination) of exports; a column of zeros for members; (countries, countries).

        Members send the pack's share of all exports. For each destination it is in proportion to the share of their
        trade that can use home, so that one member does not send what all of them trade.
        """
        sold = np.where(self.inside[:, None] & ~self.inside, geography.trade_shares(), 0.0)
        sold[self.home] = 0.0
        able = sold * self._ways(EXPORT)
        share: Floats = able / np.maximum(sold.sum(axis=0), 1e-300)
        away = np.where(self.inside, 0.0, self.destinations * (1.0 - self.transit))
        wanted = pack(self.pack).shares.exports_of_members * float(away.sum())
        share *= _at_most(wanted, float(away @ share.sum(axis=0)), 1.0 / max(share.sum(axis=0).max(), 1e-300))
        share[self.home] = 1.0 - share.sum(axis=0)
        return share

    @cached_property
    def _imported(self) -> NDArray[np.bool_]:
        """Whether goods come in from a country (row) for a buyer's country; (countries, countries)."""
        return np.asarray(open_routes(self.pack, IMPORT).any(axis=0))

    def _supplied(self, good: Ints, destination: Ints) -> Ints:
        """The list of suppliers: for home that of the good, for another member its own; near ones of cheap goods."""
        own = len(_tables(self.traffic)) + 1
        found = np.where(destination == self.home, _supplied(self.traffic)[good], own + destination)
        if pattern(self.traffic).origins:  # the pattern's own table says who supplies what
            return found
        produce = shelf().produce[good]
        found = np.where((destination == self.home) & (produce >= 0), own + len(self.inside) + produce, found)
        return found + np.where(market(self.traffic).cheap[good], self._lists, 0)

    @property
    def _lists(self) -> int:
        """Number of lists of suppliers, each of which has a second form for cheap goods."""
        return len(_tables(self.traffic)) + 1 + len(self.inside) + len(comes_from()) - 1

    @cached_property
    def _suppliers(self) -> Choice:
        """Who supplies home with any goods, with each code of the pattern's table; each country; who has produce."""
        numbers = np.arange(len(self.inside))
        able = self._imported[:, self.home]
        every = np.where(able, self.trade, 0.0)
        lists = [np.where(able, weight, 0.0) for weight in _tables(self.traffic).values()]
        others = [np.where(own, self.trade, 0.0) for own in self._imported.T]
        produce = [every * np.where(own, 1.0, _PASSED_ON) for own in comes_from()[:-1]]
        usual = [weight if weight.any() else every for weight in (every, *lists, *others, *produce)]
        by_ship = open_routes(self.pack, IMPORT)[SEA, :, self.home]
        near = np.exp(-geography.distance_km()[self.home] / np.where(by_ship, *_NEAR_KM))
        return Choice([(numbers, weight) for weight in (*usual, *(weight * near for weight in usual))])

    def _flown(self, good: Ints) -> NDArray[np.bool_]:
        """Which goods are worth a flight."""
        return np.asarray(market(self.traffic).eur_per_kg[good] >= _WORTH_A_FLIGHT)

    @cached_property
    def _passing(self) -> Choice:
        """Who sends goods through home, by destination: of goods that are worth a flight, and of all others."""
        numbers = np.arange(len(self.inside))
        surface = self.senders * open_routes(self.pack, TRANSIT)[[SEA, RAIL, ROAD]].any(axis=0)
        every = [own if own.any() else np.ones(len(own)) for own in self.senders.T]
        other = [own if own.any() else any_way for own, any_way in zip(surface.T, every, strict=True)]
        return Choice([(numbers, own) for own in (*every, *other)])

    @cached_property
    def frames(self) -> Floats:
        """P(frame | level of ``consignee.country``); (levels, frames)."""
        hub = geography.flag("hub")
        passing = self.transit
        each = np.stack(
            [
                np.where(~self.inside & ~hub, 1.0 - passing, 0.0),
                np.where(~self.inside & hub, 1.0 - passing, 0.0),
                np.where(self.inside, 1.0 - passing, 0.0),
                np.where(hub, 0.0, passing),
                np.where(hub, passing, 0.0),
            ]
        )
        found: Floats = np.stack(self.buyers) @ each.T
        return found

    def frame(self, direction: Ints, destination: Ints) -> Ints:
        """The frame of each consignment, an index into ``FRAMES``."""
        hub = geography.flag("hub")[destination].astype(np.int64)
        return np.array([0, 2, 3])[direction] + np.where(direction == IMPORT, 0, hub)


@lru_cache(maxsize=16)
def _partners(name: str, traffic: str) -> Partners:
    return Partners(name, traffic)


def partners(settings: Settings) -> Partners:
    """The partners of the office under these settings."""
    return _partners(settings.pack, settings.traffic)


def check_partners(traffic: str) -> int:
    """How many goods have suppliers of their own in a pattern; ``InputError`` with all faults of its tables."""
    return int((_supplied(traffic) > 0).sum())


@cache
def export_groups(traffic: str) -> Ints:
    """Group of ``export_hub`` of each country: 1 a re-export hub, 2 a workshop of the pattern, else 0; (countries,)."""
    workshops = pattern(traffic).workshops
    return np.array([1 if country.hub else 2 if code in workshops else 0 for code, country in countries().items()])


def _at_most(wanted: float, base: float, most: float) -> float:
    """The factor from 0 to ``most`` that makes ``wanted`` of ``base``, or comes nearest."""
    return float(np.clip(wanted / base, 0.0, most)) if base > 0 else 0.0


def _levelled(weight: Floats) -> Floats:
    """The weights as shares, none above ``_MOST_OF_HUBS`` where there are enough countries."""
    share = weight / weight.sum()
    most = max(_MOST_OF_HUBS, 1.0 / np.count_nonzero(share))
    for _ in range(len(share)):
        over = share > most
        if not over.any():
            break
        left = 1.0 - most * np.count_nonzero(over | (share == most))
        share = np.where(over | (share == most), most, share)
        free = share < most
        share[free] *= left / share[free].sum()
    result: Floats = share
    return result


@lru_cache
def _supplied(traffic: str) -> Ints:
    """The list of suppliers of each good: its heading's, its chapter's, or the one for any goods; (goods,)."""
    known = {code: number for number, code in enumerate(_tables(traffic), 1)}
    return np.array([known.get(good.hs6[:4], known.get(good.hs6[:2], 0)) for good in shelf().goods])


@lru_cache
def _tables(traffic: str) -> dict[str, Floats]:
    """Shares of the partners by chapter or heading, from the pattern's table, if it has one."""
    name = pattern(traffic).partners
    return shares(name, "code", "country", known=[*chapters(), *headings()]) if name else {}
