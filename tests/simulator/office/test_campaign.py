"""The campaign: weeks played with toy traffic and a toy learner."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulator import draws
from simulator.errors import InputError
from simulator.office import Capacity, Known, Policy, Tally, audit, campaign, control_settings, inspect, run, select
from simulator.scoring import Scores

pytestmark = pytest.mark.slow

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
            "nature": ["physical" if bad else None for bad in violation],
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


def learn(known: Known) -> ByMode:
    rates = known.found.groupby(known.declarations["mode_at_border"].astype(str)).mean()
    return ByMode({str(mode): float(rate) for mode, rate in rates.items()})


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

    def watch(known: Known) -> ByMode:
        assert len(known.declarations) == len(known.found) == len(known.stands_for)
        seen.append((len(seen) + 1, set(known.declarations["declaration_id"])))
        return ByMode({})

    policy = Policy(ByMode({}), Capacity(3, 0), audits=20, retrain=watch)
    results = run(8, traffic, policy, 2)
    for week, ids in seen:
        weeks_of_labels = {int(name[1:].split("-")[0]) for name in ids}
        assert max(weeks_of_labels) < week
    by_controls_alone = [3 * week for week in range(8)]
    early = control_settings().first_day // 7 + 1
    assert results["labels"].tolist()[:early] == by_controls_alone[:early]
    assert results["labels"].iloc[-1] > by_controls_alone[-1]


@pytest.mark.parametrize("weeks", [6, 12])
def test_results_of_audits_that_are_not_in_yet_change_nothing(weeks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The labels of all audits that report after the last week are turned round: every week stays as it was."""
    policy = Policy(ByMode({"5": 0.9}), Capacity(4, 2, 0, 0.2), audits=15, retrain=learn)
    plain, undisclosed, started = run(weeks, traffic, policy, 4), [0], [0]

    def poisoned(*given: object, **named: object) -> pd.DataFrame:
        audits = audit(*given, **named)  # type: ignore[arg-type]
        late = 7 * started[0] + audits["days"] >= 7 * (weeks - 1)
        undisclosed[0] += int(late.sum())
        started[0] += 1
        return audits.assign(
            finding=audits["finding"] ^ late,
            found_status=audits["found_status"].where(~late, "turned round"),
        )

    monkeypatch.setattr(campaign, "audit", poisoned)
    told = run(weeks, traffic, policy, 4)
    assert undisclosed[0] > 20
    assert told.drop(columns="audit_findings").equals(plain.drop(columns="audit_findings"))
    assert not told["audit_findings"].equals(plain["audit_findings"])


def test_the_truth_of_what_nobody_looked_at_changes_no_decision() -> None:
    """Which consignments are chosen hangs on declarations and findings alone."""
    looked_at: set[str] = set()

    def watch(known: Known) -> ByMode:
        looked_at.update(known.declarations["declaration_id"])
        return learn(known)

    def poisoned(week: int) -> tuple[pd.DataFrame, pd.DataFrame]:
        declarations, truth = traffic(week)
        hidden = ~truth["declaration_id"].isin(looked_at)
        violation = truth["violation"] ^ hidden
        return declarations, truth.assign(violation=violation, status=np.where(violation, "hub_diversion", "clean"))

    policy = Policy(ByMode({"5": 0.9}), Capacity(4, 2, 0, 0.2), retrain=watch)
    plain = run(10, traffic, policy, 4)
    told = run(9, poisoned, policy, 4)
    assert len(looked_at) > 50
    assert told["caught"].tolist() == plain["caught"].tolist()[:9]
    assert (told["violations"] > plain["violations"][:9]).all()


def test_what_was_known_before_is_learned_from_until_it_is_forgotten() -> None:
    declarations, truth = traffic(99)
    before = Known(declarations, truth["violation"], np.ones(ROWS))
    told: list[int] = []

    def watch(known: Known) -> ByMode:
        told.append(len(known.found))
        return learn(known)

    for memory, expected in ((None, [60, 65, 70, 75, 80]), (2, [60, 65, 10, 10, 10])):
        told.clear()
        results = run(5, traffic, Policy(ByMode({}), Capacity(5, 0), retrain=watch, known=before, memory=memory), 1)
        assert told == expected == results["labels"].tolist()


def test_a_consignment_checked_at_random_stands_for_all_those_it_was_drawn_from() -> None:
    told: list[Known] = []

    def watch(known: Known) -> ByMode:
        told.append(known)
        return ByMode({})

    def first_six(declarations: pd.DataFrame) -> np.ndarray:
        return np.where(np.arange(len(declarations)) < 6, "red", "")

    policy = Policy(
        ByMode({}), Capacity(10, 4, 0, 0.25), audits=8, audit_random_share=0.5, criteria=first_six, retrain=watch
    )
    early = replace(control_settings(), first_day=1, last_day=1)
    run(2, traffic, policy, 1, early)
    (known,) = told
    _, truth = traffic(0)
    luck = int(draws.raw(1, "campaign.week", 0, 1)[0])
    chosen = select(np.zeros(ROWS), policy.capacity, luck, first_six(truth))
    controls = inspect(truth, chosen.lanes, luck, early)
    audits = audit(truth, controls, 8, np.zeros(ROWS), luck, 0.5, early)
    weight = pd.Series(known.stands_for, known.declarations["declaration_id"])
    expected = pd.Series(1.0, truth["declaration_id"][(chosen.reasons != "")])
    expected[truth["declaration_id"][chosen.reasons == "random"]] = (ROWS - 6) / 4
    by_lot = (~controls["finding"]).sum() / 4
    for name, selected in zip(audits["declaration_id"], audits["selected"], strict=True):
        expected[name] = max(expected.get(name, 0), by_lot if selected == "random" else 1.0)
    assert (chosen.reasons == "random").sum() == (audits["selected"] == "random").sum() == 4
    assert weight.to_dict() == expected.to_dict()


def test_the_best_possible_is_what_the_same_places_catch_by_the_posterior() -> None:
    def with_oracle(week: int) -> tuple[pd.DataFrame, pd.DataFrame]:
        declarations, truth = traffic(week)
        chance = truth["violation"] * 0.8 + 0.1
        return declarations, truth.assign(posterior=chance, expected_severity=2 * chance)

    results = run(12, with_oracle, Policy(ByMode({"1": 0.9}), Capacity(5, 3, 0, 0.2)), 1)
    expected = np.minimum(results["violations"], 8)
    assert (results["best_caught"] <= expected).all() and results["best_caught"].sum() > 0.5 * expected.sum()
    assert results["best_severity_caught"].tolist() == (2.0 * results["best_caught"]).tolist()
    assert (results["caught"].sum() < results["best_caught"].sum()) and results["skill"].mean() < 0.5
    knowing = run(12, with_oracle, Policy(ByMode({"4": 0.9, "5": 0.9}), Capacity(5, 3)), 1)
    assert knowing["skill"].mean() > results["skill"].mean()
    assert run(2, traffic, Policy(ByMode({}), Capacity(5, 0)), 1)[["best_caught", "skill"]].isna().all().all()


def test_the_estimate_of_the_year_is_near_the_truth() -> None:
    results = run(40, traffic, Policy(ByMode({"1": 0.9}), Capacity(20, 0, 0, 0.5)), 1)
    weeks = [
        {str(name).removeprefix("tally_"): figure for name, figure in week.items()}
        for week in results.filter(like="tally_").to_dict("records")
    ]
    year = sum((Tally(**week) for week in weeks), Tally()).rate()
    assert year.low <= results["violations"].sum() / results["declarations"].sum() <= year.high
    assert year.high < 2 * year.low


def test_criteria_are_served_before_the_score() -> None:
    def air_is_red(declarations: pd.DataFrame) -> np.ndarray:
        return np.where(declarations["mode_at_border"].astype(str) == "5", "red", "")

    told = run(10, traffic, Policy(ByMode({"1": 0.9}), Capacity(5, 0), criteria=air_is_red), 1)
    untold = run(10, traffic, Policy(ByMode({"1": 0.9}), Capacity(5, 0)), 1)
    assert told["caught"].sum() > untold["caught"].sum() == 0


def test_a_campaign_without_weeks_is_refused() -> None:
    with pytest.raises(InputError, match="at least one week"):
        run(0, traffic, Policy(ByMode({}), Capacity(1, 0)), 1)
