"""d′ and criterion say how well one tells and where one's line is, with intervals that hold what they promise."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from exercises.marking import Detection, KeptResult, shift
from simulator.draws import uniform

pytestmark = pytest.mark.slow

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
    kept = KeptResult(detection=found).model_dump(mode="json")
    assert KeptResult.model_validate(kept).detection == found
    assert Detection.pooled([found, found]).violations == 2 * found.violations


def observers(stream: str, rows: int, d_prime: float, criterion: float, n: int = 2_000) -> list[Detection]:
    """Observers with one eye and one line, each of whom saw ``rows`` consignments at 5 % prevalence."""
    bad = round(0.05 * rows)
    rates = ndtr(d_prime / 2 - criterion), ndtr(-d_prime / 2 - criterion)
    hits = (uniform(1, f"{stream}/hits", 0, n * bad).reshape(n, bad) < rates[0]).sum(axis=1)
    alarms = (uniform(1, f"{stream}/alarms", 0, n * (rows - bad)).reshape(n, rows - bad) < rates[1]).sum(axis=1)
    return [Detection(hit, bad - hit, alarm, rows - bad - alarm) for hit, alarm in zip(hits, alarms, strict=True)]


@pytest.mark.parametrize(("rows", "least", "most"), [(60, 0.92, 1.0), (600, 0.935, 0.975)])
@pytest.mark.parametrize(("d_prime", "criterion"), [(0.0, 0.0), (1.0, 1.0), (1.5, 0.5), (2.0, 0.0), (3.0, 0.0)])
def test_intervals_hold_the_truth_about_as_often_as_they_say(
    rows: int, least: float, most: float, d_prime: float, criterion: float
) -> None:
    """95 % is promised. With 30 violations 93.5 to 97.5 % is held. With three of them it is 92 to 100 %: too much for a
    poor eye, a little too little for a very good one (d′ 3), whose d′ the corrected rates pull towards 0."""
    found = observers("coverage", rows, d_prime, criterion)
    for truth, intervals in (
        (d_prime, [one.d_prime_interval for one in found]),
        (criterion, [one.criterion_interval for one in found]),
    ):
        assert least <= np.mean([low <= truth <= high for low, high in intervals]) <= most


def test_three_violations_pull_a_very_good_eye_half_a_deviation_down_and_thirty_do_not() -> None:
    assert np.mean([one.d_prime for one in observers("pull", 60, 3.0, 0.0)]) == pytest.approx(2.5, abs=0.1)
    assert np.mean([one.d_prime for one in observers("pull", 600, 3.0, 0.0)]) == pytest.approx(3.0, abs=0.1)


def test_a_strict_guesser_seems_to_have_an_eye_among_few_violations_and_holding_nothing_is_marked_few() -> None:
    """d′ of a guesser who holds 7 % is 0.5 on average with three violations and 0 with thirty; of who holds nothing it
    is about 1.1 with either. That figure is marked as few, and its interval holds 0."""
    assert np.mean([one.d_prime for one in observers("strict", 60, 0.0, 1.5)]) == pytest.approx(0.5, abs=0.05)
    assert np.mean([one.d_prime for one in observers("strict", 600, 0.0, 1.5)]) == pytest.approx(0.0, abs=0.05)
    for nothing in (Detection(0, 3, 0, 57), Detection(0, 30, 0, 570)):
        low, high = nothing.d_prime_interval
        assert nothing.d_prime == pytest.approx(1.1, abs=0.15) and nothing.few and low < 0 < high


@pytest.mark.parametrize("rows", [60, 600])
def test_a_line_that_did_not_move_is_seldom_said_to_have_moved(rows: int) -> None:
    """At most 6 % of 2,000 pairs of runs with the same line, where the interval promises 5 %."""
    pairs = zip(observers("before", rows, 1.5, 0.5), observers("after", rows, 1.5, 0.5), strict=True)
    moves = [shift(before, after) for before, after in pairs]
    assert np.mean([not low <= 0 <= high for _moved, low, high in moves]) <= 0.06


def test_what_is_expected_is_what_comes_out_on_average() -> None:
    """Counts by the posterior are the mean of counts by outcomes that were drawn from it."""
    n, times = 40, 4_000
    chance, held = uniform(2, "chance", 0, n), uniform(2, "held", 0, n) < 0.3
    drawn = uniform(2, "outcome", 0, n * times).reshape(times, n) < chance
    expected = Detection.expected(held, chance)
    mean = np.mean([list(asdict(Detection.of(held, outcome)).values()) for outcome in drawn], axis=0)
    assert list(asdict(expected).values()) == pytest.approx(mean, abs=0.1)
    assert expected.violations + expected.lawful == pytest.approx(n)


def test_few_violations_say_so() -> None:
    assert Detection(2, 1, 6, 51).few
    assert not Detection(60, 20, 60, 500).few


def test_a_shift_of_the_line_has_an_interval_that_shrinks_with_counts() -> None:
    before, after = Detection(4, 8, 6, 194), Detection(9, 3, 20, 180)
    moved, low, high = shift(before, after)
    assert moved < 0 and low < moved < high
    _moved, narrow_low, narrow_high = shift(Detection.pooled([before] * 9), Detection.pooled([after] * 9))
    assert narrow_high - narrow_low < (high - low) / 2


def test_decisions_and_outcomes_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="the same number"):
        Detection.of(np.zeros(5, dtype=bool), np.zeros(3, dtype=bool))
