"""The similarity scores say 1 for alike, and notice marginals and joints that are lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generators.realism import measures as realism
from simulator.errors import InputError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def trade() -> pd.DataFrame:
    """Goods whose country, mass and value hang together."""
    rng = np.random.default_rng(3)
    good = rng.choice(6, 4_000, p=[0.4, 0.2, 0.15, 0.1, 0.1, 0.05])
    mass = good + rng.normal(size=4_000)
    return pd.DataFrame(
        {
            "good": pd.Series(good).map(lambda number: f"good {number}"),
            "country": pd.Series(np.where(rng.random(4_000) < 0.8, good, 0)).map(lambda number: f"country {number}"),
            "mass": mass,
            "value": mass + 0.3 * rng.normal(size=4_000),
        }
    )


def test_a_frame_is_like_itself(trade: pd.DataFrame) -> None:
    scores = realism.compare(trade, trade.copy())
    assert scores.marginal == pytest.approx(1.0)
    assert scores.pair_trend == pytest.approx(1.0)
    assert scores.auc < 0.52


def test_halves_are_alike_and_cannot_be_told_apart(trade: pd.DataFrame) -> None:
    scores = realism.compare(*realism.halves(trade))
    assert scores.marginal > 0.95
    assert scores.pair_trend > 0.93
    assert abs(scores.auc - 0.5) < 0.05


def test_shuffled_columns_keep_the_marginals_and_lose_the_pairs(trade: pd.DataFrame) -> None:
    scores = realism.compare(trade, realism.shuffled(trade, seed=1))
    assert scores.marginal == pytest.approx(1.0)
    assert scores.pair_trend < 0.8
    assert scores.auc > 0.9


def test_a_shifted_number_and_another_mix_show_in_the_marginals(trade: pd.DataFrame) -> None:
    other = trade.assign(mass=trade["mass"] + 100.0, good="good 0")
    scores = realism.marginal_similarity(trade, other)
    assert scores["mass"] == pytest.approx(0.0)
    assert scores["good"] == pytest.approx((trade["good"] == "good 0").mean())
    assert scores["value"] == pytest.approx(1.0)


def test_pair_of_numbers_is_scored_by_the_difference_of_correlations() -> None:
    line = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 3.0]})
    against = line.assign(b=[3.0, 2.0, 1.0])
    flat = line.assign(b=1.0)
    assert realism.pair_trend_similarity(line, against)["similarity"].tolist() == pytest.approx([0.0])
    assert realism.pair_trend_similarity(line, flat)["similarity"].tolist() == pytest.approx([0.5])


def test_scores_repeat(trade: pd.DataFrame) -> None:
    other = realism.shuffled(trade, seed=5)
    assert realism.two_sample_auc(trade, other, seed=2) == realism.two_sample_auc(trade, other, seed=2)


def test_more_categories_than_the_boosting_takes_are_no_fault() -> None:
    many = pd.DataFrame({"code": [f"code {number}" for number in range(600)], "size": np.arange(600.0)})
    assert 0.0 <= realism.two_sample_auc(many, many) <= 1.0


def test_missing_columns_and_nulls_are_all_reported_at_once(trade: pd.DataFrame) -> None:
    other = trade.drop(columns="country").assign(mass=np.nan)
    with pytest.raises(InputError) as error:
        realism.compare(trade, other)
    assert len(error.value.faults) == 2


_HEAD = "Date,Mode of Transport,HS6 Code,Country of Departure,Country of Origin,Net Mass,Item Price\n"


def test_the_korean_set_is_read_in_our_names_and_units(tmp_path: Path) -> None:
    file = tmp_path / "korea.csv"
    rows = ["2020-01-06,40,010121,NA,CN,2.0,1345.58", "2020-01-07,90,010121,DE,DE,2.0,5", "x,10,010121,DE,DE,1,5"]
    rows += ["2020-01-07,10,010121,DE,DE,bad,5", "2020-01-07,10,010121,DE,DE,0.0,5"]
    file.write_text(_HEAD + "\n".join(rows) + "\n")
    shared = realism.shared_columns(realism.korean_declarations(file))
    assert len(shared) == 1
    row = shared.iloc[0]
    assert (row["weekday"], row["mode"], row["chapter"], row["hs6"]) == ("0", "4", "01", 10121.0)
    assert (row["departure"], row["origin"]) == ("NA", "CN")
    assert np.exp(row["ln_value"]) == pytest.approx(realism.KOREAN_PRICE_FACTOR)
    assert row["ln_value_per_kg"] == pytest.approx(row["ln_value"] - row["ln_mass"])


def test_a_file_that_is_not_the_korean_set_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("Date,Net Mass\n2020-01-06,2\n")
    with pytest.raises(InputError, match="HS6 Code"):
        realism.korean_declarations(file)
    with pytest.raises(InputError, match="cannot be read"):
        realism.korean_declarations(tmp_path / "none.csv")
