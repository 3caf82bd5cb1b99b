"""Combined scores: a stated noisy-or that rises with every part, stays in [0, 1] and keeps the parts' reasons."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scoring import RULES_SHARE, Scores, combine, together

UNIT = st.floats(0.0, 1.0)


def scores(*values: float, **contributions: list[float]) -> Scores:
    return Scores(np.array(values), pd.DataFrame(contributions, index=range(len(values))))


@given(a=UNIT, b=UNIT, more=UNIT, share=st.floats(0.05, 3.0))
def test_the_combination_is_bounded_and_rises_with_each_part(a: float, b: float, more: float, share: float) -> None:
    one = combine([scores(a), scores(b)], [share, 1.0]).value[0]
    higher = combine([scores(max(a, more)), scores(b)], [share, 1.0]).value[0]
    assert 0.0 <= one <= higher <= 1.0


def test_by_default_it_is_a_noisy_or() -> None:
    assert combine([scores(0.5, 0.0), scores(0.2, 0.0)]).value == pytest.approx([0.6, 0.0])


def test_contributions_are_weighted_and_added_by_indicator() -> None:
    rules = scores(0.5, **{"route.abnormal": [1.0], "product.density_mismatch": [0.5]})
    model = scores(0.4, **{"route.abnormal": [2.0]})
    combined = together(rules, model)
    assert combined.contributions.iloc[0].to_dict() == {
        "route.abnormal": 2.0 + RULES_SHARE,
        "product.density_mismatch": 0.5 * RULES_SHARE,
    }
    assert [reason.indicator for reason in combined.reasons(0)] == ["route.abnormal", "product.density_mismatch"]


def test_reasons_name_only_what_raised_the_score() -> None:
    given_reasons = scores(
        0.5, **{"route.abnormal": [-1.0], "payment.cash": [0.0], "end_use.reluctant": [0.1]}
    ).reasons(0)
    assert [(reason.indicator, reason.weight) for reason in given_reasons] == [("end_use.reluctant", 0.1)]


def test_a_sure_classifier_outranks_a_sure_profile() -> None:
    both = together(scores(0.9, 0.1), scores(0.1, 0.9)).value
    assert both[1] > both[0]
