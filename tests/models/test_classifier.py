"""The classifier: exact additive contributions, probabilities that mean what they say, unknowns that say nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from models import Classifier, train
from models.evaluation import average_precision, calibration_error
from models.families import CONDITIONS, CONTEXT, FEATURES, GOODS, groups, members
from models.features import Encoder, trader_folds
from models.trees import baseline, group_sums
from simulator.draws import uniform
from simulator.errors import InputError
from simulator.scoring import Scorer
from tests.models.conftest import Traffic

pytestmark = pytest.mark.slow


def test_group_sums_add_up_to_the_models_own_log_odds(classifier: Classifier, fresh: Traffic) -> None:
    matrix = classifier.matrix(fresh.declarations)
    ours = baseline(classifier.model) + group_sums(classifier.model, matrix, members(FEATURES)).sum(axis=1)
    assert np.abs(ours - classifier.model.decision_function(matrix)).max() < 1e-9


def test_the_log_odds_are_the_trees_own_calibrated_where_the_conditions_are_known(
    classifier: Classifier, fresh: Traffic
) -> None:
    """Crediting the conditions' means to their owners moves nothing in or out of the sum."""
    value = classifier.score(fresh.declarations).value
    raw = classifier.model.decision_function(classifier.matrix(fresh.declarations))
    wanted = classifier.calibration.slope * raw + classifier.calibration.shift
    assert np.abs(np.log(value / (1 - value)) - wanted).max() < 1e-9


def test_bias_and_contributions_give_the_probability(classifier: Classifier, fresh: Traffic) -> None:
    scores = classifier.score(fresh.declarations)
    log_odds = classifier.bias + scores.contributions.to_numpy().sum(axis=1)
    assert np.abs(np.log(scores.value / (1 - scores.value)) - log_odds).max() < 1e-9


def test_a_contribution_depends_on_its_own_features_and_the_conditions_alone(
    classifier: Classifier, fresh: Traffic
) -> None:
    matrix = classifier.matrix(fresh.declarations)
    before = classifier.contributions(matrix)
    conditions = [column for column, feature in enumerate(FEATURES) if feature.name in CONDITIONS.values()]
    for group, (name, features) in enumerate(zip(groups(FEATURES), members(FEATURES), strict=True)):
        goods = members(FEATURES)[groups(FEATURES).index(GOODS)] if name == CONTEXT else []
        others = sorted(set(range(len(FEATURES))) - {*features, *goods, *conditions})
        shuffled = matrix.copy()
        shuffled[:, others] = matrix[::-1][:, others]
        np.testing.assert_allclose(classifier.contributions(shuffled)[:, group], before[:, group], atol=1e-9)


def test_conditions_get_the_credit_for_what_others_would_borrow(classifier: Classifier, fresh: Traffic) -> None:
    """Over declarations of the same goods and buyer, no other indicator speaks for or against them."""
    scores = classifier.score(fresh.declarations)
    matrix = classifier.matrix(fresh.declarations)
    fit = matrix[:, [feature.name for feature in FEATURES].index("buyer_fit")]
    others = scores.contributions.drop(columns=[*CONDITIONS, CONTEXT])
    by_fit = others.groupby(fit).mean()
    assert (by_fit.abs() < 0.15).all(axis=None)
    buyer = scores.contributions["product.buyer_mismatch"].groupby(fit).mean()
    assert buyer[1.0] > 0.4 and buyer[0.0] == 0.0, "goods that suit the buyer are no red flag"


def test_contributions_are_relative_to_the_training_mean(classifier: Classifier, traffic: Traffic) -> None:
    """What is no red flag in the conditions is told with the context, so these count together.

    In training, a row's rates come from other traders. Scored again, its own outcome counts too, which moves the mean.
    """
    declarations, share = traffic.declarations, uniform(1, "models.training.encoding", 0, len(traffic.declarations))
    learned = Encoder.learn(declarations, traffic.violation.astype(float), trader_folds(declarations, share))[1]
    for matrix, most in ((learned, 1e-6), (classifier.matrix(declarations), 0.1)):
        contributions = pd.DataFrame(classifier.contributions(matrix), columns=groups(FEATURES))
        together = contributions.rename(columns=dict.fromkeys(CONDITIONS, CONTEXT)).T.groupby(level=0).sum().T
        assert (together.mean().abs() < most).all()


def test_scores_are_probabilities_and_find_violations(classifier: Classifier, fresh: Traffic) -> None:
    value = classifier.score(fresh.declarations).value
    assert ((value > 0) & (value < 1)).all()
    assert average_precision(value, fresh.violation) > 4 * fresh.violation.mean()
    assert calibration_error(value, fresh.violation.astype(float), bins=5) < 0.05


def test_reasons_name_what_was_planted(classifier: Classifier, fresh: Traffic) -> None:
    planted = {"product.buyer_mismatch", "product.unit_value_outlier", "product.vague_description"}
    scores = classifier.score(fresh.declarations)
    top = np.argsort(-scores.value)[:50]
    assert sum(scores.reasons(int(row), top=1)[0].indicator in planted for row in top) >= 45
    assert list(scores.contributions.columns) == groups(FEATURES)


def test_an_indicator_whose_fields_are_unknown_adds_nothing(classifier: Classifier, fresh: Traffic) -> None:
    scores = classifier.score(fresh.declarations.drop(columns="goods_description"))
    assert (scores.contributions["product.vague_description"] == 0.0).all()
    nothing = classifier.score(fresh.declarations[["declaration_id"]])
    assert (nothing.contributions == 0.0).all(axis=None)
    assert np.allclose(nothing.value, 1 / (1 + np.exp(-classifier.bias)))


def test_index_of_the_frame_is_kept_and_an_empty_frame_is_scored(classifier: Classifier, fresh: Traffic) -> None:
    part = fresh.declarations.iloc[[7, 3]]
    scorer: Scorer = classifier
    assert scorer.score(part).contributions.index.tolist() == [7, 3]
    assert len(scorer.score(part.head(0)).value) == 0


def test_twins_give_the_same_bytes(classifier: Classifier, traffic: Traffic, fresh: Traffic) -> None:
    twin = train(traffic.declarations, traffic.violation, seed=1)
    assert twin.score(fresh.declarations).value.tobytes() == classifier.score(fresh.declarations).value.tobytes()
    assert twin.data_hash == classifier.data_hash
    assert twin.figures == classifier.figures


def test_column_order_and_hidden_columns_do_not_change_the_training(classifier: Classifier, traffic: Traffic) -> None:
    mixed = traffic.declarations[traffic.declarations.columns[::-1]].assign(violation=traffic.violation)
    twin = train(mixed, traffic.violation, seed=1)
    assert twin.data_hash == classifier.data_hash
    assert twin.score(traffic.declarations).value.tobytes() == classifier.score(traffic.declarations).value.tobytes()


def test_too_little_to_learn_from_is_refused_in_words(traffic: Traffic) -> None:
    with pytest.raises(InputError, match="give more declarations"):
        train(traffic.declarations, np.zeros(len(traffic.declarations), dtype=bool), seed=1)
    with pytest.raises(InputError, match="one for each"):
        train(traffic.declarations, traffic.violation[:-1], seed=1)
