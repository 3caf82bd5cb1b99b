"""Drift: offenders change their ways over the campaign, and each new way hides more than the one before.

First the licence is left out and the goods are declared for what they are; then goods travel under another code; then
vague words cover them. Each way fades into the next, and what was learned of one says little of the next: that is what
drift means here. Chosen so that it tests what an office has never met (assumption); docs/campaign.md tells what other
changes do.
"""

from __future__ import annotations

from collections.abc import Mapping

WAVES = ("licence_missing", "misclassified_goods", "vague_cover")
_FIRST, _SECOND, _OVER = 0.1, 0.5, 0.15  # when changes begin and how long they take, as shares of the campaign


def ways(week: int, weeks: int) -> Mapping[str, float]:
    """The weight of each typology in a week of the campaign; before its first week (below 0) as in that."""
    done = week / weeks
    second, third = (min(max((done - begin) / _OVER, 0.0), 1.0) for begin in (_FIRST, _SECOND))
    weights = dict(zip(WAVES, (1.0 - second, second - third, third), strict=True))
    return {way: weight for way, weight in weights.items() if weight > 0}
