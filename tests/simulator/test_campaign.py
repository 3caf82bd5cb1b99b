"""The campaign: weeks played with toy traffic and a toy learner."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simulator import draws
from simulator.campaign import Policy, run
from simulator.control import settings
from simulator.errors import InputError
from simulator.scoring import Scores
from simulator.selectivity import Capacity

ROWS = 60


def traffic(week: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Violations travel by air and by post; a tenth of all."""
    mode = draws.integers(3, "toy.mode", week * ROWS, ROWS, 5) + 1
    violation = (draws.uniform(3, "toy.violation", week * ROWS, ROWS) < 0.25) & (mode >= 4)
    ids = [f"W{week}-{row}" for row in range(ROWS)]
    declarations = pd.DataFrame({"declaration_id": ids, "mode_at_border": pd.Categorical(mode.astype(str))})
    truth = pd.DataFrame(
        {
            "declaration_id": ids,
            "status": np.where(violation, "hub_diversion", "clean"),
            "violation": violation,
            "severity": np.where(violation, 2.0, 0.0),
            "nature": np.where(violation, "physical", None),
        }
    )
    return declarations, truth


class ByMode:
    """Scores a mode of transport by what it is told."""

    name = "mode"

    def __init__(self, rates: dict[str, float]) -> None:
        self.rates = rates

    def score(self, declarations: pd.DataFrame) -> Scores:
        value = (
            declarations["mode_at_border"].astype(str).map(lambda mode: self.rates.get(mode, 0.0)).to_numpy(dtype=float)
        )
        return Scores(value, pd.DataFrame({"toy": value}))


def learn(declarations: pd.DataFrame, found: pd.Series) -> ByMode:
    return ByMode(found.groupby(declarations["mode_at_border"].astype(str)).mean().to_dict())


def test_a_policy_that_learns_from_random_checks_finds_what_one_that_does_not_misses() -> None:
    blind = Policy(ByMode({"1": 0.9}), Capacity(8, 0, 0, 0.25))
    learning = Policy(ByMode({"1": 0.9}), Capacity(8, 0, 0, 0.25), retrain=learn)
    weeks = 20
    assert run(weeks, traffic, learning, 1)["caught"].sum() > 1.5 * run(weeks, traffic, blind, 1)["caught"].sum()


def test_results_are_flat_whole_and_repeatable() -> None:
    policy = Policy(ByMode({"5": 0.9}), Capacity(4, 6, 0, 0.2), audits=5, retrain=learn)
    results = run(6, traffic, policy, 4)
    assert results["week"].tolist() == list(range(6))
    assert (results["examined"] == 4).all() and (results["documents"] == 6).all() and (results["audits"] == 5).all()
    assert (results["caught"] <= results["violations"]).all()
    assert (results["caught"] + results["lawful_held"] <= results["examined"] + results["documents"]).all()
    assert (results["random_checked"] == 2).all()
    assert results.equals(run(6, traffic, policy, 4))
    assert not results.equals(run(6, traffic, policy, 5))


def test_no_label_is_used_before_it_is_disclosed() -> None:
    seen: list[tuple[int, set[str]]] = []

    def watch(declarations: pd.DataFrame, found: pd.Series) -> ByMode:
        assert len(declarations) == len(found)
        seen.append((len(seen) + 1, set(declarations["declaration_id"])))
        return ByMode({})

    policy = Policy(ByMode({}), Capacity(3, 0), audits=20, retrain=watch)
    results = run(8, traffic, policy, 2)
    for week, ids in seen:
        weeks_of_labels = {int(name[1:].split("-")[0]) for name in ids}
        assert max(weeks_of_labels) < week
    by_controls_alone = [3 * week for week in range(8)]
    early = settings().first_day // 7 + 1
    assert results["labels"].tolist()[:early] == by_controls_alone[:early]
    assert results["labels"].iloc[-1] > by_controls_alone[-1]


def test_criteria_are_served_before_the_score() -> None:
    def air_is_red(declarations: pd.DataFrame) -> np.ndarray:
        return np.where(declarations["mode_at_border"].astype(str) == "5", "red", "")

    told = run(10, traffic, Policy(ByMode({"1": 0.9}), Capacity(5, 0), criteria=air_is_red), 1)
    untold = run(10, traffic, Policy(ByMode({"1": 0.9}), Capacity(5, 0)), 1)
    assert told["caught"].sum() > untold["caught"].sum() == 0


def test_a_campaign_without_weeks_is_refused() -> None:
    with pytest.raises(InputError, match="at least one week"):
        run(0, traffic, Policy(ByMode({}), Capacity(1, 0)), 1)
