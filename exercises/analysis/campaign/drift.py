"""Drift: offenders change their typologies during the campaign, and each new typology hides more than the last.

First they declare the goods correctly and leave out the licence; then they use another commodity code; then they use
vague descriptions. Each typology gradually replaces the one before, and what the office learned from one says little
about the next. This tests how an office meets something new (assumption); docs/campaign.md shows other changes.
"""

from __future__ import annotations

from collections.abc import Mapping

WAVES = ("licence_missing", "misclassified_goods", "vague_cover")
_FIRST, _SECOND, _OVER = 0.1, 0.5, 0.15  # when changes begin and how long they take, as shares of the campaign


def typology_weights(week: int, weeks: int) -> Mapping[str, float]:
    """The weight of each typology in a week of the campaign; weeks below 0 have the weights of week 0."""
    done = week / weeks
    second, third = (min(max((done - begin) / _OVER, 0.0), 1.0) for begin in (_FIRST, _SECOND))
    weights = dict(zip(WAVES, (1.0 - second, second - third, third), strict=True))
    return {typology: weight for typology, weight in weights.items() if weight > 0}
