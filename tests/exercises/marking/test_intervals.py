"""The interval of an efficiency says how far one batch can be trusted, and how often it is right is stated as measured.

A habit is a way of choosing: by the chance that is seen, blurred by noise. Its long run is its mean efficiency over
many batches; an interval is right where it holds that.
"""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exercises.marking.intervals import efficiency_interval
from exercises.marking.ladder import efficiency
from simulator.draws import Floats, uniform

BATCHES, SIZE, PLACES = 300, 120, 12


def habit(noise: float, rarity: int = 12, places: int = PLACES) -> tuple[Floats, Floats]:
    """Efficiency (BATCHES,) and its interval (BATCHES, 2) of one habit; the higher ``rarity``, the fewer of worth."""
    worth = uniform(3, "worth", 0, BATCHES * SIZE).reshape(BATCHES, SIZE) ** rarity
    seen = worth + noise * uniform(3, "noise", 0, BATCHES * SIZE).reshape(BATCHES, SIZE)
    chosen = np.zeros((BATCHES, SIZE), dtype=bool)
    np.put_along_axis(chosen, np.argsort(-seen, axis=1)[:, :places], True, axis=1)
    rows = range(BATCHES)
    return (
        np.array([efficiency(worth[row], chosen[row], PLACES) for row in rows]),
        np.array([efficiency_interval(worth[row], chosen[row], PLACES) for row in rows]),
    )


@pytest.mark.parametrize("rarity", [3, 12, 40, 120])
@pytest.mark.parametrize("noise", [0.0, 0.2, 0.6, 1.2, 3.0, 100.0])
def test_it_holds_the_long_run_of_the_best_eye_and_of_a_guesser_as_often_as_promised(noise: float, rarity: int) -> None:
    """From the best chooser down to one who guesses, and from batches full of worth to those with one consignment of
    it. Resampling held the guessers' in 84 to 94 % (rarity 12) and less where worth is rarer."""
    found, interval = habit(noise, rarity)
    truth = found.mean()
    held = np.mean((interval[:, 0] <= truth + 1e-9) & (truth <= interval[:, 1] + 1e-9))
    assert held >= 0.93, held


@example(seed=1, size=40, places=20, worthy=1)
@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 20), st.integers(1, 20))
def test_it_is_an_interval_of_shares_for_every_batch_and_never_unknown(
    seed: int, size: int, places: int, worthy: int
) -> None:
    """Also where many resamples hold nothing that is worth anything."""
    worth = np.where(np.arange(size) < worthy, uniform(seed, "worth", 0, size) + 1e-9, 0.0)
    chosen = np.argsort(uniform(seed, "chosen", 0, size)) < places
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        interval = efficiency_interval(worth, chosen, places)
    assert interval is not None
    low, high = interval
    assert 0.0 <= low <= high <= 1.0


def test_few_consignments_of_worth_make_it_wide() -> None:
    """Mean width where one in 60 is more likely a violation than not, against one in five."""
    (_many, narrow), (_few, wide) = habit(0.6, rarity=3), habit(0.6, rarity=40)
    assert np.diff(wide).mean() > 1.5 * np.diff(narrow).mean()


def test_unused_places_cannot_be_made_good() -> None:
    """Who leaves half of the places empty has half of the best: the interval lies lower than with all of them used."""
    (half, low), (full, high) = habit(0.0, rarity=3, places=PLACES // 2), habit(0.0, rarity=3)
    assert (half < 0.6).all() and (full > 1 - 1e-9).all()
    assert (low < high).all()


def test_nothing_to_find_has_no_interval_and_nothing_chosen_reaches_up_from_zero() -> None:
    assert efficiency_interval(np.zeros(5), np.ones(5, dtype=bool), 3) is None
    assert efficiency_interval(np.ones(5), np.ones(5, dtype=bool), 0) is None
    nothing = efficiency_interval(np.ones(5), np.zeros(5, dtype=bool), 3)
    assert nothing is not None and nothing == pytest.approx((0.0, 1 - 0.025 ** (1 / 3)))
    with pytest.raises(ValueError, match="the same number"):
        efficiency_interval(np.ones(5), np.ones(4, dtype=bool), 3)
