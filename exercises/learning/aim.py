"""Which typologies to draw, so that the traffic shows many red flags of chosen indicator families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from generators.odds import GROUPS, Typology, indicators, population, typologies
from simulator.reference import FAMILIES

AIMED = 0.8
"""Share of the violations drawn for the chosen families; the rest is the usual mix, so that a trainee cannot know
beforehand what to look for (assumption)."""
POWER = 4
"""Sharpens the choice. With 2, flags on violations rose by 28 % for documents and 84 % for payment; with 4 by 46 % and
104 %, and still four to nine typologies appear (assumption: this is enough variety)."""


def typology_weights(families: Sequence[str]) -> dict[str, float]:
    """Weights of the typologies, for ``Settings.typologies``; empty without families, which means the usual mix.

    The share ``AIMED`` follows the number of red flags of these families that a typology is expected to show, each
    family divided by the largest number of any typology, to the power ``POWER``; the rest is the usual mix.
    """
    if not families:
        return {}
    shown = shows()
    most = {family: max(counts[family] for counts in shown.values()) for family in families}
    pull = {name: sum(counts[family] / most[family] for family in families) ** POWER for name, counts in shown.items()}
    usual, total = _usual(), sum(pull.values())
    return {name: round(AIMED * pull[name] / total + (1.0 - AIMED) * usual[name], 4) for name in shown}


@cache
def shows() -> Mapping[str, Mapping[str, float]]:
    """For each typology, the expected number of red flags of each family on a consignment, before the knobs.

    Red flags that belong to the trader, not to the consignment, do not count: no typology plants them.
    """
    return MappingProxyType({name: _planted(typology) for name, typology in typologies().items()})


def _planted(typology: Typology) -> Mapping[str, float]:
    counts = dict.fromkeys(FAMILIES, 0.0)
    kinds = dict(zip(GROUPS["goods_kind"], typology.plants["goods.kind"], strict=True))
    for name, odds in typology.plants.items():
        fact = indicators()[name]
        # Some levels are a red flag only on strategic goods; the typology states how often it takes such goods.
        counted = 1.0 if fact.flag_given is None else sum(kinds[kind] for kind in fact.flag_given)
        for level, chance in zip(fact.levels, odds, strict=True):
            if level in fact.flags:
                counts[fact.flags[level].split(".")[0]] += chance * counted
    return MappingProxyType(counts)


def _usual() -> dict[str, float]:
    """Shares of the typologies among violations in the usual mix."""
    diverters = population().violations_by_diverters
    return {
        name: diverters * typology.share.get("diverter", 0.0) + (1.0 - diverters) * typology.share.get("other", 0.0)
        for name, typology in typologies().items()
    }
