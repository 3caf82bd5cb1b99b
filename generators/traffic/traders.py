"""Traders: the consignees of a batch, each with a hidden class and a visible company, and their suppliers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generators.facts import Companies, company, directors, listing, papers
from generators.odds import FORWARDING, Levels, Pattern, Settings, market, partners, pattern, shelf, world
from generators.table import Coded, Column, numbered
from generators.traffic.owners import MOST, Owners, owners
from simulator import draws
from simulator.draws import Choice, Floats, Ints, Numbers
from simulator.reference import countries

_PER_TRADE = 12  # consignors per line of business in a country (assumption)
_SUPPLIERS = 3  # consignors that supply a trader with one line of goods (assumption)
_IDS = 10_000_000
BROKERS, FORWARDERS = 60, 120  # assumption


@dataclass(frozen=True)
class Traders:
    """All consignees of a batch, by number: ``kind`` is their class, ``levels`` their indicators' levels by id,
    ``owners`` who directs them.

    Traders are numbered by their volume: number 0 is the busiest.
    """

    seed: int
    owners: Owners
    levels: Mapping[str, Levels]
    companies: Companies
    age_days: Ints
    capital: Floats
    alike: Ints  # index of its name if that resembles a listed party's name
    phone: pa.Array
    past: tuple[Floats, Floats, Floats]  # declarations, controls and findings of the last two years
    pattern: Pattern
    first_day: np.datetime64

    @property
    def kind(self) -> Ints:
        """The class of each trader, (traders,)."""
        return self.owners.kind

    def pick(self, u: Floats) -> Ints:
        """A trader for each uniform number, by volume (law of Zipf and Mandelbrot)."""
        return self._choice.pick(u, 0)

    @cached_property
    def size(self) -> Floats:
        """Mass of each trader's orders as a multiple of the usual mass; 1 for the middle of the traffic; (traders,)."""
        middle = np.searchsorted(np.cumsum(self._volume), 0.5)
        size: Floats = (self._rank / self._rank[middle]) ** -self.pattern.size_exponent
        return size

    @property
    def _rank(self) -> Floats:
        return np.arange(len(self.kind), dtype=np.float64) + self.pattern.rank_offset

    @property
    def _volume(self) -> Floats:
        weight = self._rank**-self.pattern.rank_exponent
        volume: Floats = weight / weight.sum()
        return volume

    @cached_property
    def _choice(self) -> Choice:
        return Choice([(np.arange(len(self.kind)), self._volume)])

    def columns(self, trader: Ints) -> dict[str, Column]:
        """Fields of the consignees of n rows."""
        names, ids, addresses = self._texts
        founded = self.first_day - self.age_days[trader].astype("timedelta64[D]")
        return {
            "consignee_name": Coded(trader, names),
            "consignee_id": Coded(trader, ids),
            "consignee_address": Coded(trader, addresses),
            "consignee_country": Coded(self.companies.country[trader], _codes()),
            "consignee_activity": Coded.of(self.companies.sector[trader], shelf().sectors),
            "consignee_founded": founded,
            "consignee_premises": Coded.of(self.levels["consignee.premises"][trader], company.PREMISES),
            "consignee_capital": self.capital[trader],
            "consignee_presence": Coded.of(self.levels["consignee.presence"][trader], company.PRESENCE),
            "consignee_record": Coded.of(self.levels["consignee.record"][trader], company.RECORD),
            "consignee_ownership": Coded.of(self.levels["consignee.ownership"][trader], company.OWNERSHIP),
            "consignee_director": Coded(self.owners.number[trader], self._directors),
            "director_firms": self.owners.firms[trader].astype(np.float64),
            "past_declarations": self.past[0][trader],
            "past_controls": self.past[1][trader],
            "past_findings": self.past[2][trader],
            "consignee_register_number": Coded(trader, self._registered),
        }

    @cached_property
    def _registered(self) -> pa.Array:
        start = int(draws.integers(self.seed, "register number", 0, 1, listing.OWN_NUMBERS)[0])
        return listing.numbers(self.levels["consignee.identity"], self.alike, start)

    @cached_property
    def _directors(self) -> pa.Array:
        return directors.names(self.seed, len(self.kind) + MOST)

    @cached_property
    def _texts(self) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Name, number and address of every trader, made once."""
        numbers = np.arange(len(self.kind))
        alike = np.where(self.levels["consignee.name"] == 1, len(numbers) + self.alike, numbers)
        names = pa.concat_arrays([self.companies.names(numbers), pa.array(company.resembling())])
        home = _codes().take(pa.array(self.companies.country))
        ids = pc.binary_join_element_wise(home, _scrambled(numbers, self.seed, "consignee"), "")
        addresses = self.companies.addresses(numbers, self.levels["consignee.address"])
        return names.take(pa.array(alike)), ids, addresses


@lru_cache(maxsize=8)
def traders(settings: Settings, seed: int) -> Traders:
    """The consignees under these settings; their number follows the volume, up to a limit, unless it is set."""
    odds, shape = world(settings), pattern(settings.traffic)
    count = settings.traders or max(
        8, min(shape.traders_at_most, round(settings.declarations / shape.consignments_per_trader))
    )
    u = Numbers(seed, "trader", 0, count)
    own = owners(odds, u)
    kind = own.kind
    levels: dict[str, Levels] = {}
    for name, table in odds.traders.items():
        given = trader_groups(table.indicator.given, levels, count)
        levels[name] = table.sample(seed, 0, kind, given, np.flatnonzero(kind))
    levels["consignee.director"] = (own.firms > 1).astype(np.int8)  # of the group, for all its members
    sector = company.sectors(
        levels["consignee.activity"], u("sector"), market(settings.traffic, settings.theme).sector_weight
    )
    country = partners(settings).countries(levels["consignee.country"], u("country"))
    age = company.ages(levels["consignee.founded"], u("age"))
    return Traders(
        seed=seed,
        owners=own,
        levels=levels,
        companies=Companies.draw(sector, country, u),
        age_days=age,
        capital=company.capital(levels["consignee.capital"], u("capital")),
        alike=listing.alike(sector, u("resembled party")),
        phone=papers.phones(country, draws.take(u("phone"), 10_000)),
        past=company.past(levels["consignee.record"], age, u),
        pattern=shape,
        first_day=company.first_day(settings.days),
    )


def trader_groups(given: str, levels: Mapping[str, Levels | Ints], count: int) -> Ints:
    """The group of each trader for the odds of an indicator, (count,); ``levels``: what was drawn or read before."""
    return levels["consignee.name"].astype(np.int64) if given == "name_alike" else np.zeros(count, dtype=np.int64)


@dataclass(frozen=True)
class Others:
    """The other parties of a seed: consignors by country and line of business, forwarders, and the home's brokers."""

    seed: int
    consignors: Companies
    brokers: pa.Array
    forwarders: pa.Array
    home: str

    def columns(self) -> dict[str, Column]:
        """All consignors, with the column names of the traders' table."""
        firms = self.consignors
        numbers = np.arange(len(firms.sector))
        names, ids = self._texts
        return {
            "name": names,
            "id": ids,
            "address": firms.addresses(numbers, np.zeros(len(numbers), dtype=np.int64)),
            "country": Coded(firms.country, _codes()),
            "activity": Coded.of(firms.sector, shelf().sectors),
            "role": Coded.of(np.zeros(len(numbers), dtype=np.int64), ["consignor"]),
        }

    def suppliers(self, trader: Ints, country: Ints, sector: Ints, u: Floats) -> Ints:
        """The consignor of each row, as its number: one of the few that supply a trader with a line of goods."""
        slot = np.minimum((u * u * _SUPPLIERS).astype(np.int64), _SUPPLIERS - 1)
        market = country * len(shelf().sectors) + sector
        known = draws.scatter(self.seed, "supplier", (trader * _SUPPLIERS + slot) * 4099 + market)
        result: Ints = market * _PER_TRADE + known % _PER_TRADE
        return result

    def consignors_of(self, firm: Ints) -> dict[str, Column]:
        """Fields of the consignors of these numbers."""
        names, ids = self._texts
        return {
            "consignor_name": Coded(firm, names),
            "consignor_id": Coded(firm, ids),
            "consignor_country": Coded(self.consignors.country[firm], _codes()),
            "shipping_marks": Coded(firm, self._marks),
        }

    @cached_property
    def _marks(self) -> pa.Array:
        """The marks of every consignor: the first letters of its name."""
        names, _ = self._texts
        return pa.array(["".join(word[0] for word in name.split()[:3]).upper() for name in names.to_pylist()])

    @cached_property
    def _texts(self) -> tuple[pa.Array, pa.Array]:
        """Name and number of every consignor, made once."""
        numbers = np.arange(len(self.consignors.sector))
        home = _codes().take(pa.array(self.consignors.country))
        ids = pc.binary_join_element_wise(home, _scrambled(numbers, self.seed, "consignor"), "")
        return self.consignors.names(numbers), ids

    def declarants_of(self, trader: Ints, u: Floats) -> dict[str, Column]:
        """Fields of the declarant: one of the trader's two brokers."""
        broker = draws.scatter(self.seed, "broker", trader * 2 + (u < 0.3)) % len(self.brokers)
        return {
            "declarant_name": Coded(broker, self.brokers),
            "declarant_id": Coded(broker, numbered(f"{self.home}9", np.arange(len(self.brokers)), 6)),
        }


@lru_cache(maxsize=16)
def others(seed: int, home: str) -> Others:
    """All parties other than the traders."""
    lines, places = len(shelf().sectors), len(countries())
    count = places * lines * _PER_TRADE
    market = np.arange(count) // _PER_TRADE
    consignors = Companies.draw(market % lines, market // lines, Numbers(seed, "consignor", 0, count))
    here = list(countries()).index(home)
    firms = {}
    for role, size in (("broker", BROKERS), ("forwarder", FORWARDERS)):
        u = Numbers(seed, role, 0, size)
        place = np.full(size, here) if role == "broker" else draws.take(u("country"), places)
        firm = Companies.draw(np.full(size, shelf().sector_index[FORWARDING]), place, u)
        firms[role] = firm.names(np.arange(size))
    return Others(seed, consignors, firms["broker"], firms["forwarder"], home)


def _scrambled(number: Ints, seed: int, stream: str) -> pa.Array:
    """Seven digits for each number below ten million, all different, in no visible order (by a coprime step)."""
    start = draws.integers(seed, f"{stream}/id", 0, 1, _IDS)[0]
    return numbered("", (number * 7_368_787 + start) % _IDS, 7)


def _codes() -> pa.Array:
    return pa.array(list(countries()))
