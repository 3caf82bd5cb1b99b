"""Measures of rankings: the oracle's own order is perfect, all is bounded, and known cases come out as by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import average_precision_score

from models.evaluation import at_capacity, average_precision, bayes_efficiency, calibration_error, capture_curve
from simulator.draws import Floats

unit = st.floats(0, 1, allow_subnormal=False)
ranked = st.integers(1, 40).flatmap(
    lambda n: st.tuples(arrays(np.float64, n, elements=unit), arrays(np.float64, n, elements=unit), st.integers(0, n))
)


def whole(posterior: Floats, k: int) -> float:
    """All there is to find, as a share: undefined where there is nothing."""
    return 1.0 if k and posterior.max() > 0 else float("nan")


@given(ranked)
def test_the_oracles_own_order_is_fully_efficient(case: tuple[Floats, Floats, int]) -> None:
    _, posterior, k = case
    assert bayes_efficiency(posterior, posterior, k) == pytest.approx(whole(posterior, k), nan_ok=True)


@given(ranked)
def test_efficiency_is_bounded(case: tuple[Floats, Floats, int]) -> None:
    scores, posterior, k = case
    found = bayes_efficiency(scores, posterior, k)
    assert 0.0 <= found <= 1.0 or (np.isnan(found) and np.isnan(whole(posterior, k)))


@given(ranked)
def test_examining_all_is_fully_efficient(case: tuple[Floats, Floats, int]) -> None:
    scores, posterior, _ = case
    found = bayes_efficiency(scores, posterior, len(scores))
    assert found == pytest.approx(whole(posterior, len(scores)), nan_ok=True)


def test_efficiency_by_hand() -> None:
    posterior = np.array([0.8, 0.6, 0.1, 0.0])
    assert bayes_efficiency(np.array([0.9, 0.1, 0.8, 0.2]), posterior, 2) == pytest.approx(0.9 / 1.4)
    severity = np.array([1.0, 1.0, 30.0, 1.0])
    assert bayes_efficiency(posterior, posterior, 1, severity) == pytest.approx(0.8 / 3.0)


@given(ranked)
def test_capture_rises_from_none_to_all(case: tuple[Floats, Floats, int]) -> None:
    scores, posterior, _ = case
    curve = capture_curve(scores, posterior)
    assert curve[0] == 0.0
    assert curve[-1] == pytest.approx(1.0)
    assert (np.diff(curve) >= -1e-12).all()


@given(ranked)
def test_no_order_captures_more_than_the_oracle(case: tuple[Floats, Floats, int]) -> None:
    scores, posterior, _ = case
    assert (capture_curve(posterior, posterior) >= capture_curve(scores, posterior) - 1e-9).all()


@given(ranked)
def test_average_precision_agrees_with_scikit_learn(case: tuple[Floats, Floats, int]) -> None:
    scores, other, _ = case
    scores, labels = np.round(scores, 1), other > 0.5
    if labels.any():
        assert average_precision(scores, labels) == pytest.approx(average_precision_score(labels, scores))
    else:
        assert math.isnan(average_precision(scores, labels))


@given(ranked)
def test_precision_and_recall_stay_below_their_ceilings_and_inside_their_intervals(
    case: tuple[Floats, Floats, int],
) -> None:
    scores, other, k = case
    result = at_capacity(scores, other > 0.5, k)
    assert 0.0 <= result.precision <= result.precision_ceiling <= 1.0
    assert 0.0 <= result.recall <= result.recall_ceiling <= 1.0
    if k:
        assert result.precision_interval[0] - 1e-12 <= result.precision <= result.precision_interval[1] + 1e-12


def test_calibration_error_is_nought_for_truth_and_the_gap_for_a_constant_lie() -> None:
    posterior = np.linspace(0.0, 0.5, 300)
    assert calibration_error(posterior, posterior) == pytest.approx(0.0)
    assert calibration_error(np.clip(posterior + 0.2, 0, 1), posterior) == pytest.approx(0.2)
