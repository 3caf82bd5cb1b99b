"""Which red flags an exercise offers for citing: those that one of its consignments could show."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

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
def _citable(tiers: tuple[Tier, ...], settings: Settings) -> tuple[str, ...]:
    odds = world(settings)
    tables = [odds.traders.get(name) or odds.consignments[name] for name in indicators()]
    shown = {flag for table in tables if table.indicator.tier in tiers for flag in _possible(table)}
    return tuple(flag for flag in catalogue() if flag in shown)


def _possible(table: Table) -> set[str]:
    """The flags on levels that some status, or class of trader, can have in a group where they are flags."""
    cells = np.argwhere(table.odds.max(axis=1) > 0)  # groups × levels
    return {flag for group, level in cells.tolist() if (flag := table.indicator.flag(level, group))}
