"""The oracle: the exact odds of a violation given what is on the screen, and the weight of each fact."""

from __future__ import annotations

from generators.oracle.difficulty import difficulty
from generators.oracle.opinion import Evidence, Opinion, natures, of_drawn, so_far, totals, weigh
from generators.oracle.view import OTHERS, Mask

__all__ = ["OTHERS", "Evidence", "Mask", "Opinion", "difficulty", "natures", "of_drawn", "so_far", "totals", "weigh"]
