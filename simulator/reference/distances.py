"""Distances in km between the main places of countries: by great circle, and by lorry or train."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from simulator.files import read_yaml
from simulator.reference.links import Link, link_rows
from simulator.reference.lists import countries
from simulator.reference.positions import between_km


class Crossings(BaseModel):
    """What a border, a ferry and the border of a ``slow`` country cost a lorry or train, as so many km more.

    Nobody goes through a country of ``not_through`` on the way to another one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    border_km: float = Field(ge=0)
    ferry_km: float = Field(ge=0)
    slow_km: float = Field(ge=0)
    slow: tuple[str, ...]
    not_through: tuple[str, ...]

    def wait_km(self, link: Link) -> float:
        """What a link between two countries costs. Inside a bloc, nobody waits for a slow country."""
        inside = {*countries()[link.one].blocs} & {*countries()[link.other].blocs}
        slow = (link.one in self.slow) != (link.other in self.slow) and not inside
        return (self.ferry_km if link.kind == "ferry" else self.border_km) + (self.slow_km if slow else 0.0)


@cache
def crossings() -> Crossings:
    """What borders and ferries cost."""
    return load_crossings(files("simulator") / "data")


def load_crossings(folder: Traversable) -> Crossings:
    """Read and check ``crossings.yaml``; ``InputError`` with every fault."""
    return read_yaml(folder / "crossings.yaml", Crossings, _strangers)


def _strangers(read: Crossings) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for key, codes in (("slow", read.slow), ("not_through", read.not_through)):
        for place, code in enumerate(codes):
            if code not in countries():
                yield (key, place), f"{code} is not a trading country of countries.csv; correct it"


@cache
def apart_km(one: str, other: str) -> float:
    """Great-circle distance between the main places of two countries of ``countries.csv``; ``KeyError`` for others.

    >>> from simulator.reference import apart_km
    >>> round(apart_km("NL", "SG"), -3)
    11000.0
    """
    start, end = countries()[one], countries()[other]
    return between_km(start.lat, start.lon, end.lat, end.lon)


@cache
def land_km(network: Literal["road", "rail"]) -> Mapping[tuple[str, str], float]:
    """Km of the shortest way by lorry or train for each pair that has one, over the main places of the countries.

    Each border and ferry on the way adds what it costs (``crossings``).

    >>> from simulator.reference import apart_km, land_km
    >>> land_km("road")["DE", "FR"] - apart_km("DE", "FR"), ("NL", "US") in land_km("road")
    (150.0, False)
    """
    codes = list(countries())
    number = {code: place for place, code in enumerate(codes)}
    km = np.full((len(codes), len(codes)), np.inf)
    np.fill_diagonal(km, 0.0)
    for link in link_rows():
        if link.road if network == "road" else link.rail:
            one, other = number[link.one], number[link.other]
            km[one, other] = km[other, one] = apart_km(link.one, link.other) + crossings().wait_km(link)
    for middle, code in enumerate(codes):  # the algorithm of Floyd and Warshall
        if code not in crossings().not_through:
            np.minimum(km, km[:, middle, None] + km[None, middle, :], out=km)
    joined = np.argwhere(np.isfinite(km)).tolist()
    return MappingProxyType({(codes[one], codes[other]): float(km[one, other]) for one, other in joined})
