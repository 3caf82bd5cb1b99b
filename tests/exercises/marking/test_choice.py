"""Marking compares with what could be known, and counts beside it what was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.design import ExerciseBatch
from exercises.marking import by_order, controls, mark, orders, sensitivity
from exercises.marking.ladder import LadderRow, efficiency, ladder_row
from simulator.share import Share
from tests.exercises.conftest import FLAG_A, FLAG_B, make_batch

CAPACITY = {"red": 3, "yellow": 2}
BATCH = make_batch()


def lanes(red: list[int], yellow: list[int] | None = None) -> dict[str, str | None]:
    return {f"D-{i:02d}": lane for lane, rows in (("red", red), ("yellow", yellow or [])) for i in rows}


def figures(row: LadderRow) -> list[float]:
    """What a player is expected to find and what the player found, where the exercise has an oracle."""
    assert row.efficiency is not None and row.expected_caught is not None
    return [row.efficiency, row.expected_caught, row.violations_examined, row.lawful_examined]


def test_the_ladder_names_every_player_once(small_batch: ExerciseBatch) -> None:
    marking = mark(small_batch, {}, {}, CAPACITY)
    assert [row.player for row in marking.ladder] == ["chance", "profiles", "classifier", "both", "you", "best"]


def test_the_best_choice_has_efficiency_one_and_nobody_passes_it(small_batch: ExerciseBatch) -> None:
    marking = mark(small_batch, lanes([2, 5, 1], [9, 8]), {}, CAPACITY)
    assert marking.best is not None and marking.best.efficiency == pytest.approx(1.0)
    for row in marking.ladder:
        assert 0 <= (row.efficiency or 0) <= 1 + 1e-12
        assert (row.expected_caught or 0) <= (marking.best.expected_caught or 0) + 1e-12


def test_efficiency_is_posterior_mass_over_the_most_possible(small_batch: ExerciseBatch) -> None:
    assert small_batch.oracle is not None
    chance = small_batch.oracle.posterior
    marking = mark(small_batch, lanes([2, 0, 3], [5]), {}, CAPACITY)
    most = np.sort(chance)[::-1][:3].sum()
    assert marking.you.efficiency == pytest.approx(chance[[2, 0, 3]].sum() / most)
    caught = chance[[2, 0, 3]].sum() * sensitivity("red") + chance[5] * sensitivity("yellow")
    assert marking.you.expected_caught == pytest.approx(caught)


def test_unused_examinations_are_lost(small_batch: ExerciseBatch) -> None:
    assert small_batch.oracle is not None
    chance = small_batch.oracle.posterior
    marking = mark(small_batch, lanes([2]), {}, CAPACITY)
    assert marking.you.efficiency == pytest.approx(chance[2] / np.sort(chance)[::-1][:3].sum())


def test_hindsight_counts_stand_beside_with_their_intervals(small_batch: ExerciseBatch) -> None:
    marking = mark(small_batch, lanes([2, 5, 1]), {}, CAPACITY)
    assert (marking.recall.count, marking.recall.total) == (2, 3)
    assert (marking.precision.count, marking.precision.total) == (2, 3)
    low, high = marking.precision.interval
    assert low == pytest.approx(0.2077, abs=1e-3) and high == pytest.approx(0.9385, abs=1e-3)
    assert marking.you.lawful_examined == 1
    assert Share(0, 0).interval == (0.0, 1.0) and Share(0, 0).value is None


def test_chance_is_the_mean_of_drawing_lots(small_batch: ExerciseBatch) -> None:
    draws = np.random.default_rng(1)
    found = []
    for _ in range(300):
        row = ladder_row(small_batch, "lots", by_order(draws.permutation(10), CAPACITY), CAPACITY)
        found.append(figures(row))
    chance = mark(small_batch, {}, {}, CAPACITY).row("chance")
    assert chance is not None
    np.testing.assert_allclose(np.mean(found, axis=0), figures(chance), rtol=0.1)


def test_luck_belongs_to_the_consignment_not_to_the_player() -> None:
    batch = make_batch(60)
    assert batch.truth is not None
    truth = batch.truth.assign(violation=True, status="end_user", nature="party")
    every = ExerciseBatch(batch.declarations, batch.engine, truth, batch.evidence)
    all_red = controls(every, np.full(60, "red"))["finding"].to_numpy()
    assert 0 < all_red.sum() < 60
    for share in (2, 3, 7):
        lanes = np.where(np.arange(60) % share == 0, "red", "green")
        found = controls(every, lanes)["finding"].to_numpy()
        np.testing.assert_array_equal(found, all_red & (lanes == "red"))


def test_flags_are_right_wrong_or_missed() -> None:
    cited = {"D-02": (FLAG_A,), "D-00": (FLAG_B,), "D-01": (FLAG_A,)}
    flags = mark(BATCH, lanes([2, 0]), cited, CAPACITY).flags
    assert flags is not None
    assert (flags.right, flags.wrong, flags.missed) == (2, 1, 1)  # missed: B on D-02; D-05 was never opened
    opened = mark(BATCH, lanes([2, 0]), cited, CAPACITY, opened={"D-05"}).flags
    assert opened is not None and opened.missed == 2


def test_without_an_oracle_nothing_is_compared_with_the_best(outcome_batch: ExerciseBatch) -> None:
    marking = mark(outcome_batch, lanes([2, 5, 1]), {"D-02": (FLAG_A,)}, CAPACITY)
    assert marking.best is None and marking.flags is None and not marking.has_oracle
    assert all(row.efficiency is None and row.expected_caught is None for row in marking.ladder)
    hindsight = marking.row("hindsight")
    assert hindsight is not None and hindsight.violations_examined == 3
    assert marking.summary()["efficiency"] is None and marking.summary()["violations_examined"] == 2


def test_a_player_without_scores_does_not_play(small_batch: ExerciseBatch) -> None:
    engine = small_batch.engine.assign(classifier_score=np.nan, combined_score=np.nan)
    batch = ExerciseBatch(small_batch.declarations, engine, small_batch.truth, small_batch.evidence)
    assert mark(batch, {}, {}, CAPACITY).row("classifier") is None


def test_marking_needs_the_truth(small_batch: ExerciseBatch) -> None:
    with pytest.raises(ValueError, match="reveal"):
        mark(small_batch.without_hidden(), {}, {}, CAPACITY)


def test_ties_are_broken_by_lot_not_by_place() -> None:
    order = orders(BATCH)["profiles"]
    assert set(order[:2].tolist()) == {1, 2}
    assert order[2:].tolist() != sorted(order[2:].tolist())


@given(st.lists(st.floats(0, 1), min_size=3, max_size=30), st.data())
def test_efficiency_lies_between_nothing_and_one(chances: list[float], data: st.DataObject) -> None:
    chance = np.array(chances)
    k = data.draw(st.integers(1, len(chances)))
    chosen = np.zeros(len(chances), dtype=bool)
    chosen[data.draw(st.lists(st.integers(0, len(chances) - 1), max_size=k, unique=True))] = True
    found = efficiency(chance, chosen, k)
    assert found is None if chance.max() == 0 else found is not None and 0 <= found <= 1 + 1e-9
