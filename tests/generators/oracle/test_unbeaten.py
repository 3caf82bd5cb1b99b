"""Nothing on the screen adds to the oracle: a boosting that is told its log-odds and all facts is no better than it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from generators.odds import Settings
from tests.generators.oracle.test_proof import facts, shards, weighed

pytestmark = pytest.mark.slow

ROWS = 150_000
SETTINGS = Settings(declarations=ROWS, prevalence=0.1)


def log_odds(posterior: NDArray[np.float64]) -> NDArray[np.float64]:
    held = np.clip(posterior, 1e-9, 1 - 1e-9)
    found: NDArray[np.float64] = np.log(held) - np.log1p(-held)
    return found


def loss(chance: NDArray[np.float64], happened: NDArray[np.bool_]) -> NDArray[np.float64]:
    held = np.clip(chance, 1e-9, 1 - 1e-9)
    return -np.where(happened, np.log(held), np.log1p(-held))


def shown(seed: int) -> NDArray[np.float64]:
    """All that every tier shows of each consignment."""
    return np.concatenate([facts(part, "portal") for part in shards(SETTINGS, seed)])


@pytest.mark.parametrize("alone", [False, True], ids=["with history", "alone"])
def test_facts_beside_the_log_odds_do_not_lower_the_log_loss_on_fresh_data(alone: bool) -> None:
    tables, told = [], []
    for seed in (81, 82):
        happened, director, posteriors = weighed(SETTINGS, seed)
        posterior = posteriors["portal"][int(alone)]
        tables.append(np.column_stack([log_odds(posterior), shown(seed)]))
        told.append((happened, director, posterior))
    model = HistGradientBoostingClassifier(max_iter=60, learning_rate=0.1, early_stopping=False, random_state=0)
    model.fit(tables[0], told[0][0])
    happened, director, posterior = told[1]
    gain = loss(posterior, happened) - loss(model.predict_proba(tables[1])[:, 1], happened)
    sums = np.bincount(director, weights=gain - gain.mean())
    assert gain.mean() < 2 * np.sqrt((sums**2).sum()) / len(gain)


def test_a_boosting_that_knows_more_than_the_oracle_shows_would_be_found() -> None:
    """The same with the log-odds of the declaration alone: there the facts of the other tiers do lower the loss."""
    happened, director, posteriors = weighed(SETTINGS, 81)
    told = log_odds(posteriors["declaration"][1])
    model = HistGradientBoostingClassifier(max_iter=60, learning_rate=0.1, early_stopping=False, random_state=0)
    model.fit(np.column_stack([told, shown(81)]), happened)
    happened, director, posteriors = weighed(SETTINGS, 82)
    posterior = posteriors["declaration"][1]
    chance = model.predict_proba(np.column_stack([log_odds(posterior), shown(82)]))[:, 1]
    gain = loss(posterior, happened) - loss(chance, happened)
    sums = np.bincount(director, weights=gain - gain.mean())
    assert gain.mean() > 2 * np.sqrt((sums**2).sum()) / len(gain)
