"""Which red flags an exercise offers for citing: those that one of its consignments could show."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np

from generators.odds import Settings, Table, indicators, world
from simulator.reference import TIERS, Tier, catalogue


def citable(tiers: Collection[Tier], settings: Settings | None = None) -> tuple[str, ...]:
    """The red flags that traffic of these settings can show in the fields of these tiers, in the catalogue's order.

    A flag that no consignment can show is wrong whenever it is cited, so the desk does not offer it.
    """
    return _citable(tuple(tier for tier in TIERS if tier in tiers), settings or Settings())


def readable(tiers: Collection[Tier]) -> tuple[str, ...]:
    """The red flags that fields of these tiers can show in a file from elsewhere, of which no table of odds exists."""
    return tuple(name for name, known in catalogue().items() if known.tier in tiers)


@lru_cache(maxsize=256)
def by_field(flags: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Which of these red flags each field of a declaration can show, true or not, in the order given.

    This is what the indicators of the traffic say (``generators/data/indicators.yaml``). A flag of a file from
    elsewhere that no indicator has is about no field: it is found by search.
    """
    shown: dict[str, set[str]] = {}
    for known in indicators().values():
        for name in known.fields:
            shown.setdefault(name, set()).update(known.flags.values())
    found = {name: tuple(flag for flag in flags if flag in about) for name, about in shown.items()}
    return MappingProxyType({name: about for name, about in found.items() if about})


@cache
def first_fields() -> Mapping[str, tuple[str, ...]]:
    """The fields in which each red flag is marked once it is cited: the first one of each indicator that has it."""
    found: dict[str, dict[str, None]] = {}
    for known in indicators().values():
        for flag in known.flags.values():
            found.setdefault(flag, {})[known.fields[0]] = None
    return MappingProxyType({flag: tuple(names) for flag, names in found.items()})


@lru_cache(maxsize=256)
def _citable(tiers: tuple[Tier, ...], settings: Settings) -> tuple[str, ...]:
    odds = world(settings)
    tables = [odds.traders.get(name) or odds.consignments[name] for name in indicators()]
    shown = {flag for table in tables if table.indicator.tier in tiers for flag in _possible(table)}
    return tuple(flag for flag in catalogue() if flag in shown)


def _possible(table: Table) -> set[str]:
    """The flags on levels that some status, or class of trader, can have in a group where they are flags."""
    cells = np.argwhere(table.odds.max(axis=1) > 0)  # groups × levels
    return {flag for group, level in cells.tolist() if (flag := table.indicator.flag(level, group))}
