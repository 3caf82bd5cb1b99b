"""Room for skill: what four choices are worth, from the queue's columns alone to everything that can be had.

Each is the number of violations that the controls of a choice are expected to find, by everything knowable. *Queue*:
the best choice by the queue's columns alone. *Engine*: the engine, blindly. *Declaration*: the best choice by the exact
posterior given the declaration. *Everything*: the best choice by everything knowable. Where the first two are far below
the last, reading and asking pay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import t as student

from exercises.design import CONTROLLED, Evidence, ExerciseBatch
from exercises.engine import Help
from exercises.marking.detection import HOLD_FROM
from exercises.marking.ladder import Lanes, Order, by_order, engine_player, found_by, order_of, orders
from simulator.draws import Floats

CHOICES = ("queue", "engine", "declaration", "everything")
"""The four choices, in the order of the bars."""


@dataclass(frozen=True)
class Room:
    """``worth``: violations that each choice is expected to find, by the names of ``CHOICES``, on one batch."""

    worth: Mapping[str, float]

    def share(self, choice: str) -> float | None:
        """What a choice is worth as a share of *everything*; ``None`` where there is nothing to find."""
        whole = self.worth["everything"]
        return self.worth[choice] / whole if whole > 0 else None


@dataclass(frozen=True)
class Pooled:
    """A share over several batches, with the 95 % interval of its long-run value."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Added:
    """What a trainee added to the engine: the expected findings of the trainee's choice less those of the engine's with
    the same places, as a share of *everything*. ``own`` is the trainee's choice itself, as such a share.

    ``low`` and ``high``: 95 % interval over batches like this one; ``None`` where only one consignment, or none, has
    another lane than the engine gives it.
    """

    share: float
    low: float | None
    high: float | None
    own: float


def room_for_skill(
    batch: ExerciseBatch, declared: Evidence | None, capacity: Mapping[str, int], help: Help
) -> Room | None:
    """The four choices on one batch; ``None`` where something was not kept (a real file, an earlier edition).

    The evidence of ``batch`` is that of everything knowable, and ``declared`` that of the declaration alone.
    ``capacity``: places in the red and the yellow lane; empty for a stream, where as many are held as are more likely a
    violation than not.
    """
    engine = _engine(batch, help)
    if batch.oracle is None or declared is None or batch.grounds is None or batch.queue_only is None or engine is None:
        return None
    places = capacity or {"red": int((batch.oracle.posterior >= HOLD_FROM).sum()), "yellow": 0}
    choices = {
        "queue": order_of(batch, batch.queue_only["expected"].to_numpy(dtype=np.float64)),
        "engine": engine,
        "declaration": order_of(batch, declared.posterior),
        "everything": order_of(batch, batch.oracle.posterior),
    }
    return Room({name: float(_found(batch.oracle, by_order(order, places)).sum()) for name, order in choices.items()})


def added_to_engine(batch: ExerciseBatch, lanes: Lanes, capacity: Mapping[str, int], help: Help) -> Added | None:
    """What the lanes of a trainee, in the batch's order, add to the engine; ``None`` where there is nothing to find or
    the engine has no score.

    The evidence of ``batch`` is that of everything knowable. Of more consignments in a lane than it has places (in a
    stream) a lot takes as many, as in ``efficiency``. The interval takes the batch for a sample of consignments. It
    rests on those whose lanes differ: Student's t, with one degree of freedom less than there are.
    """
    order = _engine(batch, help)
    if batch.oracle is None or order is None:
        return None
    best = _found(batch.oracle, by_order(order_of(batch, batch.oracle.posterior), capacity))
    own, engine = _found(batch.oracle, lanes), _found(batch.oracle, by_order(order, capacity))
    for lane in CONTROLLED:
        own[lanes == lane] *= min(capacity[lane] / max(int((lanes == lane).sum()), 1), 1.0)
    whole = float(best.sum())
    if whole <= 0:
        return None
    share, rows = float((own - engine).sum()) / whole, len(best)
    differ = int((own != engine).sum())
    if differ < 2:
        return Added(share, None, None, float(own.sum()) / whole)
    left = own - engine - share * best
    half = float(student.ppf(0.975, differ - 1)) * sqrt(rows / (rows - 1) * float((left**2).sum())) / whole
    return Added(share, max(share - half, -1.0), min(share + half, 1.0), float(own.sum()) / whole)


def pooled(rooms: Sequence[Room]) -> dict[str, Pooled]:
    """The share of each choice over several batches together; empty where there is nothing to find in any."""
    whole = np.array([room.worth["everything"] for room in rooms])
    if whole.sum() <= 0:
        return {}
    found = {}
    for name in CHOICES:
        worth = np.array([room.worth[name] for room in rooms])
        share, count = float(worth.sum() / whole.sum()), len(rooms)
        half = 1.0
        if count > 1:
            spread = sqrt(count / (count - 1) * float(((worth - share * whole) ** 2).sum())) / float(whole.sum())
            half = float(student.ppf(0.975, count - 1)) * spread
        found[name] = Pooled(share, max(0.0, share - half), min(1.0, share + half))
    return found


def _engine(batch: ExerciseBatch, help: Help) -> Order | None:
    """The order of the engine, blindly; ``None`` if the engine has no score."""
    ranked = orders(batch)
    player = engine_player(ranked, help)
    return ranked[player] if player else None


def _found(oracle: Evidence, lanes: Lanes) -> Floats:
    """The probability that each consignment's control finds a violation, given everything; 0 where it is released."""
    found = np.zeros(len(lanes))
    for lane in CONTROLLED:
        found[lanes == lane] = found_by(oracle, lane)[lanes == lane]
    return found
