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

from exercises.marking.choice import efficiency
from exercises.marking.intervals import efficiency_interval
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
        np.array([efficiency_interval(worth[row], chosen[row], PLACES, row) for row in rows]),
    )


@pytest.mark.parametrize(
    ("noise", "least", "most"),
    [(0.0, 1.0, 1.0), (0.2, 0.99, 1.0), (0.6, 0.95, 1.0), (1.2, 0.85, 0.94), (3.0, 0.84, 0.94)],
)
def test_it_holds_the_long_run_of_a_good_eye_always_and_of_a_guesser_less_often_than_promised(
    noise: float, least: float, most: float
) -> None:
    """95 % is promised. Measured from the best chooser down to one who nearly guesses: 100, 100, 98, 90 and 88 %. With
    so few places one batch rests on a handful of consignments, and no resampling shows those that did not come."""
    found, interval = habit(noise)
    truth = found.mean()
    held = np.mean((interval[:, 0] <= truth + 1e-9) & (truth <= interval[:, 1] + 1e-9))
    assert least <= held <= most, held


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
        interval = efficiency_interval(worth, chosen, places, seed)
    assert interval is not None
    low, high = interval
    assert 0.0 <= low <= high <= 1.0


def test_few_consignments_of_worth_make_it_wide() -> None:
    """Mean width where one in 60 is more likely a violation than not, against one in five."""
    (_many, narrow), (_few, wide) = habit(0.6, rarity=3), habit(0.6, rarity=40)
    assert np.diff(wide).mean() > 2 * np.diff(narrow).mean()


def test_unused_places_cannot_be_made_good() -> None:
    """Who leaves half of the places empty is told so: the interval lies lower than with all of them used."""
    (_half, half), (_all, full) = habit(0.0, rarity=3, places=PLACES // 2), habit(0.0, rarity=3)
    assert (half[:, 1] < full[:, 0]).all()


def test_the_same_seed_gives_the_same_interval() -> None:
    worth, chosen = uniform(5, "worth", 0, 50), np.arange(50) < 8
    assert efficiency_interval(worth, chosen, 8, 1) == efficiency_interval(worth, chosen, 8, 1)
    assert efficiency_interval(worth, chosen, 8, 1) != efficiency_interval(worth, chosen, 8, 2)
