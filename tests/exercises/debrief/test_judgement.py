"""Confidence, reliance, the cost to lawful trade and the intervals of efficiency say what they claim."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import ENOUGH, confidence_calibration, facilitation, reliance
from exercises.marking.choice import efficiency
from exercises.marking.confidence import STATED
from exercises.marking.facilitation import DELAY_COST
from exercises.marking.intervals import efficiency_interval
from simulator.draws import uniform
from simulator.office import control_settings

JUDGEMENTS = st.lists(st.tuples(st.integers(1, 4), st.floats(0.0, 1.0)), min_size=1, max_size=80)


@given(JUDGEMENTS)
def test_the_brier_score_is_its_three_parts(given_: list[tuple[int, float]]) -> None:
    """Murphy's identity, for outcomes and for chances."""
    levels, right = (np.array(column) for column in zip(*given_, strict=True))
    found = confidence_calibration(levels, right.astype(float))
    assert found is not None
    assert found.brier == pytest.approx(found.reliability - found.resolution + found.uncertainty, abs=1e-12)
    assert sum(level.right.total for level in found.levels) == len(given_)
    assert found.enough == (len(given_) >= ENOUGH)
    assert found.over_low <= found.over <= found.over_high


def test_who_is_right_as_often_as_said_is_calibrated_and_who_is_not_is_told_which_way() -> None:
    levels = np.repeat(list(STATED), 200)
    right = np.concatenate([np.arange(200) < 200 * chance for chance in STATED.values()])
    exact = confidence_calibration(levels, right)
    assert exact is not None and exact.reliability == pytest.approx(0.0) and exact.over == pytest.approx(0.0)
    proud = confidence_calibration(np.full(100, 4), (np.arange(100) < 60).astype(float))
    assert proud is not None and proud.over_low > 0.2
    humble = confidence_calibration(np.full(100, 1), (np.arange(100) < 90).astype(float))
    assert humble is not None and humble.over_high < -0.2


def test_no_judgement_and_bad_judgements() -> None:
    assert confidence_calibration(np.array([], dtype=int), np.array([], dtype=bool)) is None
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        confidence_calibration(np.array([5]), np.array([True]))
    with pytest.raises(ValueError, match="the same number"):
        confidence_calibration(np.array([1, 2]), np.array([True]))


def test_reliance_tells_following_from_helping() -> None:
    before = np.array([0, 0, 1, 1, 0, 1], dtype=bool)
    after = np.array([1, 1, 0, 0, 0, 1], dtype=bool)
    engine = np.array([1, 1, 0, 1, 1, 0], dtype=bool)
    best = np.array([1, 0, 0, 1, 1, 1], dtype=bool)
    found = reliance(before, after, engine, best)
    assert found is not None
    assert (found.toward, found.toward_helped, found.away, found.away_helped, found.kept) == (3, 2, 1, 0, 2)
    assert (found.rightly_followed.count, found.rightly_followed.total) == (2, 3)
    assert (found.rightly_resisted.count, found.rightly_resisted.total) == (1, 2)
    nobody = np.array([], dtype=bool)
    assert reliance(nobody, nobody, nobody, nobody) is None
    with pytest.raises(ValueError, match="the same number"):
        reliance(before, after, engine, best[:2])


def test_lawful_trade_pays_for_controls_and_questions_alone() -> None:
    known = control_settings()
    red, yellow = known.of_lane("red"), known.of_lane("yellow")
    assert red is not None and yellow is not None
    violation = np.array([True, False, False, False, False])
    lanes = np.array(["red", "red", "yellow", "green", "blue"])
    value = np.array([9e9, 24_000.0, np.nan, 240_000.0, 1.0])
    found = facilitation(violation, lanes, value, np.array([5.0, 0.0, 0.0, 4.0, 0.0]), 90.0)
    assert (found.lawful, found.delayed) == (4, 3)
    assert found.hours == red.delay_hours + yellow.delay_hours + 4.0
    lost = 24_000.0 * red.delay_hours / 24 + 240_000.0 * 4 / 24
    assert (found.cost_low, found.cost_high) == pytest.approx([lost * share for share in DELAY_COST])
    assert found.officer_hours == 2 * red.hours + yellow.hours + 1.5
    nothing = facilitation(violation, np.full(5, "green"), value, np.zeros(5), 0.0)
    assert (nothing.delayed, nothing.hours, nothing.cost_high, nothing.officer_hours) == (0, 0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="the same number"):
        facilitation(violation, lanes[:2], value, np.zeros(5), 0.0)


def test_the_interval_of_efficiency_holds_a_habits_long_run() -> None:
    """A habit chooses by the chance seen with noise. Its long run over 400 batches lies in at least 95 % of single
    batches' intervals: in 99.7 %, as they are as wide as batches vary but lean downwards."""
    n, k, batches = 120, 12, 400
    chance = uniform(3, "chance", 0, batches * n).reshape(batches, n) ** 12
    noise = 0.6 * uniform(3, "noise", 0, batches * n).reshape(batches, n)
    found, intervals = [], []
    for row, (worth, blur) in enumerate(zip(chance, noise, strict=True)):
        chosen = np.zeros(n, dtype=bool)
        chosen[np.argsort(-(worth + blur))[:k]] = True
        share, interval = efficiency(worth, chosen, k), efficiency_interval(worth, chosen, k, row)
        assert share is not None and interval is not None
        found.append(share)
        intervals.append(interval)
    truth = float(np.mean(found))
    held = sum(low <= truth <= high for low, high in intervals)
    assert held / batches >= 0.95, held / batches
    half = np.mean([(high - low) / 2 for low, high in intervals])
    assert 0.7 < half / (1.96 * np.std(found)) < 1.3
    assert efficiency_interval(np.zeros(5), np.ones(5, dtype=bool), 3, 1) is None
    assert efficiency_interval(np.ones(5), np.zeros(5, dtype=bool), 3, 1) == (0.0, 0.0)
    with pytest.raises(ValueError, match="the same number"):
        efficiency_interval(np.ones(5), np.ones(4, dtype=bool), 3, 1)
