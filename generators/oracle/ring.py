"""What the companies of one director tell of each other: the message of each trader to its group, and back.

A group is a front or not, f. With w_k(c), the weight of class c of trader k given all in view of k alone, and
r(f, c) = P(c | f) / P(c), trader j of the group has

    P(c | all in view) ~ w_j(c) · Σ_f P(f) r(f, c) · Π_{k ≠ j} m_k(f),   m_k(f) = Σ_c r(f, c) w_k(c)

where the product is over the group's other traders in view. Without any, the sum over f is 1 for each class.
"""

from __future__ import annotations

import numpy as np

from simulator.draws import Floats, Ints

LEAST = 1e-300
"""Stands for a probability of 0, so that logarithms stay finite."""


def from_group(weight: Floats, group: Ints, odds: Floats, ratio: Floats) -> Floats:
    """What the other traders of its group add to each trader's log-weights of the classes; as ``weight``.

    ``weight``: log w(c), (traders, classes); ``group``: the same number for the traders of a group, -1 for a trader
    without one or out of view, (traders,); ``odds``: P(f), (2,); ``ratio``: r(f, c), (2, classes).
    """
    result = np.zeros_like(weight)
    rows = np.flatnonzero(group >= 0)
    _, own, count = np.unique(group[rows], return_inverse=True, return_counts=True)
    together = count[own] > 1
    rows, own = rows[together], own[together]
    likely = np.exp(weight[rows] - weight[rows].max(axis=1, keepdims=True))
    message = np.log(np.maximum(likely @ ratio.T, LEAST))  # (rows, 2)
    sums = np.stack([np.bincount(own, weights=column, minlength=len(count)) for column in message.T], axis=1)
    others = sums[own] - message
    with np.errstate(divide="ignore"):  # no group may be a front
        front = np.log(odds) + others
    top = front.max(axis=1, keepdims=True)
    result[rows] = top + np.log(np.maximum(np.exp(front - top) @ ratio, LEAST))
    return result
