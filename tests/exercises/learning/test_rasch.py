"""Estimates lie where the answers put them, and their intervals hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, ndtri

from exercises.learning.rasch import FEW, PRIOR_SD, Estimate, modes
from simulator.draws import uniform


def test_without_contrary_answers_the_prior_holds_an_estimate_back() -> None:
    group, zero = np.zeros(4, dtype=np.int64), np.zeros(1)
    all_right, spread = modes(group, zero, PRIOR_SD**2, np.zeros(4), np.ones(4))
    all_wrong, _ = modes(group, zero, PRIOR_SD**2, np.zeros(4), np.zeros(4))
    assert 1.0 < all_right[0] < 2.0 and all_wrong[0] == pytest.approx(-all_right[0])
    assert np.sqrt(spread[0]) < PRIOR_SD


def test_the_mode_is_where_the_slope_is_nought() -> None:
    group = np.array([0, 0, 1, 1, 1])
    other, right = np.array([-3.0, 4.0, 0.5, 0.0, -9.0]), np.array([1.0, 1.0, 0.0, 1.0, 0.0])
    prior = np.array([0.3, -2.0])
    x, _ = modes(group, prior, 2.0, other, right)
    slope = (prior - x) / 2.0 + np.bincount(group, right - expit(x[group] - other))
    assert slope == pytest.approx(0.0, abs=1e-9)


def test_nineteen_in_twenty_intervals_hold_the_truth() -> None:
    """2,000 trainees of the prior with 12 answers each: 95 % within 2 % (four standard errors)."""
    people, each = 2_000, 12
    truth = PRIOR_SD * ndtri(uniform(3, "truth", 0, people))
    group = np.repeat(np.arange(people), each)
    other = 2.0 * uniform(3, "other", 0, people * each) - 2.0
    right = (uniform(3, "right", 0, people * each) < expit(truth[group] - other)).astype(float)
    mean, spread = modes(group, np.zeros(people), PRIOR_SD**2, other, right)
    found = [Estimate(float(m), float(s), each) for m, s in zip(mean, np.sqrt(spread), strict=True)]
    held = np.mean([one.low <= t <= one.high for one, t in zip(found, truth, strict=True)])
    assert held == pytest.approx(0.95, abs=0.02)


def test_few_answers_are_called_few() -> None:
    assert Estimate(answers=FEW - 1).few and not Estimate(answers=FEW).few
