"""Which typologies to draw, so that the traffic shows many red flags of chosen indicator families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np

from exercises.learning.skill import practised
from generators.odds import FRAMES, Settings, Typology, indicators, population, typologies, world
from generators.traffic import Drawn, draw

AIMED = 0.8
"""Share of the violations drawn for the chosen families; the rest is the usual mix, so that a trainee cannot know
beforehand what to look for (assumption)."""
POWER = 4
"""Sharpens the choice. With 2, flags on violations rose by 28 % for documents and 84 % for payment; with 4 by 46 % and
104 %, and still four to nine typologies appear (assumption: this is enough variety)."""

_PLAIN = Settings(declarations=2_000, subtlety=0.0, masking=0.0, clutter=0.0)
"""Traffic without knobs, in which the flags are counted."""


def typology_weights(families: Sequence[str]) -> dict[str, float]:
    """Weights of the typologies, for ``Settings.typologies``; empty without families, which means the usual mix.

    The share ``AIMED`` follows the number of red flags of these families that a typology is expected to show, each
    family divided by the largest number of any typology, to the power ``POWER``; the rest is the usual mix.
    """
    shown = shows()
    most = {family: max(counts.get(family, 0.0) for counts in shown.values()) for family in families}
    most = {family: count for family, count in most.items() if count > 0}  # no typology shows the others
    if not most:
        return {}
    pull = {name: sum(counts[family] / most[family] for family in most) ** POWER for name, counts in shown.items()}
    usual, total = _usual(), sum(pull.values())
    return {name: round(AIMED * pull[name] / total + (1.0 - AIMED) * usual[name], 4) for name in shown}


@cache
def shows() -> Mapping[str, Mapping[str, float]]:
    """For each typology, the expected number of red flags of each practised family on a consignment, before the knobs.

    Red flags that belong to the trader, not to the consignment, do not count: no typology plants them.
    """
    return MappingProxyType({name: _planted(typology) for name, typology in typologies().items()})


def _planted(typology: Typology) -> Mapping[str, float]:
    counts = dict.fromkeys(practised(), 0.0)
    odds = world(_PLAIN)
    status = next(number for number, own in enumerate(odds.statuses) if own.typology == typology and not own.quiet)
    for name in typology.plants:
        table = odds.consignments[name]
        for group, share in enumerate(_groups(typology, name)):
            for level, chance in enumerate(table.odds[group, status]):
                flag = table.indicator.flag(level, group)
                if flag:
                    counts[flag.split(".")[0]] += share * chance
    return MappingProxyType(counts)


def _groups(typology: Typology, name: str) -> Sequence[float]:
    """Share of each group of an indicator's odds among the typology's consignments, as near as plain trade tells."""
    given = indicators()[name].given
    kinds = typology.plants["goods.kind"]
    if given == "goods_kind":
        return kinds
    if given == "licence_duty":
        frames = world(_PLAIN).class_odds @ world(_PLAIN).frame_odds
        here = [share * typology.occurs(frame) for frame, share in zip(FRAMES, frames, strict=True)]
        leaves = sum(share for frame, share in zip(FRAMES, here, strict=True) if frame.startswith("export")) / sum(here)
        return [1.0 - leaves * sum(kinds[1:]), *(leaves * kind for kind in kinds[1:])]
    drawn = _drawn().groups[name]
    counted: Sequence[float] = (np.bincount(drawn, minlength=len(indicators()[name].groups)) / len(drawn)).tolist()
    return counted


@cache
def _drawn() -> Drawn:
    return draw(_PLAIN, 1, 0, _PLAIN.declarations)


def _usual() -> dict[str, float]:
    """Shares of the typologies among violations in the usual mix."""
    diverters = population().violations_by_diverters
    return {
        name: diverters * typology.share.get("diverter", 0.0) + (1.0 - diverters) * typology.share.get("other", 0.0)
        for name, typology in typologies().items()
    }
