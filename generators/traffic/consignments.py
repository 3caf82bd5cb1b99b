"""Consignments as drawn: the buyer, the goods, the countries, the status, and the levels; no field is written yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generators import geography
from generators.facts import goods, transport
from generators.odds import (
    AIR,
    EXPORT,
    FREIGHT,
    IMPORT,
    TRANSIT,
    Levels,
    Settings,
    cell,
    market,
    parcels,
    partners,
    pattern,
    shelf,
    world,
)
from generators.traffic.groups import group
from generators.traffic.traders import Traders, trader_groups, traders
from simulator import draws
from simulator.draws import Choice, Floats, Ints, Numbers
from simulator.reference import TIERS, Tier

KNOWN = {
    "goods.kind": "kind",
    "goods.category": "category",
    "goods.fit": "fit",
    "transport.channel": "channel",
    "licence.reference": "claim",
    "end_use.statement": "statement",
}
"""Indicators on whose levels the odds of later ones depend, and the names that ``group`` has for them."""


@dataclass(frozen=True)
class Drawn:
    """n consignments as drawn: trader, frame, goods, countries, status, and the levels of all indicators.

    ``first``: number of the first row in the traffic; ``trader``, ``frame``, ``status`` and ``good`` are indices of
    traders, of ``FRAMES``, of the world's statuses and of the shelf's goods, ``origin`` and ``destination`` of
    countries, ``mode`` of ``MODES``; ``groups``: each row's group for the odds of each indicator.
    """

    settings: Settings
    seed: int
    first: int
    trader: Ints
    frame: Ints
    status: Ints
    direction: Ints
    origin: Ints
    destination: Ints
    mode: Ints
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


def draw(settings: Settings, seed: int, first: int, count: int, tier: Tier = TIERS[-1]) -> Drawn:
    """The consignments of these rows, before any field is written; levels only up to a tier, for speed.

    The frame is drawn first: who buys, in which country and direction. Then the status, and the goods and facts.
    """
    odds, stock, u = world(settings), traders(settings, seed), Numbers(seed, "consignment", first, count)
    others = partners(settings)
    trader = stock.pick(draws.uniform(seed, "consignment/trader", first, count))
    destination = stock.companies.country[trader]
    direction = others.directions(destination, u("direction"))
    frame = others.frame(direction, destination)
    status = _status(settings, frame, stock.kind[trader], u)
    known = {"sector": stock.companies.sector[trader], "direction": direction, "destination": destination}
    levels: dict[str, Levels] = {}
    groups: dict[str, Ints] = {}
    unusual = np.flatnonzero(status)
    reached = TIERS[: TIERS.index(tier) + 1]
    for name, table in odds.consignments.items():
        if table.indicator.tier not in reached:
            continue
        groups[name] = group(table.indicator.given, known, settings)
        levels[name] = table.sample(seed, first, status, groups[name], unusual)
        if name in KNOWN:
            known[KNOWN[name]] = levels[name].astype(np.int64)
        if name == "goods.wording":
            known["says"] = goods.variety(levels[name], known["good"], u)
        if name == "transport.channel":
            known |= carried(known, settings, u)
    for name, own in stock.levels.items():
        levels[name] = own[trader]
        groups[name] = trader_groups(odds.traders[name].indicator.given, levels, count)
    origin, mode, good = known["origin"], known["mode"], known["good"]
    return Drawn(
        settings, seed, first, trader, frame, status, direction, origin, destination, mode, good, levels, groups
    )


def carried(known: Mapping[str, Ints], settings: Settings, u: Numbers) -> dict[str, Ints]:
    """The good, the origin and the mode of each consignment; parcels fly.

    Into the territory and out of it, goods can fly between all countries that trade with each other.

    ``known``: sector, direction, destination, kind, category, fit and channel, see ``generators.traffic.group``.
    """
    good = _good(known, settings, u)
    origin = partners(settings).origins(known["direction"], good, known["destination"], u("origin"))
    share = market(settings.traffic, settings.theme).air_share[good]
    freight = transport.modes({**known, "good": good, "origin": origin}, settings, share, u("mode"))
    return {"good": good, "origin": origin, "mode": np.where(known["channel"] == FREIGHT, freight, AIR)}


def _good(known: Mapping[str, Ints], settings: Settings, u: Numbers) -> Ints:
    """The good of each consignment. Parcels hold goods that fit. Of others, cheap ones stay near home, loose ones go to
    whoever takes a shipload, and what perishes is not in transit.

    This depends on the frame and the buyer's sector alone, which all statuses share, so the odds stay the same.
    """
    shop, loads = market(settings.traffic, settings.theme), pattern(settings.traffic).loads
    order = cell(known["sector"], known["kind"], known["category"], known["fit"])
    good = shop.pick(u("good"), order)
    sent = np.flatnonzero(known["channel"] != FREIGHT)
    posted = parcels(settings.traffic, settings.theme).pick(u("good")[sent], order[sent])
    if loads is None:
        good[sent] = posted
        return good
    near = geography.distance_km()[partners(settings).home] <= loads.cheap_km
    takes = np.array([name in loads.loose_for for name in shelf().sectors])
    comes = known["direction"] == IMPORT
    stays = comes | ((known["direction"] == EXPORT) & near[known["destination"]])
    spoils = shelf().perishable[good] & (known["direction"] == TRANSIT)
    again = np.flatnonzero((shop.cheap[good] & ~stays) | (shop.loose[good] & ~takes[known["sector"]]) | spoils)
    good[again] = shop.pick(u("dearer good")[again], order[again], far=True)
    good[sent] = posted
    return good


def _status(settings: Settings, frame: Ints, kind: Ints, u: Numbers) -> Ints:
    """The status of each consignment, given its frame and its trader's class.

    First whether it violates, and then which status: so lawful rows stay the same whatever typologies are chosen.
    """
    lawful, violating, share = _statuses(settings)
    group = frame * share.shape[1] + kind
    result = lawful.pick(u("lawful status"), kind)
    rows = np.flatnonzero(draws.uniform(u.seed, "consignment/violates", u.first, u.count) < share.ravel()[group])
    result[rows] = violating.pick(u("typology")[rows], group[rows])
    return result


@lru_cache(maxsize=8)
def _statuses(settings: Settings) -> tuple[Choice, Choice, Floats]:
    """Lawful statuses by class, typologies at frame * classes + class, and P(violation | frame, class).

    Which lawful status a consignment has, if it is lawful, depends on the class alone.
    """
    odds = world(settings)
    share = odds.status_odds[:, :, odds.violating].sum(axis=2)
    honest, wrong = np.flatnonzero(~odds.violating), np.flatnonzero(odds.violating)
    lawful = Choice([(honest, row[honest]) for row in odds.status_odds[share.sum(axis=1).argmin()]])
    lists = [row[wrong] for rows in odds.status_odds for row in rows]
    violating = Choice([(wrong, row if row.any() else np.ones(len(wrong))) for row in lists])
    return lawful, violating, share
