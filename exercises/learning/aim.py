"""Which typologies to draw, so that the traffic shows many red flags of chosen indicator families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from exercises.learning.skill import practised
from generators.odds import Indicator, Settings, population, typologies, world
from generators.traffic import Drawn, draw

AIMED = 0.8
"""Share of the violations drawn for the chosen families; the rest is the usual mix, so that a trainee cannot know
beforehand what to look for (assumption)."""
POWER = 4
"""Sharpens the choice: flags on violations rise by 51 % for documents and 57 % for payment (tests/exercises/learning),
and still many typologies appear (assumption: this is enough variety)."""

_COUNTED = 12_000
"""Consignments in which the flags of all typologies are counted, half of them violations: about 170 for each typology,
which tells a mean of one flag within a tenth (assumption: this is near enough to choose by)."""


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
    """For each typology, the mean number of red flags of each practised family on a consignment, before the knobs.

    They are counted in one batch in which all typologies are equally frequent. Red flags that belong to the trader, not
    to the consignment, do not count: no typology plants them.
    """
    drawn = _drawn()
    counts = {name: dict.fromkeys(practised(), 0.0) for name in typologies()}
    by_status = [own.typology.id if own.typology and not own.quiet else None for own in world(drawn.settings).statuses]
    for name, table in world(drawn.settings).consignments.items():
        flags = _flags(table.indicator)
        shown = flags[drawn.groups[name], drawn.levels[name]]
        for status, typology in enumerate(by_status):
            if typology and name in typologies()[typology].plants:
                rows = drawn.status == status
                for family in counts[typology]:
                    counts[typology][family] += float((shown[rows] == family).sum() / max(rows.sum(), 1))
    return MappingProxyType({name: MappingProxyType(of) for name, of in counts.items()})


def _flags(indicator: Indicator) -> NDArray[np.str_]:
    """Family of the red flag of each group and level, (groups, levels); empty where there is none."""
    told = [
        [(indicator.flag(level, group) or "").split(".")[0] for level in range(len(indicator.levels))]
        for group in range(len(indicator.groups) or 1)
    ]
    return np.array(told)


@cache
def _drawn() -> Drawn:
    plain = {"prevalence": 0.5, "subtlety": 0.0, "masking": 0.0, "clutter": 0.0, "declarations": _COUNTED}
    settings = Settings.model_validate({**plain, "typologies": dict.fromkeys(typologies(), 1)})
    return draw(settings, 1, 0, _COUNTED)


def _usual() -> dict[str, float]:
    """Shares of the typologies among violations in the usual mix."""
    diverters = population().violations_by_diverters
    return {
        name: diverters * typology.share.get("diverter", 0.0) + (1.0 - diverters) * typology.share.get("other", 0.0)
        for name, typology in typologies().items()
    }
