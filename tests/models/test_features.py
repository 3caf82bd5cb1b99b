"""The feature matrix: unknown is NaN, nothing hidden is read, and no row is described by its own outcome."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from models import Classifier
from models.encoding import FOLDS
from models.families import FEATURES
from models.features import Encoder, trader_folds
from simulator.draws import Floats, uniform
from simulator.reference import schema
from tests.models.conftest import Traffic, make_traffic


def folds_of(declarations: pd.DataFrame) -> np.ndarray:
    return trader_folds(declarations, uniform(3, "tests.folds", 0, len(declarations)))


@pytest.fixture(scope="module")
def learned(traffic: Traffic) -> tuple[Encoder, Floats]:
    return Encoder.learn(traffic.declarations, traffic.violation.astype(float), folds_of(traffic.declarations))


def column(matrix: Floats, name: str) -> Floats:
    return matrix[:, [feature.name for feature in FEATURES].index(name)]


def test_matrix_has_one_row_a_declaration_and_one_column_a_feature(
    learned: tuple[Encoder, Floats], fresh: Traffic
) -> None:
    assert learned[0].matrix(fresh.declarations).shape == (len(fresh.declarations), len(FEATURES))


def test_every_known_column_can_be_missing(learned: tuple[Encoder, Floats], fresh: Traffic) -> None:
    for name in fresh.declarations.columns:
        matrix = learned[0].matrix(fresh.declarations.drop(columns=name))
        assert matrix.shape == (len(fresh.declarations), len(FEATURES))
    assert np.isnan(column(learned[0].matrix(fresh.declarations.drop(columns="hs_code")), "hs_rate")).all()


def test_a_frame_with_nothing_but_ids_is_wholly_unknown(learned: tuple[Encoder, Floats], fresh: Traffic) -> None:
    assert np.isnan(learned[0].matrix(fresh.declarations[["declaration_id"]])).all()


def test_nulls_are_unknown_and_blanks_are_a_value(learned: tuple[Encoder, Floats], fresh: Traffic) -> None:
    rows = fresh.declarations.head(3).astype({"document_type_code": object})
    rows["document_type_code"] = [None, "", "X060"]
    rows["document_reference"] = pd.Series(["", "", "LIC-1"], dtype="str")
    known = ~np.isnan(column(learned[0].matrix(rows), "licence_rate"))
    assert known.tolist() == [False, True, True]


def test_values_never_met_in_training_say_nothing(learned: tuple[Encoder, Floats], fresh: Traffic) -> None:
    rows = fresh.declarations.head(5).assign(hs_code="930690", goods_description="zzyzx qwertz")
    matrix = learned[0].matrix(rows)
    assert (column(matrix, "hs_rate") == 0.0).all()
    assert (column(matrix, "description_words_rate") == 0.0).all()
    assert (column(matrix, "description_fit") == 0.0).all()


def test_truth_and_later_tiers_do_not_reach_the_features(learned: tuple[Encoder, Floats], fresh: Traffic) -> None:
    later = {field.name: "x" for field in schema().values() if field.tier != "declaration"}
    told = fresh.declarations.assign(violation=fresh.violation, status="diversion", **later)
    np.testing.assert_array_equal(learned[0].matrix(told), learned[0].matrix(fresh.declarations))


def test_ids_are_not_features(learned: tuple[Encoder, Floats], fresh: Traffic) -> None:
    renamed = fresh.declarations.assign(
        declaration_id=[f"X{row}" for row in range(len(fresh.declarations))],
        consignee_id="C1",
        transport_document_number="T1",
        consignor_id="E1",
    )
    np.testing.assert_array_equal(learned[0].matrix(renamed), learned[0].matrix(fresh.declarations))


def test_a_training_rows_features_come_from_other_traders_outcomes(traffic: Traffic) -> None:
    labels, folds = traffic.violation.astype(float), folds_of(traffic.declarations)
    _, before = Encoder.learn(traffic.declarations, labels, folds)
    _, after = Encoder.learn(traffic.declarations, np.where(folds == 2, 1.0 - labels, labels), folds)
    np.testing.assert_array_equal(before[folds == 2], after[folds == 2])
    assert np.nanmax(np.abs(before[folds != 2] - after[folds != 2])) > 0.5


def test_a_trader_is_never_split_over_folds(traffic: Traffic) -> None:
    by_trader = pd.Series(folds_of(traffic.declarations)).groupby(traffic.declarations["consignee_id"].to_numpy())
    assert (by_trader.nunique() == 1).all()
    assert by_trader.first().nunique() == FOLDS


def test_rows_do_not_influence_each_other(learned: tuple[Encoder, Floats], fresh: Traffic) -> None:
    whole = learned[0].matrix(fresh.declarations)
    part = learned[0].matrix(fresh.declarations.iloc[100:200])
    np.testing.assert_array_equal(part, whole[100:200])


def test_wording_of_other_goods_fits_worse(learned: tuple[Encoder, Floats]) -> None:
    rows = make_traffic(2, seed=9).declarations.assign(hs_code="841370")
    rows["goods_description"] = ["sealless chemical pump", "roasted coffee"]
    fit = column(learned[0].matrix(rows), "description_fit")
    assert fit[0] > 0.5 > -0.5 > fit[1]


def test_wording_that_many_goods_share_tells_little(learned: tuple[Encoder, Floats]) -> None:
    rows = make_traffic(2, seed=9).declarations
    rows["goods_description"] = ["general goods", "roasted coffee"]
    matrix = learned[0].matrix(rows)
    told, vague = column(matrix, "description_information"), column(matrix, "description_vague_share")
    assert told[0] < 0.3 < 0.8 < told[1]
    assert vague.tolist() == [1.0, 0.0]


def test_dtype_of_a_column_does_not_matter(classifier: Classifier, fresh: Traffic) -> None:
    plain = fresh.declarations.astype({"hs_code": object, "consignee_activity": "str", "goods_description": "category"})
    np.testing.assert_array_equal(classifier.encoder.matrix(plain), classifier.encoder.matrix(fresh.declarations))
