"""Where consignments come from: partners by the gravity of trade, or by a pattern's own table of shares."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from generators import geography
from generators.facts.route import IMPORT, TRANSIT
from generators.settings import Settings
from generators.traffic_pattern import pattern, shares
from simulator.draws import Choice, Floats, Ints
from simulator.reference import countries
from simulator.tariff import chapters

_CHAPTERS = 100


def origins(settings: Settings, direction: Ints, chapter: Ints, destination: Ints, u: Floats) -> Ints:
    """Country of export of each consignment, numbered as in ``geography``: home of what is exported, else a partner."""
    result = np.full(len(u), geography.codes().index(settings.home))
    imported, passing = np.flatnonzero(direction == IMPORT), np.flatnonzero(direction == TRANSIT)
    result[imported] = _suppliers(settings.home, settings.traffic).pick(u[imported], chapter[imported])
    result[passing] = _senders(settings.home).pick(u[passing], destination[passing])
    return result


@cache
def hubs() -> Ints:
    """1 for each country that is a re-export hub, else 0; shape (countries,)."""
    return np.array([int(country.hub) for country in countries().values()])


@lru_cache
def _suppliers(home: str, traffic: str) -> Choice:
    """Who supplies home with the goods of each chapter."""
    here, table = geography.codes().index(home), pattern(traffic).partners
    every = geography.gravity()[:, here].copy()
    every[here] = 0.0
    own = shares(table, "chapter", "country", known=list(chapters())) if table else {}
    numbers = np.arange(len(every))
    return Choice([(numbers, own.get(f"{chapter:02d}", every)) for chapter in range(_CHAPTERS)])


@lru_cache
def _senders(home: str) -> Choice:
    """Who sends goods through home, by destination."""
    weight = geography.gravity().copy()
    weight[geography.codes().index(home)] = 0.0
    return Choice([(np.arange(len(weight)), weight[:, place]) for place in range(len(weight))])
