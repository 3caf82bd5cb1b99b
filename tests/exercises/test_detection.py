"""d′ and criterion say how well one tells and where one's line is, with intervals that hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from exercises.detection import Detection, share_of_ideal, shift
from simulator.draws import uniform

COUNTS = st.integers(0, 200)


def test_guessing_is_zero_telling_apart_is_above_and_the_line_has_a_side() -> None:
    assert Detection(10, 10, 50, 50).d_prime == pytest.approx(0.0, abs=1e-9)
    good, strict, lax = Detection(18, 2, 20, 180), Detection(8, 12, 2, 198), Detection(19, 1, 90, 110)
    assert good.d_prime > 2
    assert strict.criterion > 0.5 > 0 > lax.criterion
    # Green and Swets' table: hit rate 0.84, false alarm rate 0.16 is d′ 2, unbiased.
    assert Detection(84e4, 16e4, 16e4, 84e4).d_prime == pytest.approx(1.989, abs=1e-3)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_every_count_gives_finite_figures_inside_their_intervals(a: int, b: int, c: int, d: int) -> None:
    found = Detection(a, b, c, d)
    for value, (low, high) in (
        (found.d_prime, found.d_prime_interval),
        (found.criterion, found.criterion_interval),
    ):
        assert np.isfinite([value, low, high]).all() and low < value < high
    assert Detection.from_json(found.to_json()) == found
    assert Detection.pooled([found, found]).violations == 2 * found.violations


@pytest.mark.parametrize(("rows", "least"), [(60, 0.93), (600, 0.93)])
def test_intervals_hold_the_truth_as_often_as_they_say(rows: int, least: float) -> None:
    """2,000 observers with d′ 1.5 and criterion 0.5 at 5 % prevalence. At 60 rows (three violations) intervals are
    wide and hold more than they promise; the corrected rates pull d′ towards 0."""
    n, d_prime, criterion = 2_000, 1.5, 0.5
    bad = round(0.05 * rows)
    rates = ndtr(d_prime / 2 - criterion), ndtr(-d_prime / 2 - criterion)
    hits = (uniform(1, "hits", 0, n * bad).reshape(n, bad) < rates[0]).sum(axis=1)
    alarms = (uniform(1, "alarms", 0, n * (rows - bad)).reshape(n, rows - bad) < rates[1]).sum(axis=1)
    held = [0, 0]
    for hit, alarm in zip(hits, alarms, strict=True):
        found = Detection(hit, bad - hit, alarm, rows - bad - alarm)
        for place, (truth, (low, high)) in enumerate(
            ((d_prime, found.d_prime_interval), (criterion, found.criterion_interval))
        ):
            held[place] += low <= truth <= high
    assert all(count / n >= least for count in held), [count / n for count in held]


def test_few_violations_say_so() -> None:
    assert Detection(2, 1, 6, 51).few
    assert not Detection(60, 20, 60, 500).few


def test_a_shift_of_the_line_has_an_interval_that_shrinks_with_counts() -> None:
    before, after = Detection(4, 8, 6, 194), Detection(9, 3, 20, 180)
    moved, low, high = shift(before, after)
    assert moved < 0 and low < moved < high
    _moved, narrow_low, narrow_high = shift(Detection.pooled([before] * 9), Detection.pooled([after] * 9))
    assert narrow_high - narrow_low < (high - low) / 2


def test_the_share_of_the_best_is_one_for_the_best_and_nothing_for_holding_nothing() -> None:
    chance = np.linspace(0.01, 0.6, 50)
    best = chance > np.sort(chance)[-11]
    assert share_of_ideal(best, chance) == pytest.approx(1.0)
    assert share_of_ideal(np.zeros(50, dtype=bool), chance) == share_of_ideal(np.ones(50, dtype=bool), chance) == 0.0
    assert 0.0 <= share_of_ideal(~best, chance) < 0.2
    with pytest.raises(ValueError, match="as many"):
        Detection.of(best, best[:3])
