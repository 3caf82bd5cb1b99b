"""Capture curves: the violations expected among the first 0, 1, 2 … consignments that a player examines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from exercises.design import CONTROLLED, ExerciseBatch
from exercises.marking import Lanes, Order
from exercises.record import Decision
from simulator.draws import Floats, uniform
from simulator.reference import KEY

LOTS = 400
"""Number of random orders for the band of chance."""
BAND = (0.05, 0.95)


def curves(
    batch: ExerciseBatch, ranking: Mapping[str, Order], lanes: Lanes, decisions: Mapping[str, Decision]
) -> dict[str, tuple[float, ...]]:
    """One curve for each player: the sum of posteriors given what was seen; without an oracle, the real count.

    It is the same measure as the share of the best: that is the trainee's curve over the best choice's at the capacity.
    ``chance`` is the mean of random orders; nine in ten of them lie between ``chance_low`` and ``chance_high``;
    ``you`` ends with the trainee's picks.
    """
    worth = _worth(batch)
    found = {"chance": tuple(float(worth.mean()) * step for step in range(len(worth) + 1))}
    low, high = _by_lot(worth, batch.luck)
    found |= {"chance_low": low, "chance_high": high}
    found |= {name: _running(worth, order) for name, order in ranking.items()}
    found["you"] = _running(worth, _own_order(batch, lanes, decisions))
    return found


def _worth(batch: ExerciseBatch) -> Floats:
    """The violations expected in each consignment."""
    if batch.oracle is not None:
        return batch.oracle.posterior
    assert batch.truth is not None
    return batch.truth["violation"].to_numpy(dtype=np.float64)


def _by_lot(worth: Floats, seed: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    lots = uniform(seed, "debrief.band", 0, LOTS * len(worth)).reshape(LOTS, len(worth))
    running = np.cumsum(worth[np.argsort(lots, axis=1)], axis=1)
    low, high = np.quantile(running, BAND, axis=0)
    return (0.0, *low.tolist()), (0.0, *high.tolist())


def _own_order(batch: ExerciseBatch, lanes: Lanes, decisions: Mapping[str, Decision]) -> Order:
    """The trainee's picks: red before yellow, higher confidence first, then at random."""
    sure = [getattr(decisions.get(str(name)), "confidence", None) or 0 for name in batch.declarations[KEY]]
    lot = uniform(batch.luck, "ties", 0, len(lanes))
    order = np.lexsort((lot, -np.array(sure), lanes != "red"))
    return order[np.isin(lanes[order], CONTROLLED)]


def _running(worth: Floats, order: Order) -> tuple[float, ...]:
    return (0.0, *(float(step) for step in np.cumsum(worth[order])))
