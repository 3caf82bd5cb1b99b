"""Fronts: groups of companies under one director, of which some are made to divert goods.

A trader belongs to a group or to none, whatever its class. A group is a front or it is not. So classes of the members
hang together, but each member alone has the same odds of each class as a trader without a group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generators.odds.typologies import CLASSES, population
from simulator.draws import Floats

_DIVERTER = CLASSES.index("diverter")
_LEAST = 1e-300  # no class is divided by less


@dataclass(frozen=True)
class Fronts:
    """``odds``: P(no front), P(front) of a group, (2,); ``class_odds``: P(class | no front), P(class | front), (2,
    classes); ``ratio``: the same as a multiple of P(class), and 1 for a class that does not occur, (2, classes)."""

    odds: Floats
    class_odds: Floats
    ratio: Floats

    @classmethod
    def of(cls, class_odds: Floats) -> Fronts:
        """The fronts of a population with these odds of each class, (classes,).

        P(diverter | front) comes from ``population.yaml``; P(front) follows, so that over both kinds of group each
        class is as frequent as it is without groups. Listed parties are as frequent in fronts as elsewhere.
        """
        people = population()
        honest = np.where([name in ("lawful", "careless") for name in CLASSES], class_odds, 0.0)
        diverters = float(class_odds[_DIVERTER])
        free = honest.sum() + diverters  # all but the listed parties
        share = diverters / free if free > 0 else 0.0
        in_front = max(people.front_diverters, share)  # a front never has fewer diverters than other groups
        front = people.diverters_in_fronts * share / in_front
        elsewhere = share * (1.0 - people.diverters_in_fronts) / (1.0 - front)
        rows = np.tile(class_odds, (2, 1))
        for row, diverts in zip(rows, (elsewhere, in_front), strict=True):
            others = free * (1.0 - diverts) * honest / max(honest.sum(), _LEAST)
            row[:] = np.where(honest > 0, others, row)
            row[_DIVERTER] = free * diverts
        ratio = np.where(class_odds > 0, rows / np.maximum(class_odds, _LEAST), 1.0)
        return cls(np.array([1.0 - front, front]), rows, ratio)
