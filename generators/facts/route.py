"""The route of the goods: direction, countries of routing, who is notified, and the procedure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from generators import geography
from generators.facts.sight import Sight
from generators.odds import TRANSIT, Levels
from generators.table import Coded
from simulator.draws import Ints, Numbers, take
from simulator.reference import countries


def itinerary(level: Levels, direction: Ints, origin: Ints, destination: Ints, home: str, u: Numbers) -> Coded:
    """Countries from export to destination: home if it is transit, and the stops that the level means."""
    stops, via, second = _stops(home), u("transit country"), u("second transit country")
    none = len(geography.codes())
    stop = np.full((2, len(level)), none, dtype=np.int64)
    for number, choice in enumerate((stops.regional, stops.hubs, stops.detours), 1):
        rows = np.flatnonzero(level == number)
        pair = choice[origin[rows], destination[rows]]
        one = take(via[rows], pair.shape[1])
        stop[0, rows] = pair[np.arange(len(rows)), one]
        if number == 3:
            more = (one + 1 + take(second[rows], pair.shape[1] - 1)) % pair.shape[1]
            stop[1, rows] = pair[np.arange(len(rows)), more]
    across = np.where(direction == TRANSIT, geography.codes().index(home), none)
    size = none + 1
    key = (((origin * size + across) * size + stop[0]) * size + stop[1]) * size + destination
    codes, distinct = pd.factorize(key)
    names = pa.array([*(f"{code};" for code in geography.codes()), ""])
    route = []
    for _ in range(5):
        distinct, country = np.divmod(distinct, size)
        route.append(names.take(pa.array(country)))
    return Coded(codes, pc.utf8_rtrim(pc.binary_join_element_wise(*reversed(route), ""), ";"))


@dataclass(frozen=True)
class _Stops:
    """Candidate stops for each pair of countries, none of them home; shape (countries, countries, candidates)."""

    regional: NDArray[np.int16]
    hubs: NDArray[np.int16]
    detours: NDArray[np.int16]


@cache
def _stops(home: str) -> _Stops:
    here = geography.codes().index(home)
    return _Stops(*(_without(lists, here) for lists in (geography.regional(), geography.hubs(), geography.detours())))


def _without(stops: NDArray[np.int16], home: int) -> NDArray[np.int16]:
    """The candidates, with home replaced by another candidate of the same pair."""
    kept = stops.copy()
    order = np.argsort(stops == home, axis=2, kind="stable")  # home last
    count = (stops != home).sum(axis=2, keepdims=True)
    if (count == 0).any():
        raise AssertionError("a pair of countries has home as its only stop; geography must give more candidates")
    turn = np.take_along_axis(order, np.arange(stops.shape[2]) % count, axis=2)
    return np.take_along_axis(kept, turn, axis=2)


def _read_itinerary(sight: Sight) -> Ints:
    def level(text: str) -> int:
        stops = [code for code in text.split(";")[1:-1] if code != sight.home]
        if len(stops) != 1:
            return 0 if not stops else 3
        return 2 if countries()[stops[0]].hub else 1

    return sight.levels("countries_of_routing", level)


def _read_notify(sight: Sight) -> Ints:
    return np.where(sight.frame["notify_party"].astype(str) == sight.frame["consignee_name"].astype(str), 0, 1)


PROCEDURES = ("1000", "2300", "3171", "4000", "5300", "7100", "8000", "8053", "8071")
"""Requested and previous procedure by direction and level of ``declaration.procedure``: plain, temporary, stored."""


def _read_procedure(sight: Sight) -> Ints:
    return sight.levels("procedure_requested", lambda code: PROCEDURES.index(code) % 3)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "route.itinerary": _read_itinerary,
    "route.notify": _read_notify,
    "declaration.procedure": _read_procedure,
}
