"""The facts that the oracle weighs: read from a batch's fields up to a tier, on the rows where they were seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generators import geography
from generators.facts import READERS, Sight, goods
from generators.odds import DIRECTIONS, Settings, Table, World, indicators, mode_of, partners, world
from generators.traffic import KNOWN, group, trader_groups
from simulator.draws import Codes, Ints
from simulator.reference import TIERS, Tier

Mask = NDArray[np.bool_]
FRAME = "declaration.direction"
"""The step of the oracle that adds the direction, where some violations do not occur in every direction."""
OTHERS = "consignee.others"
"""The step of the oracle that adds the evidence of the trader's other consignments in view."""
GROUP = "consignee.group"
"""The step of the oracle that adds the evidence of the other companies of the consignee's director in view."""
DIRECTOR = "consignee.director"
"""The indicator whose tier shows the director."""


@dataclass(frozen=True)
class View:
    """The facts of a batch at a tier: levels and groups by indicator, and the frame and trader of each row.

    ``first_row``: of each trader; ``director``: number of its director, -1 where that is not seen; (traders,) each.
    """

    odds: World
    levels: Mapping[str, Codes]
    groups: Mapping[str, Ints]
    frame: Ints
    trader: Ints
    first_row: Ints
    director: Ints

    def table(self, name: str) -> Table:
        """The odds of an indicator."""
        return self.odds.traders.get(name) or self.odds.consignments[name]


def read(
    declarations: pd.DataFrame, settings: Settings, tier: Tier, shown: Mapping[Tier, Mask] = MappingProxyType({})
) -> View:
    """Read the fields of the tiers up to ``tier``; ``shown``: rows on which a tier was seen, by default all."""
    odds, sight = world(settings), Sight(declarations, settings)
    reached = [one for one in TIERS[: TIERS.index(tier) + 1] if one not in shown or shown[one].any()]
    known = known_of(sight)
    levels: dict[str, Ints] = {}
    given: dict[str, Ints] = {}
    order = sorted(
        indicators().values(), key=lambda known: TIERS.index(known.tier)
    )  # stable: traders' facts come first
    trader, first_row = _traders(declarations)
    for indicator in order:
        if indicator.tier in reached:
            levels[indicator.id] = READERS[indicator.id](sight)
            if indicator.about == "trader":
                given[indicator.id] = trader_groups(indicator.given, levels, len(trader))
            else:
                given[indicator.id] = group(indicator.given, known, settings)
            if indicator.id in KNOWN:
                known[KNOWN[indicator.id]] = levels[indicator.id]
    frame = partners(settings).frame(known["direction"], known["destination"])
    director = np.full(len(first_row), -1, dtype=np.int64)
    if DIRECTOR in levels:
        director = pd.factorize(declarations["consignee_director"].iloc[first_row])[0].astype(np.int64)
    return View(odds, levels, given, frame, trader, first_row, director)


def known_of(sight: Sight) -> dict[str, Ints]:
    """What the groups of odds depend on, read from the fields: indices by name, (n,) each."""
    country = geography.codes().index
    return {
        "sector": sight.sector,
        "kind": READERS["goods.kind"](sight),
        "category": READERS["goods.category"](sight),
        "good": sight.good,
        "says": goods.read_variety(sight),
        "claim": READERS["licence.reference"](sight),
        "direction": sight.levels("declaration_type", DIRECTIONS.index),
        "origin": sight.levels("country_of_export", country),
        "destination": sight.levels("country_of_destination", country),
        "mode": sight.levels("mode_at_border", mode_of),
    }


def _traders(declarations: pd.DataFrame) -> tuple[Ints, Ints]:
    trader, _ = pd.factorize(declarations["consignee_id"].astype(str))
    _, first_row = np.unique(trader, return_index=True)
    return trader.astype(np.int64), first_row


def flags(view: View) -> pd.DataFrame:
    """The red flag of each fact, or "" for none: n rows, one column for each indicator."""
    columns: dict[str, np.ndarray] = {}
    for name, level in view.levels.items():
        indicator = view.table(name).indicator
        shown = [
            [indicator.flag(k, g) or "" for k in range(len(indicator.levels))] for g in range(len(indicator.groups))
        ]
        flags = np.array(shown, dtype=object)[view.groups[name], level]
        columns[name] = flags
    return pd.DataFrame(columns)
