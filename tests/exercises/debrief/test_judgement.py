"""Confidence, reliance and the cost to lawful trade say what they claim."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import ENOUGH, Calibration, confidence_calibration, facilitation, reliance
from exercises.marking.confidence import STATED
from exercises.marking.facilitation import DELAY_COST
from simulator.office import control_settings

JUDGEMENTS = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(1, 4)), st.booleans(), st.floats(0.0, 1.0)), min_size=1, max_size=80
)


@given(JUDGEMENTS)
def test_the_brier_score_is_its_three_parts(given_: list[tuple[int | None, bool, float]]) -> None:
    """Murphy's identity, for outcomes and for chances, whatever was left unsaid."""
    said, controlled, right = (list(column) for column in zip(*given_, strict=True))
    found = confidence_calibration(said, np.array(controlled), np.array(right))
    judgements = sum(level is not None for level in said)
    if found is None:
        assert not judgements
        return
    assert found.brier == pytest.approx(found.reliability - found.resolution + found.uncertainty, abs=1e-12)
    assert sum(level.right.total for level in found.levels) == len(given_) == found.measured
    assert found.judgements == judgements and found.enough == (judgements >= ENOUGH)
    assert found.over_low <= found.over <= found.over_high


def test_who_is_right_as_often_as_said_is_calibrated_and_who_is_not_is_told_which_way() -> None:
    def of(levels: list[int], right: np.ndarray) -> Calibration:
        found = confidence_calibration(levels, np.ones(len(levels), dtype=bool), right.astype(float))
        assert found is not None
        return found

    levels = [level for level in STATED for _time in range(200)]
    exact = of(levels, np.concatenate([np.arange(200) < 200 * chance for chance in STATED.values()]))
    assert exact.reliability == pytest.approx(0.0) and exact.over == pytest.approx(0.0)
    assert of([4] * 100, np.arange(100) < 60).over_low > 0.2
    assert of([1] * 100, np.arange(100) < 90).over_high < -0.2


def test_what_is_left_unsaid_counts_as_a_certain_release_or_a_guessed_control() -> None:
    controlled, right = np.array([True, False, False]), np.array([0.9, 0.8, 0.3])
    for said, counts in (([3, None, None], [3, 4, 4]), ([None, 4, 4], [1, 4, 4])):
        found, spoken = (confidence_calibration(levels, controlled, right) for levels in (said, counts))
        assert found is not None and spoken is not None
        assert found == replace(spoken, judgements=found.judgements) and found.judgements < 3


def test_no_judgement_and_bad_judgements() -> None:
    assert confidence_calibration([], np.array([], dtype=bool), np.array([])) is None
    silent = confidence_calibration([None], np.array([True]), np.array([0.5]))
    assert silent is not None and silent.judgements == 0 and not silent.enough
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        confidence_calibration([5], np.array([True]), np.array([1.0]))
    with pytest.raises(ValueError, match="the same number"):
        confidence_calibration([1, 2], np.array([True]), np.array([1.0]))


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
