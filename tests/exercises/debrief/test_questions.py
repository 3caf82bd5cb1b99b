"""Asking pays: each means is the best next question for some consignments of the inquiry desk."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.design import weigh_seen
from simulator.office import REVEALS, usual_costs
from tests.exercises.debrief.habits import shipped

pytestmark = pytest.mark.slow


def test_each_means_is_the_best_next_question_for_some_consignments() -> None:
    """The best is the one whose answer moves the chance of a violation most for each minute, from the declaration."""
    _card, batch = shipped("inquiry-desk", volume=1_000)
    assert batch.grounds is not None
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    every = np.ones(len(ids), dtype=bool)
    before = weigh_seen(batch.grounds, ids, {}).posterior
    moved = {}
    for means, cost in usual_costs().means.items():
        if means in REVEALS:
            after = weigh_seen(batch.grounds, ids, {REVEALS[means]: every}).posterior
            moved[means] = np.abs(after - before) / cost.minutes
    best = np.array(list(moved))[np.argmax(np.stack(list(moved.values())), axis=0)]
    worth = np.max(np.stack(list(moved.values())), axis=0) > 0.05 / 10  # five points for ten minutes
    counts = {means: int((best[worth] == means).sum()) for means in moved}
    assert min(counts.values()) >= 2, counts
