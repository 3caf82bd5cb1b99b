"""Traders: the consignees of a batch, each with a hidden class and a visible company, and whom they buy from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generators.columns import Coded, Column, numbered
from generators.facts import company
from generators.facts.company import Companies
from generators.goods import FORWARDING, shelf
from generators.indicators import Levels
from generators.market import market
from generators.settings import Settings
from generators.traffic_pattern import Pattern, pattern
from generators.world import world
from simulator import draws
from simulator.draws import Floats, Ints
from simulator.reference import countries

Uniform = Callable[[str], Floats]
_PER_TRADE = 12  # consignors of a line of business in a country (assumption)
_SUPPLIERS = 3  # consignors a trader buys one line of goods from (assumption)
BROKERS, FORWARDERS = 60, 120  # assumption


def named(seed: int, stream: str, first: int, count: int) -> Uniform:
    """Uniform numbers by name, for rows ``first …``: each name is a stream of its own."""
    return lambda name: draws.uniform32(seed, f"{stream}/{name}", first, count)


@dataclass(frozen=True)
class Traders:
    """All consignees of a batch, by number: ``kind`` is their class, ``levels`` their indicators' levels by id.

    Traders are numbered by their volume: number 0 is the busiest.
    """

    kind: Ints
    levels: Mapping[str, Levels]
    companies: Companies
    age_days: Ints
    capital: Floats
    alike: Ints  # which name resembling a listed party it bears, if it bears one
    phone: Ints
    pattern: Pattern

    def pick(self, u: Floats) -> Ints:
        """A trader for each uniform number by its volume: the law of Zipf and Mandelbrot, its integral inverted."""
        return np.minimum(self._rank(u).astype(np.int64), len(self.kind) - 1)

    def size(self, trader: Ints) -> Floats:
        """How many times the usual mass a trader orders at once; 1 for the middle of the traffic."""
        offset = self.pattern.rank_offset
        middle = float(self._rank(np.array(0.5)))
        return np.asarray(((trader + offset) / (middle + offset)) ** -self.pattern.size_exponent, dtype=np.float64)

    def _rank(self, u: Floats) -> Floats:
        offset, power = self.pattern.rank_offset, 1.0 - self.pattern.rank_exponent
        first, last = offset**power, (len(self.kind) + offset) ** power
        return np.asarray((first - u * (first - last)) ** (1.0 / power) - offset, dtype=np.float64)

    def columns(self, trader: Ints) -> dict[str, Column]:
        """Fields of the consignees of n rows; texts of each trader are made once."""
        met, row = _distinct(trader, len(self.kind))
        iso = _codes()
        country = self.companies.country
        names = self._names(met)
        place = iso.take(pa.array(country[met]))
        ids = pc.binary_join_element_wise(place, _scrambled(met), "")
        founded = np.datetime64(company.TODAY, "D") - self.age_days[trader].astype("timedelta64[D]")
        return {
            "consignee_name": Coded(row, names),
            "consignee_id": Coded(row, ids),
            "consignee_address": Coded(row, self.companies.addresses(met, self.levels["consignee.address"][met])),
            "consignee_country": Coded(country[trader], iso),
            "consignee_activity": Coded.of(self.companies.sector[trader], shelf().sectors),
            "consignee_founded": founded,
            "consignee_premises": Coded.of(self.levels["consignee.premises"][trader], company.PREMISES),
            "consignee_capital": self.capital[trader],
            "consignee_presence": Coded.of(self.levels["consignee.presence"][trader], company.PRESENCE),
            "consignee_record": Coded.of(self.levels["consignee.record"][trader], company.RECORD),
            "consignee_ownership": Coded.of(self.levels["consignee.ownership"][trader], company.OWNERSHIP),
        }

    def _names(self, rows: Ints) -> pa.Array:
        alike = pa.array(company.resembling())
        own = np.arange(len(rows))
        place = np.where(self.levels["consignee.name"][rows] == 1, len(rows) + self.alike[rows], own)
        return pa.concat_arrays([self.companies.names(rows), alike]).take(pa.array(place))


@lru_cache(maxsize=8)
def traders(settings: Settings, seed: int) -> Traders:
    """The consignees under these settings; their number follows the volume, up to a country's, unless it is set."""
    odds, shape = world(settings), pattern(settings.traffic)
    count = settings.traders or max(
        8, min(shape.traders_at_most, round(settings.declarations / shape.consignments_per_trader))
    )
    u = named(seed, "trader", 0, count)
    kind = draws.pick(u("class"), odds.class_odds)
    alone = np.zeros(count, dtype=np.int64)
    levels = {name: table.sample(seed, 0, kind, alone, np.flatnonzero(kind)) for name, table in odds.traders.items()}
    sector = company.sectors(levels["consignee.activity"], u("sector"), market(settings.traffic).sector_weight)
    country = company.places(levels["consignee.country"], u("country"), settings.home)
    return Traders(
        kind=kind,
        levels=levels,
        companies=Companies.draw(sector, country, u),
        age_days=company.ages(levels["consignee.founded"], u("age")),
        capital=company.capital(levels["consignee.capital"], u("capital")),
        alike=draws.take(u("resembled party"), len(company.resembling())),
        phone=draws.take(u("phone"), 10_000),
        pattern=shape,
    )


@dataclass(frozen=True)
class Others:
    """The other parties of a seed: consignors by country and line of business, forwarders, and the home's brokers."""

    consignors: Companies
    brokers: pa.Array
    forwarders: pa.Array
    home: str

    def columns(self) -> dict[str, Column]:
        """All consignors, by the names of the traders' table."""
        firms = self.consignors
        numbers = np.arange(len(firms.sector))
        iso = _codes()
        ids = pc.binary_join_element_wise(iso.take(pa.array(firms.country)), _scrambled(numbers), "")
        return {
            "name": firms.names(numbers),
            "id": ids,
            "address": firms.addresses(numbers, np.zeros(len(numbers), dtype=np.int64)),
            "country": Coded(firms.country, iso),
            "activity": Coded.of(firms.sector, shelf().sectors),
            "role": Coded.of(np.zeros(len(numbers), dtype=np.int64), ["consignor"]),
        }

    def consignors_of(self, seed: int, trader: Ints, country: Ints, sector: Ints, u: Floats) -> dict[str, Column]:
        """Fields of the consignor of each row: one of the few that a trader buys a line of goods from in a country."""
        slot = np.minimum((u * u * _SUPPLIERS).astype(np.int64), _SUPPLIERS - 1)
        market = country * len(shelf().sectors) + sector
        known = draws.scatter(seed, "supplier", (trader * _SUPPLIERS + slot) * 4099 + market)
        firm = market * _PER_TRADE + known % _PER_TRADE
        met, row = _distinct(firm, len(self.consignors.sector))
        iso = _codes()
        place = iso.take(pa.array(self.consignors.country[met]))
        ids = pc.binary_join_element_wise(place, _scrambled(met), "")
        return {
            "consignor_name": Coded(row, self.consignors.names(met)),
            "consignor_id": Coded(row, ids),
            "consignor_country": Coded(country, iso),
        }

    def declarants_of(self, seed: int, trader: Ints, u: Floats) -> dict[str, Column]:
        """Fields of the declarant: a broker of the trader's two."""
        broker = draws.scatter(seed, "broker", trader * 2 + (u < 0.3)) % len(self.brokers)
        return {
            "declarant_name": Coded(broker, self.brokers),
            "declarant_id": Coded(broker, numbered(f"{self.home}9", np.arange(len(self.brokers)), 6)),
        }


@lru_cache(maxsize=16)
def others(seed: int, home: str) -> Others:
    """The parties beside the traders."""
    lines, places = len(shelf().sectors), len(countries())
    count = places * lines * _PER_TRADE
    market = np.arange(count) // _PER_TRADE
    consignors = Companies.draw(market % lines, market // lines, named(seed, "consignor", 0, count))
    here = list(countries()).index(home)
    firms = {}
    for role, size in (("broker", BROKERS), ("forwarder", FORWARDERS)):
        u = named(seed, role, 0, size)
        place = np.full(size, here) if role == "broker" else draws.take(u("country"), places)
        firm = Companies.draw(np.full(size, shelf().sector_index[FORWARDING]), place, u)
        firms[role] = firm.names(np.arange(size))
    return Others(consignors, firms["broker"], firms["forwarder"], home)


def _distinct(numbers: Ints, below: int) -> tuple[Ints, Ints]:
    """The distinct numbers in order, and the place of each row's number among them."""
    met = np.zeros(below, dtype=bool)
    met[numbers] = True
    return np.flatnonzero(met), (np.cumsum(met) - 1)[numbers]


def _scrambled(number: Ints) -> pa.Array:
    """Seven digits for each number below ten million, all different and in no order (a step without common divisor)."""
    return numbered("", number * 7_368_787 % 10_000_000, 7)


def _codes() -> pa.Array:
    return pa.array(list(countries()))
