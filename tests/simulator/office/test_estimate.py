"""The estimate: exact chances, no bias whatever the scores are worth, and an interval that covers as it says."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from simulator.errors import InputError
from simulator.office import Capacity, Tally, control_settings, inspect, select
from simulator.office.estimate import chances, tally
from simulator.office.selectivity import LANES, Selection

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(7)
ROWS, CAPACITY = 1500, Capacity(100, 50, 0, 0.5)
NATURES = RNG.choice(["documentary", "physical", "party"], ROWS)
VIOLATION = RNG.random(ROWS) < 0.12
TRUTH = pd.DataFrame(
    {
        "declaration_id": [f"E-{row}" for row in range(ROWS)],
        "status": np.where(VIOLATION, "hub_diversion", "clean"),
        "violation": VIOLATION,
        "nature": np.where(VIOLATION, NATURES, ""),
    }
)
NOISE = RNG.random(ROWS)
SCORES = {"telling": VIOLATION + 2 * NOISE, "misleading": 1.5 * NOISE - VIOLATION}
CRITERIA = np.where(RNG.random(ROWS) < 0.03 + 0.2 * VIOLATION, "red", "")


def shares(chosen: Selection) -> np.ndarray:
    """Which of red, yellow and blue each consignment came to."""
    came: np.ndarray = chosen.lanes[:, None] == np.array(LANES[:3])
    return came


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, Capacity, np.ndarray | None, int]:
    rows = draw(st.integers(0, 40))
    score = np.array(draw(st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.9]), min_size=rows, max_size=rows)), dtype=float)
    criteria = draw(st.none() | st.lists(st.sampled_from(["", *LANES]), min_size=rows, max_size=rows).map(np.array))
    places = st.integers(0, 15)
    capacity = Capacity(draw(places), draw(places), draw(places), draw(st.sampled_from([0.0, 0.1, 0.34, 1.0])))
    return score, capacity, criteria, draw(st.integers(0, 2**32))


@given(cases())
def test_chances_add_up_to_the_places_filled(case: tuple[np.ndarray, Capacity, np.ndarray | None, int]) -> None:
    score, capacity, criteria, seed = case
    chance, chosen = chances(score, capacity, seed, criteria), select(score, capacity, seed, criteria)
    assert np.allclose(chance.sum(axis=0), shares(chosen).sum(axis=0))
    assert (chance > -1e-12).all() and (chance.sum(axis=1) < 1 + 1e-12).all()
    assert (chance[chosen.reasons == "criteria"] == shares(chosen)[chosen.reasons == "criteria"]).all()
    assert (chance[chosen.lanes != "green"].sum(axis=1) > 0).all(), "what happened had a chance to happen"


@pytest.mark.parametrize("capacity", [Capacity(6, 5, 4, 0.3), Capacity(3, 0, 0, 0.34), Capacity(20, 9, 3, 0.2)])
def test_chances_are_how_often_it_happens(capacity: Capacity) -> None:
    score = np.random.default_rng(1).permutation(30) / 30
    criteria = np.where(np.arange(30) % 7 == 0, "red", "")
    runs = 4000
    happened = sum(shares(select(score, capacity, seed, criteria)).astype(float) for seed in range(runs)) / runs
    chance = chances(score, capacity, 0, criteria)
    spread = np.sqrt(chance * (1 - chance) / runs)
    assert (np.abs(happened - chance) <= 4.5 * spread + 1e-9).all()


@cache
def estimates(kind: str, runs: int) -> tuple[np.ndarray, np.ndarray]:
    """Estimates of the rate of the same traffic under another lottery and other luck each, and whether they cover."""
    score = SCORES[kind]
    chance = chances(score, CAPACITY, 0, CRITERIA)  # scores are all different, so the seed does not matter
    values, covered = [], []
    for seed in range(runs):
        lanes = select(score, CAPACITY, seed, CRITERIA).lanes
        found = tally(TRUTH, inspect(TRUTH, lanes, seed), chance).rate()
        values.append(found.value)
        covered.append(found.low <= VIOLATION.mean() <= found.high)
    return np.array(values), np.array(covered)


@pytest.mark.parametrize("kind", SCORES)
def test_the_mean_over_many_lotteries_is_the_truth(kind: str) -> None:
    values, _ = estimates(kind, 400)
    assert abs(values.mean() - VIOLATION.mean()) < 3 * values.std(ddof=1) / math.sqrt(len(values))


@pytest.mark.parametrize("kind", SCORES)
def test_the_interval_covers_in_95_of_100(kind: str) -> None:
    _, covered = estimates(kind, 400)
    low, high = binom.ppf([0.001, 0.999], len(covered), 0.95)
    assert low <= covered.sum() <= high


def test_what_the_plain_hit_rate_says_is_wrong_where_the_estimate_is_right() -> None:
    lanes = select(SCORES["telling"], CAPACITY, 1, CRITERIA).lanes
    controls = inspect(TRUTH, lanes, 1)
    assert controls["finding"][controls["control"].notna()].mean() > 2 * VIOLATION.mean()
    assert estimates("telling", 400)[0].mean() == pytest.approx(VIOLATION.mean(), rel=0.05)


def test_only_the_nature_of_what_was_found_is_read() -> None:
    lanes = select(SCORES["telling"], CAPACITY, 3, CRITERIA).lanes
    controls, chance = inspect(TRUTH, lanes, 3), chances(SCORES["telling"], CAPACITY, 3, CRITERIA)
    hidden = ~controls["finding"].to_numpy()
    poisoned = TRUTH.copy()
    poisoned.loc[hidden, "violation"] = ~poisoned.loc[hidden, "violation"]
    poisoned.loc[hidden, "nature"] = "party"
    assert tally(poisoned, controls, chance) == tally(TRUTH, controls, chance)


def test_weeks_add_up_and_tell_more_together() -> None:
    score, weeks = SCORES["telling"], []
    chance = chances(score, CAPACITY, 0, CRITERIA)
    for seed in range(8):
        lanes = select(score, CAPACITY, seed, CRITERIA).lanes
        weeks.append(tally(TRUTH, inspect(TRUTH, lanes, seed), chance))
    year = sum(weeks, Tally())
    assert year.declarations == 8 * ROWS and year.found == sum(week.found for week in weeks)
    assert year.rate().value == pytest.approx(np.mean([week.rate().value for week in weeks]))
    widths = [week.rate().high - week.rate().low for week in weeks]
    assert year.rate().high - year.rate().low < 0.6 * np.mean(widths)


def test_nothing_found_leaves_room_for_what_was_not_seen() -> None:
    lawful = TRUTH.assign(violation=False, status="clean", nature="")
    controls = inspect(lawful, select(NOISE, CAPACITY, 1).lanes, 1)
    found = tally(lawful, controls, chances(NOISE, CAPACITY, 1)).rate()
    assert found.value == found.low == 0
    assert 1 / 90 < found.high < 6 / 36, "36 checks at random that found nothing rule out one in six, not one in ninety"


def test_a_violation_that_was_found_is_certain() -> None:
    found = Tally(declarations=100, found=9, sent=9.5, sent_variance=1.0, others=50, reach=1.0).rate()
    assert found.low >= 0.09 and found.high <= 1.0


def test_without_a_random_share_there_is_no_estimate() -> None:
    for capacity in (Capacity(60, 30), Capacity(0, 0, 90, 0.5)):
        lanes = select(NOISE, capacity, 1).lanes
        found = tally(TRUTH, inspect(TRUTH, lanes, 1), chances(NOISE, capacity, 1)).rate()
        assert all(math.isnan(value) for value in (found.value, found.low, found.high))
    assert math.isnan(Tally().rate().value)


def test_a_nature_that_no_control_can_see_leaves_no_estimate() -> None:
    known = control_settings()
    blind = replace(known.controls["physical"], sensitivity={**known.controls["physical"].sensitivity, "party": 0.0})
    told = replace(known, controls={**known.controls, "physical": blind})
    capacity = Capacity(60, 0, 0, 0.4)
    controls = inspect(TRUTH, select(NOISE, capacity, 1).lanes, 1, told)
    assert math.isnan(tally(TRUTH, controls, chances(NOISE, capacity, 1), told).rate().value)


def test_everything_examined_leaves_only_what_examination_misses() -> None:
    everything = Capacity(ROWS, 0, 0, 0.1)
    controls = inspect(TRUTH, "red", 1)
    found = tally(TRUTH, controls, chances(NOISE, everything, 1)).rate()
    assert found.low <= VIOLATION.mean() <= found.high
    assert found.high - found.low < 0.03


def test_what_cannot_be_estimated_from_is_refused() -> None:
    controls, chance = inspect(TRUTH, "red", 1), np.ones((ROWS, 3))
    with pytest.raises(InputError, match="same order"):
        tally(TRUTH.iloc[::-1], controls, chance)
    with pytest.raises(InputError, match="same order"):
        tally(TRUTH, controls, chance[:5])
    with pytest.raises(InputError, match="without further"):
        tally(TRUTH, inspect(TRUTH, "red", 1, further={"scan": np.ones(ROWS, dtype=bool)}), chance)
