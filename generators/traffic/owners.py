"""Which traders one person directs: drawn from their numbers alone, apart from class and company."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generators.odds import World, population
from simulator.draws import Ints, Numbers, pick, take

MOST = 5
"""Most companies of a group."""


@dataclass(frozen=True)
class Owners:
    """``number``: which person directs each trader, the same for the traders of a group, below traders + ``MOST``;
    ``firms``: how many companies that person directs, 1 to ``MOST``, also where the traffic ends before the last of
    them; ``kind``: the class of each trader; (traders,) each."""

    number: Ints
    firms: Ints
    kind: Ints


def owners(odds: World, u: Numbers) -> Owners:
    """The directors and classes of ``u.count`` traders; ``u`` gives uniform numbers for each of them.

    Of each ``MOST`` numbers that follow one another, the first few, from a place drawn at random, are a group or not.
    A front and another group have their own odds of the members' classes.
    """
    count = u.count
    number = np.arange(count)
    block = number // MOST
    of_block = Numbers(u.seed, "group", 0, -(-count // MOST))
    sizes = np.array(population().group_sizes)
    grouped = odds.traders["consignee.director"].odds[0, 0, 1]  # the same for all classes
    mean = float(sizes @ np.arange(2, MOST + 1))
    size = np.where(of_block("there") < grouped * MOST / mean, 2 + pick(of_block("size"), sizes), 0)[block]
    start = take(of_block("start"), MOST)[block]
    member = (number - start) % MOST < size
    front = (of_block("front") < odds.fronts.odds[1])[block]
    drawn = u("class")
    inside = np.where(front, *(pick(drawn, own) for own in odds.fronts.class_odds[::-1]))
    return Owners(
        number=np.where(member, block * MOST + start, number),
        firms=np.where(member, size, 1),
        kind=np.where(member, inside, pick(drawn, odds.class_odds)),
    )
