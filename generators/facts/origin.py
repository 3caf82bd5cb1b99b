"""The country of origin of goods: where they were made, grown, caught or mined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from generators import geography
from generators.facts.sight import Sight
from generators.odds import Levels, market, pattern, producers, shares, shelf
from simulator.draws import Choice, Floats, Ints, Numbers
from simulator.reference import countries

_AGAIN = 4  # times that the origin is drawn
_MAKERS = 25  # the largest economies make most of what is traded (assumption)
_CHEAP = 6.0  # EUR per kg; goods of less value are passed on near where they were made (assumption)
_REACH_KM = (4_000.0, 400.0)  # km that make an origin e times rarer, of dear and of cheap goods (assumption)


@cache
def makers() -> frozenset[str]:
    """Countries that make most traded goods: the largest economies that are not re-export hubs."""
    known = [country for country in countries().values() if not country.hub]
    return frozenset(country.iso2 for country in sorted(known, key=lambda c: -c.gdp_busd)[:_MAKERS])


@cache
def _origins(traffic: str) -> Choice:
    """Odds of origins by country of export, pool and reach: countries that make goods, and all others.

    By their exports, fewer the farther they are from the country of export. Where the pattern's own table of origins
    has the country of export, the weights come from that table.
    """
    own = _known_origins(traffic)
    codes = geography.codes()
    made = np.array([code in makers() for code in codes])
    exports = geography.trade_shares().sum(axis=1)
    lists = []
    for place in range(len(codes)):
        other = np.arange(len(codes)) != place
        for pool in (made & other, ~made & other):
            items = np.flatnonzero(pool)
            for reach in _REACH_KM:
                weight = exports * np.exp(-geography.distance_km()[place] / reach)
                known = own.get(codes[place], weight)
                lists.append((items, known[items] if known[items].any() else weight[items]))
    return Choice(lists)


def _known_origins(traffic: str) -> dict[str, Floats]:
    """Shares of the countries of origin by country of export, from the pattern's table."""
    name = pattern(traffic).origins
    return shares(name, "export", "origin", known=geography.codes()) if name else {}


def origins(level: Levels, good: Ints, country_of_export: Ints, destination: Ints, u: Numbers, traffic: str) -> Ints:
    """Origin by the level of ``goods.origin``: the country of export, another that makes goods, or an unlikely one.

    Goods are passed on in the part of the world where they were made, cheap ones next to it.
    Goods seldom go back to where they were made: such an origin is drawn again, a few times. Produce comes from its
    producers. A pattern with a table of origins keeps to its table.
    """
    made, size = country_of_export.astype(np.int64), len(countries())
    entry = np.full(len(good), -1) if pattern(traffic).origins else shelf().produce[good]
    cheap = market(traffic).eur_per_kg[good] < _CHEAP
    for lists, rows, group in (
        (_origins(traffic), (level != 0) & (entry < 0), (country_of_export * 2 + (level == 2)) * 2 + cheap),
        (_produce(), (level != 0) & (entry >= 0), entry * size + country_of_export),
    ):
        left = np.flatnonzero(rows)
        for again in range(1 if pattern(traffic).origins else _AGAIN):
            made[left] = lists.pick(u(f"origin of goods {again}" if again else "origin of goods")[left], group[left])
            left = left[made[left] == destination[left]]
    return made


@cache
def _produce() -> Choice:
    """Where produce comes from, by entry of ``producers`` and country of export, which is left out."""
    index = {code: number for number, code in enumerate(countries())}
    lists = []
    for own in producers().root:
        places = np.array([index[code] for code in own.countries])
        weight = 1.0 / (1.0 + np.arange(len(places)))  # larger producers first (assumption)
        lists += [(places[places != export], weight[places != export]) for export in range(len(index))]
    return Choice(lists)


def _read_origin(sight: Sight) -> Ints:
    def level(origin: str, export: str) -> int:
        return 0 if origin == export else 1 if origin in makers() else 2

    found = sight.pair_levels("country_of_origin", "country_of_export", level)
    if pattern(sight.settings.traffic).origins:
        return found
    grown = shelf().produce[sight.good] >= 0
    return np.where(grown, np.minimum(found, 1), found)


READ: Mapping[str, Callable[[Sight], Ints]] = {"goods.origin": _read_origin}
"""How the level of the origin is read from its fields."""
