"""Which countries a lorry or a train can reach, and which unit the tariff asks for."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from simulator.credibility.columns import Links, Units, parts_of
from simulator.reference import countries, goods, links, units


@cache
def land_links() -> Links:
    """Pairs of countries that lorries or trains cross between, by land, bridge, tunnel or ferry (``links.csv``)."""
    return {name: frozenset((one, two) for one, two in pairs if one < two) for name, pairs in links().items()}


@cache
def tariff_units() -> Units:
    """Supplementary unit and the mass of one in kg, by six-digit code, for goods that do not count by mass alone."""
    known = units()
    return {good.hs6: (known[good.unit].rec20, good.kg_per_unit) for good in goods().values() if good.unit != "kg"}


def legs(routing: str) -> list[tuple[str, str]]:
    """Each step of a route from one country to another one.

    >>> from simulator.credibility.links import legs
    >>> legs("NL;DE;DE;PL")
    [('NL', 'DE'), ('DE', 'PL')]
    """
    stops = parts_of(routing)
    return [(one, two) for one, two in pairwise(stops) if one != two]


def reached(pairs: frozenset[tuple[str, str]]) -> dict[str, int]:
    """For each country the number of its land: countries with the same number are connected through others."""
    land: dict[str, int] = {}
    beside: dict[str, list[str]] = {}
    for one, two in pairs:
        beside.setdefault(one, []).append(two)
    for number, start in enumerate(countries()):
        todo = [start]
        while todo:
            country = todo.pop()
            if country not in land:
                land[country] = number
                todo += beside.get(country, [])
    return land
