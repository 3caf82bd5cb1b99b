"""The ladder: labels are read when they are disclosed, never before, and the rungs stand in the order they must."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from exercises.analysis import Measured
from exercises.analysis.evaluation import Fit, days_of, trained
from exercises.cli.entry import run
from generators.odds import Settings
from generators.traffic import generate
from generators.traffic.declarations import Batch
from models import train, train_with_history
from simulator.office import weeks_of_controls

pytestmark = pytest.mark.slow

RUNGS = 20_000


@pytest.fixture(scope="module")
def batch() -> Batch:
    return generate(Settings(declarations=6_000, days=365), 3)


@pytest.fixture(scope="module")
def told_rungs() -> dict[str, dict[str, dict[str, float | None]]]:
    """What ``redlane evaluate --json`` prints."""
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr("builtins.print", lambda text: lines.append(str(text)))
        arguments = ("--declarations", str(RUNGS), "--prevalence", "0.06", "--seeds", "1", "--json")
        assert run(["evaluate", *arguments]) == 0
    told: dict[str, dict[str, dict[str, dict[str, float | None]]]] = json.loads(lines[-1])
    return told["rungs"]


@pytest.mark.parametrize("fit", [train, train_with_history])
def test_a_label_not_yet_disclosed_changes_nothing(batch: Batch, fit: Fit) -> None:
    seen, labels = batch.declarations, batch.truth["violation"].to_numpy(dtype=bool)
    told = days_of(seen) + np.where(np.arange(len(seen)) % 2 == 0, 30, 120)
    undisclosed = told >= 200
    first = trained(fit, seen, labels, told, 200, 1)
    poisoned = trained(fit, seen, labels ^ undisclosed, told, 200, 1)
    assert first.score(seen).value.tobytes() == poisoned.score(seen).value.tobytes()
    assert first.data_hash == poisoned.data_hash


def test_a_disclosed_label_does_count(batch: Batch) -> None:
    seen, labels = batch.declarations, batch.truth["violation"].to_numpy(dtype=bool)
    told = days_of(seen) + 30
    flipped = labels ^ (np.arange(len(seen)) == int(np.flatnonzero(told < 200)[0]))
    assert trained(train, seen, labels, told, 200, 1).data_hash != trained(train, seen, flipped, told, 200, 1).data_hash


def test_findings_are_only_of_what_was_looked_at_and_never_before_it_was(batch: Batch) -> None:
    day = days_of(batch.declarations)
    risk = np.linspace(1.0, 0.0, len(day))
    found, told = weeks_of_controls(batch.truth, day, risk, 4)
    looked = np.isfinite(told)
    assert 0.05 < looked.mean() < 0.15
    assert (told[looked] >= day[looked]).all() and not found[~looked].any()
    assert batch.truth["violation"].to_numpy(dtype=bool)[found].all()
    assert (told[looked] > day[looked] + 29).any() and (told[looked] == day[looked]).any()


def test_rungs_stand_in_order(told_rungs: dict[str, dict[str, dict[str, float | None]]]) -> None:
    def at(rung: str, measure: str) -> float:
        value = told_rungs[rung][measure]["mean"]
        assert value is not None
        return value

    for percent in (1, 2, 5, 10):
        name = f"bayes_efficiency_{percent}"
        assert at("oracle", name) == at("oracle, trader in view", name) == 1.0
        assert at("classifier", name) > at("chance", name) + 0.2
        assert at("profiles", name) > at("chance", name) + 0.1
        assert at("classifier with history", f"so_far_efficiency_{percent}") > at("chance", name)
        for rung in told_rungs:
            assert at(rung, f"precision_{percent}") <= at(rung, f"precision_ceiling_{percent}")
            assert at(rung, f"recall_{percent}") <= at(rung, f"recall_ceiling_{percent}")
    assert at("oracle", "calibration_slope") == pytest.approx(1.0, abs=1e-3)
    assert at("oracle", "average_precision") > at("classifier", "average_precision") > at("chance", "average_precision")


def test_of_one_seed_there_is_no_interval(told_rungs: dict[str, dict[str, dict[str, float | None]]]) -> None:
    assert told_rungs["oracle"]["recall_5"]["low"] is None
    assert Measured.of([1.0, 2.0, 3.0]).low == pytest.approx(2.0 - 4.302653 * 1.0 / np.sqrt(3), abs=1e-5)


def test_chance_finds_what_it_looks_at(told_rungs: dict[str, dict[str, dict[str, float | None]]]) -> None:
    ratios = pd.Series({name: told["mean"] for name, told in told_rungs["chance"].items() if "_size_" in name})
    assert len(ratios) == 4 and ratios.astype(float).between(0.3, 2.0).all()
