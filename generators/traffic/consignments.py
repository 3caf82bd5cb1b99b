"""Consignments as drawn: the buyer, the goods, the countries, the status, and the levels; no field is written yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generators.odds import EXPORT, IMPORT, TRANSIT, Levels, Settings, Table, market, partners, pattern, shelf, world
from generators.traffic.traders import Traders, traders
from simulator import draws
from simulator.draws import Choice, Ints, Numbers
from simulator.reference import TIERS, Tier, countries


@dataclass(frozen=True)
class Drawn:
    """n consignments as drawn: trader, goods, countries, status, and the levels of all indicators.

    ``first``: number of the first row in the traffic; ``trader``, ``status`` and ``good`` are indices of traders, of
    the world's statuses and of the shelf's goods, ``origin`` and ``destination`` of countries; ``groups``: each row's
    group for the odds of each indicator.
    """

    settings: Settings
    seed: int
    first: int
    trader: Ints
    status: Ints
    direction: Ints
    origin: Ints
    destination: Ints
    good: Ints
    levels: Mapping[str, Levels]
    groups: Mapping[str, Ints]

    @property
    def traders(self) -> Traders:
        """All traders of the traffic."""
        return traders(self.settings, self.seed)

    @property
    def numbers(self) -> Numbers:
        """The random numbers of these rows."""
        return Numbers(self.seed, "consignment", self.first, len(self.trader))


def draw(settings: Settings, seed: int, first: int, count: int, tier: Tier = "check") -> Drawn:
    """The consignments of these rows, before any field is written; levels only up to a tier, for speed."""
    odds, stock, u = world(settings), traders(settings, seed), Numbers(seed, "consignment", first, count)
    trader = stock.pick(draws.uniform(seed, "consignment/trader", first, count))
    status = _statuses(settings).pick(draws.uniform(seed, "consignment/status", first, count), stock.kind[trader])
    destination = stock.companies.country[trader]
    here = list(countries()).index(settings.home)
    passing = u("direction") < pattern(settings.traffic).transit_share
    direction = np.where(destination == here, IMPORT, np.where(passing, TRANSIT, EXPORT))
    levels: dict[str, Levels] = {}
    group: dict[str, Ints] = {}
    sector, unusual = stock.companies.sector[trader], np.flatnonzero(status)
    kind = good = origin = np.zeros(count, dtype=np.int64)
    reached = TIERS[: TIERS.index(tier) + 1]
    for name, table in odds.consignments.items():
        if table.indicator.tier not in reached:
            continue
        group[name] = groups(table, sector, kind, origin, settings.traffic)
        levels[name] = table.sample(seed, first, status, group[name], unusual)
        if name == "goods.kind":
            kind = levels[name].astype(np.int64)
        if name == "goods.fit":
            good = market(settings.traffic).pick(u("good"), sector, kind, levels[name].astype(np.int64))
            origin = partners.origins(settings, direction, good, destination, u("origin"))
    for name, own in stock.levels.items():
        levels[name], group[name] = own[trader], np.zeros(count, dtype=np.int64)
    return Drawn(settings, seed, first, trader, status, direction, origin, destination, good, levels, group)


@lru_cache(maxsize=8)
def _statuses(settings: Settings) -> Choice:
    odds = world(settings)
    return Choice([(np.arange(len(odds.statuses)), row) for row in odds.status_odds])


def groups(table: Table, sector: Ints, kind: Ints, origin: Ints, traffic: str) -> Ints:
    """The group of each row for a table's odds; ``origin`` is the index of the country of export."""
    match table.indicator.given:
        case "sector_offer":
            return shelf().offers(sector)
        case "kind_in_line":
            return shelf().in_line(sector, kind)
        case "goods_kind":
            return kind
        case "export_hub":
            return partners.export_groups(traffic)[origin]
        case _:
            return np.zeros(len(sector), dtype=np.int64)
