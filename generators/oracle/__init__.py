"""The oracle: the exact odds of a violation given what is on the screen, and the weight of each fact."""

from __future__ import annotations

from generators.oracle.difficulty import difficulty
from generators.oracle.evidence import Evidence, in_groups, in_view, of_drawn, posterior, so_far, totals
from generators.oracle.opinion import Opinion, flags_present, opinion, weigh
from generators.oracle.view import GROUP, OTHERS, Mask
from generators.oracle.weighing import Weighing, weighing

__all__ = [
    "GROUP",
    "OTHERS",
    "Evidence",
    "Mask",
    "Opinion",
    "Weighing",
    "difficulty",
    "flags_present",
    "in_groups",
    "in_view",
    "of_drawn",
    "opinion",
    "posterior",
    "so_far",
    "totals",
    "weigh",
    "weighing",
]
