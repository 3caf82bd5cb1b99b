"""Where consignments come from: partners by trade gravity, or by a pattern's own table of shares."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from generators import geography
from generators.odds.directions import IMPORT, TRANSIT
from generators.odds.goods import shelf
from generators.odds.settings import Settings
from generators.odds.traffic_pattern import pattern, shares
from simulator.draws import Choice, Floats, Ints
from simulator.reference import chapters, countries, headings


def origins(settings: Settings, direction: Ints, good: Ints, destination: Ints, u: Floats) -> Ints:
    """Country of export of each consignment, numbered as in ``geography``: home for exports, else a partner."""
    result = np.full(len(u), geography.codes().index(settings.home))
    imported, passing = np.flatnonzero(direction == IMPORT), np.flatnonzero(direction == TRANSIT)
    result[imported] = _suppliers(settings.home, settings.traffic).pick(
        u[imported], _supplied(settings.traffic)[good[imported]]
    )
    result[passing] = _senders(settings.home).pick(u[passing], destination[passing])
    return result


def check_partners(traffic: str) -> int:
    """How many goods have suppliers of their own in a pattern; ``InputError`` with all faults of its tables."""
    return int((_supplied(traffic) > 0).sum())


@cache
def export_groups(traffic: str) -> Ints:
    """Group of ``export_hub`` of each country: 1 a re-export hub, 2 a workshop of the pattern, else 0; (countries,)."""
    workshops = pattern(traffic).workshops
    return np.array([1 if country.hub else 2 if code in workshops else 0 for code, country in countries().items()])


@lru_cache
def _suppliers(home: str, traffic: str) -> Choice:
    """Who supplies home: first with any goods, by trade gravity; then with each code of the pattern's table."""
    here = geography.codes().index(home)
    every = geography.trade_shares()[:, here].copy()
    every[here] = 0.0
    numbers = np.arange(len(every))
    return Choice([(numbers, weight) for weight in (every, *_partners(traffic).values())])


@lru_cache
def _supplied(traffic: str) -> Ints:
    """The list of suppliers of each good: its heading's, its chapter's, or the one for any goods; (goods,)."""
    known = {code: number for number, code in enumerate(_partners(traffic), 1)}
    return np.array([known.get(good.hs6[:4], known.get(good.hs6[:2], 0)) for good in shelf().goods])


@lru_cache
def _partners(traffic: str) -> dict[str, Floats]:
    """Shares of the partners by chapter or heading, from the pattern's table, if it has one."""
    name = pattern(traffic).partners
    return shares(name, "code", "country", known=[*chapters(), *headings()]) if name else {}


@lru_cache
def _senders(home: str) -> Choice:
    """Who sends goods through home, by destination."""
    weight = geography.trade_shares().copy()
    weight[geography.codes().index(home)] = 0.0
    return Choice([(np.arange(len(weight)), weight[:, place]) for place in range(len(weight))])
