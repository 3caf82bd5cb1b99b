"""Selectivity: exact quotas in the standard order, seeded."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.office import Capacity, select
from simulator.office.selectivity import LANES, allocate

ROWS = st.integers(0, 40)


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, Capacity, np.ndarray | None, int]:
    rows = draw(ROWS)
    score = np.array(draw(st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.9]), min_size=rows, max_size=rows)), dtype=float)
    criteria = draw(st.none() | st.lists(st.sampled_from(["", *LANES]), min_size=rows, max_size=rows).map(np.array))
    places = st.integers(0, 15)
    capacity = Capacity(draw(places), draw(places), draw(places), draw(st.sampled_from([0.0, 0.1, 0.34, 1.0])))
    return score, capacity, criteria, draw(st.integers(0, 2**32))


@given(cases())
def test_places_are_filled_by_criteria_then_at_random_then_by_score_red_before_yellow_before_blue(
    case: tuple[np.ndarray, Capacity, np.ndarray | None, int],
) -> None:
    """How many go where and why, counted by the rule alone: no score and no draw changes it."""
    score, capacity, criteria, seed = case
    chosen = select(score, capacity, seed, criteria)
    demands = [0 if criteria is None else int((criteria == lane).sum()) for lane in LANES[:3]]
    left, waiting = len(score), 0
    taken: dict[tuple[str, str], int] = {}
    for lane, demand in zip(LANES, demands, strict=False):
        waiting += demand
        taken["criteria", lane] = min(waiting, capacity.places(lane) - capacity.quota(lane))
        waiting -= taken["criteria", lane]
    left -= sum(taken.values())
    for lane in LANES[:3]:
        taken["random", lane] = min(capacity.quota(lane), left)
        left -= taken["random", lane]
    for lane in LANES[:3]:
        free = capacity.places(lane) - taken["criteria", lane] - taken["random", lane]
        taken["score", lane] = min(free, left)
        left -= taken["score", lane]
    for (reason, lane), count in taken.items():
        assert int(((chosen.reasons == reason) & (chosen.lanes == lane)).sum()) == count, (reason, lane)
    assert ((chosen.reasons == "") == (chosen.lanes == "green")).all()


@given(cases(), st.randoms(use_true_random=False))
def test_the_lottery_does_not_look_at_scores(
    case: tuple[np.ndarray, Capacity, np.ndarray | None, int], rng: random.Random
) -> None:
    score, capacity, _, seed = case
    others = np.array([rng.random() for _ in score])
    drawn, again = (select(value, capacity, seed) for value in (score, others))
    at_random = drawn.reasons == "random"
    assert (at_random == (again.reasons == "random")).all()
    assert (drawn.lanes[at_random] == again.lanes[at_random]).all()


@given(cases())
def test_no_score_moves_a_demand_into_a_freer_lane_than_a_lower_one(
    case: tuple[np.ndarray, Capacity, np.ndarray | None, int],
) -> None:
    """Of those that demand one lane and were met, the better score is in the stricter lane, in every lane."""
    score, capacity, criteria, seed = case
    if criteria is None:
        return
    chosen = select(score, capacity, seed, criteria)
    for lane in LANES[:3]:
        met = [score[(criteria == lane) & (chosen.reasons == "criteria") & (chosen.lanes == one)] for one in LANES[:3]]
        met = [part for part in met if len(part)]
        assert all(better.min() >= worse.max() for better, worse in pairwise(met))
        stricter = LANES[: LANES.index(lane)]
        assert not ((criteria == lane) & (chosen.reasons == "criteria") & np.isin(chosen.lanes, stricter)).any()


@given(cases())
def test_the_same_seed_gives_the_same_lanes(case: tuple[np.ndarray, Capacity, np.ndarray | None, int]) -> None:
    score, capacity, criteria, seed = case
    assert (allocate(score, capacity, seed, criteria) == allocate(score, capacity, seed, criteria)).all()


@given(cases())
def test_whoever_is_left_out_scores_no_higher_than_those_topped_up(
    case: tuple[np.ndarray, Capacity, np.ndarray | None, int],
) -> None:
    score, capacity, criteria, seed = case
    chosen = select(score, capacity, seed, criteria)
    topped = [score[(chosen.reasons == "score") & (chosen.lanes == lane)] for lane in LANES[:3]]
    topped.append(score[chosen.lanes == "green"])
    ranked = [part for part in topped if len(part)]
    assert all(better.min() >= worse.max() for better, worse in pairwise(ranked))


@given(cases())
def test_a_demand_goes_unmet_only_where_its_lane_is_full_of_better_demands(
    case: tuple[np.ndarray, Capacity, np.ndarray | None, int],
) -> None:
    score, capacity, criteria, seed = case
    chosen = select(score, capacity, seed, criteria)
    if criteria is None:
        assert "criteria" not in chosen.reasons
        return
    met = (chosen.reasons == "criteria") & (chosen.lanes == "red")
    unmet = (criteria == "red") & ~met
    assert (criteria[met] == "red").all()
    if unmet.any():
        assert met.sum() == capacity.red - capacity.quota("red")
        assert not met.any() or score[met].min() >= score[unmet].max()


def test_a_demand_that_finds_red_full_passes_to_yellow() -> None:
    chosen = select(np.array([0.9, 0.8, 0.1]), Capacity(1, 1), 1, np.array(["red", "red", "yellow"]))
    assert chosen.lanes.tolist() == ["red", "yellow", "green"]


def test_equal_scores_are_ordered_by_draw_and_not_by_place() -> None:
    firsts = [int(np.flatnonzero(allocate(np.zeros(50), Capacity(1, 0), seed) == "red")[0]) for seed in range(30)]
    assert len(set(firsts)) > 10


def test_the_random_quota_is_drawn_evenly() -> None:
    counts = np.zeros(20)
    for seed in range(400):
        counts += allocate(np.linspace(0, 1, 20), Capacity(5, 0, 0, 1.0), seed) == "red"
    assert counts.min() > 60 and counts.max() < 145  # expected 100, standard deviation 8.7


def test_impossible_input_is_refused_with_every_fault() -> None:
    with pytest.raises(InputError) as refusal:
        Capacity(-1, 2, -3, 1.5)
    assert len(refusal.value.faults) == 3
    with pytest.raises(InputError) as refusal:
        select(np.array([0.5, np.nan]), Capacity(1, 1), 1, np.array(["violet", "red"]))
    assert len(refusal.value.faults) == 2
    with pytest.raises(InputError, match="3 rows for 2"):
        select(np.array([0.5, 0.1]), Capacity(1, 1), 1, np.array(["", "", ""]))
