"""The trader's history: point in time, without outcomes, and worth its while."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Classifier, persistence, train_with_history
from models.evaluation import average_precision
from models.families import HISTORY
from models.history import earlier
from tests.models.conftest import Traffic, make_traffic

pytestmark = pytest.mark.slow


def dated(traffic: Traffic) -> Traffic:
    """The same traffic with days of acceptance in the order of its rows, and a third of the traders diverting."""
    rows = len(traffic.declarations)
    days = pd.Timestamp("2031-01-01") + pd.to_timedelta(np.arange(rows) * 90 // rows, unit="D")
    return Traffic(traffic.declarations.assign(acceptance_date=days), traffic.violation)


@pytest.fixture(scope="module")
def diverters() -> tuple[Traffic, Traffic]:
    """Traffic in which all violations are sent by a tenth of the traders."""
    made = []
    for seed in (7, 8):
        traffic = dated(make_traffic(6000, seed=seed))
        number = traffic.declarations["consignee_id"].str[1:].astype(int)
        spread = np.where(traffic.violation, number % 30, number)
        frame = traffic.declarations.assign(
            consignee_id=[f"C{n}" for n in spread], consignee_name=[f"Firm {n} Trading" for n in spread]
        )
        made.append(Traffic(frame, traffic.violation))
    return made[0], made[1]


@pytest.fixture(scope="module")
def with_history(diverters: tuple[Traffic, Traffic]) -> Classifier:
    return train_with_history(diverters[0].declarations, diverters[0].violation, seed=1)


def test_earlier_declarations_are_counted_and_weighed_in_order_of_acceptance() -> None:
    frame = pd.DataFrame(
        {
            "declaration_id": list("abcde"),
            "consignee_id": ["X", "X", "Y", "X", "Y"],
            "acceptance_date": pd.to_datetime(["2031-01-03", "2031-01-01", "2031-01-01", "2031-01-03", "2031-01-02"]),
        }
    )
    evidence = np.array([1.0, 3.0, -1.0, 0.0, 2.0])
    number, bearing, strongest = earlier(frame, evidence).T
    weight = np.log(0.5 + 0.5 * np.exp(evidence))
    np.testing.assert_allclose(number, np.log1p([1, 0, 0, 2, 1]), atol=1e-6)
    np.testing.assert_allclose(bearing, [weight[1], 0, 0, weight[0] + weight[1], weight[2]], atol=1e-6)
    np.testing.assert_allclose(strongest, [3.0, np.nan, np.nan, 3.0, -1.0])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.floats(-5, 5)), min_size=1, max_size=12))
def test_what_comes_later_changes_nothing(rows: list[tuple[int, int, float]]) -> None:
    frame = pd.DataFrame(
        {
            "declaration_id": [str(row) for row in range(len(rows))],
            "consignee_id": [f"C{trader}" for trader, _, _ in rows],
            "acceptance_date": pd.Timestamp("2031-01-01") + pd.to_timedelta([day for _, day, _ in rows], unit="D"),
        }
    )
    evidence = np.array([bears for _, _, bears in rows])
    whole = earlier(frame, evidence)
    for day in range(6):
        known = (frame["acceptance_date"] <= pd.Timestamp("2031-01-01") + pd.Timedelta(days=day)).to_numpy()
        np.testing.assert_array_equal(earlier(frame[known], evidence[known]), whole[known])


def test_history_finds_more_where_some_traders_divert(
    with_history: Classifier, diverters: tuple[Traffic, Traffic]
) -> None:
    fresh, alone = diverters[1], with_history.alone
    assert alone is not None
    late = np.arange(len(fresh.declarations)) >= 3000
    ours, theirs = (model.score(fresh.declarations).value[late] for model in (with_history, alone))
    assert average_precision(ours, fresh.violation[late]) > 1.15 * average_precision(theirs, fresh.violation[late])


def test_the_first_declaration_of_a_trader_has_no_history(
    with_history: Classifier, diverters: tuple[Traffic, Traffic]
) -> None:
    """Scored alone or as the first of many, a declaration has the same score."""
    frame = diverters[1].declarations
    whole = with_history.score(frame)
    alone = with_history.score(frame.iloc[[0]])
    assert alone.value[0] == whole.value[0]
    assert alone.contributions[HISTORY].to_numpy()[0] == whole.contributions[HISTORY].to_numpy()[0]


def test_contributions_with_history_add_up_and_survive_the_file(
    with_history: Classifier, diverters: tuple[Traffic, Traffic], tmp_path: Path
) -> None:
    frame = diverters[1].declarations
    scores = with_history.score(frame)
    log_odds = with_history.bias + scores.contributions.to_numpy().sum(axis=1)
    assert np.abs(np.log(scores.value / (1 - scores.value)) - log_odds).max() < 1e-9
    path = tmp_path / "history.skops"
    persistence.save(path, with_history)
    assert persistence.load(path).score(frame).value.tobytes() == scores.value.tobytes()
    assert "what the trader declared before" not in path.with_suffix(".md").read_text(encoding="utf-8")
