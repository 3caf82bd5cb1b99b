"""Room for skill: what four choices are worth, from the queue's columns alone to everything that can be had.

Each is the number of violations that the controls of a choice are expected to find, by the posterior given everything
that the exercise can show. *Queue*: the best choice by the queue's columns alone. *Engine*: the ranking that the risk
engine shows, followed blindly. *Declaration*: the best choice by the exact posterior given the declaration.
*Everything*: the best choice by the posterior given everything. Where the first two are far below the last, reading
and asking pay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from exercises.design import CONTROLLED, ExerciseBatch, weigh_seen
from exercises.engine import Help
from exercises.marking.detection import HOLD_FROM
from exercises.marking.outcome import sensitivity
from simulator.draws import Floats, uniform
from simulator.reference import KEY

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


def room_for_skill(batch: ExerciseBatch, capacity: Mapping[str, int], help: Help) -> Room | None:
    """The four choices on one batch; ``None`` where something was not kept (a real file, an earlier edition).

    ``capacity``: places in the red and the yellow lane; empty for a stream, where as many are held as are more likely a
    violation than not.
    """
    if batch.oracle is None or batch.grounds is None or batch.queue_only is None:
        return None
    places = capacity or {"red": int((batch.oracle.posterior >= HOLD_FROM).sum())}
    ids = [str(name) for name in batch.declarations[KEY]]
    scores = {
        "queue": batch.queue_only["expected"].to_numpy(dtype=np.float64),
        "engine": engine_score(batch, help),
        "declaration": weigh_seen(batch.grounds, ids, {}).posterior,
        "everything": batch.oracle.posterior,
    }
    worth = {name: float(_found(batch, _lanes(batch, score, places)).sum()) for name, score in scores.items()}
    return Room(worth)


def engine_score(batch: ExerciseBatch, help: Help) -> Floats:
    """The engine's score that the trainee sees, or its whole score where the exercise shows both parts or none."""
    wanted = "profile_score" if help.profiles and not help.classifier else "combined_score"
    wanted = "classifier_score" if help.classifier and not help.profiles else wanted
    score = batch.engine[wanted].to_numpy(dtype=np.float64)
    return batch.engine["profile_score"].to_numpy(dtype=np.float64) if np.isnan(score).any() else score


def added_to_engine(
    batch: ExerciseBatch, lanes: NDArray[np.str_], capacity: Mapping[str, int], help: Help
) -> Added | None:
    """What the lanes of a trainee, in the batch's order, add to the engine; ``None`` where there is nothing to find.

    The interval takes the batch for a sample of consignments. It rests on those whose lanes differ: Student's t, with
    one degree of freedom less than there are.
    """
    if batch.oracle is None:
        return None
    best = _found(batch, _lanes(batch, batch.oracle.posterior, capacity))
    own, engine = _found(batch, lanes), _found(batch, _lanes(batch, engine_score(batch, help), capacity))
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


def _lanes(batch: ExerciseBatch, score: Floats, capacity: Mapping[str, int]) -> NDArray[np.str_]:
    """The highest scores in red and the next in yellow; ties are broken by lot, as for the other players."""
    lot = uniform(batch.luck, "ties", 0, len(score))
    order, lanes, first = np.lexsort((lot, -score)), np.full(len(score), "green", dtype="<U6"), 0
    for lane in CONTROLLED:
        lanes[order[first : first + capacity.get(lane, 0)]] = lane
        first += capacity.get(lane, 0)
    return lanes


def _found(batch: ExerciseBatch, lanes: NDArray[np.str_]) -> Floats:
    """The probability that each consignment's control finds a violation, given everything; 0 where it is released."""
    oracle = batch.oracle
    assert oracle is not None
    found = np.zeros(len(lanes))
    for lane in CONTROLLED:
        known = oracle.found[lane] if oracle.found else oracle.posterior * sensitivity(lane)
        found[lanes == lane] = known[lanes == lane]
    return found
