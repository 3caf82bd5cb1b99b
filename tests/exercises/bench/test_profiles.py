"""Risk profiles are measured against others that do the very same: a translation that differs is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.bench import judging, plain, rule_engine_package
from generators.odds import Settings
from generators.traffic import generate
from simulator.derived import derive
from simulator.errors import InputError
from simulator.profiles import Profile, ProfileScorer, load
from simulator.profiles.evaluate import Evaluator
from simulator.profiles.language import parse
from simulator.reference import visible

pytestmark = pytest.mark.slow

Translate = Callable[[Profile], Callable[[dict[str, Any]], bool]]


@pytest.fixture(scope="module")
def judged() -> tuple[ProfileScorer, list[dict[str, Any]], np.ndarray]:
    """The active profiles, rows of traffic with many hits, and the hits."""
    scorer = ProfileScorer(load())
    traffic = generate(Settings(declarations=800, prevalence=0.3), 3).declarations
    declarations = visible(traffic, "declaration").reset_index(drop=True)
    rows = plain.rows_of(pd.concat([declarations, derive(declarations)], axis=1))
    return scorer, rows, scorer.hits(declarations).matrix


@pytest.mark.parametrize("translate", [plain.rule, rule_engine_package.rule])
def test_translated_rules_hit_exactly_what_the_profiles_hit(
    translate: Translate, judged: tuple[ProfileScorer, list[dict[str, Any]], np.ndarray]
) -> None:
    """Otherwise the ratio would compare two different things."""
    scorer, rows, hits = judged
    rules = [translate(profile) for profile in scorer.profiles]
    assert hits.sum() > 100
    assert (np.array([[rule(row) for rule in rules] for row in rows]) == hits).all()


CONDITIONS = st.sampled_from(
    [
        "net_mass > 10",
        "net_mass == 10",
        "not net_mass < gross_mass",
        "hs_code in ['841410', '950300']",
        "hs_code != '841410'",
        "not starts(hs_code, ['84', '9'])",
        "contains(goods_description, ['a.b', '(', 'x'])",
        "not contains(goods_description, ['a.b', '\"'])",
        "goods_description == ''",
        "country_of_origin != country_of_export",
        "acceptance_date >= '2031-02-01'",
    ]
)
ROWS = st.fixed_dictionaries(
    {
        "net_mass": st.sampled_from([5.0, 10.0, 11.5, None]),
        "gross_mass": st.sampled_from([10.0, None]),
        "hs_code": st.sampled_from(["841410", "950300", "100000", None]),
        "goods_description": st.sampled_from(["", "A.B", "aXb", "(x", 'say "a"', None]),
        "country_of_origin": st.sampled_from(["DE", "NL", None]),
        "country_of_export": st.sampled_from(["DE", None]),
        "acceptance_date": st.sampled_from([pd.Timestamp("2031-01-31"), pd.Timestamp("2031-02-01"), None]),
    }
)


@settings(deadline=None)
@given(st.lists(CONDITIONS, min_size=1, max_size=3), st.booleans(), ROWS)
def test_every_sort_of_test_means_the_same_in_all_three(tests: list[str], every: bool, row: dict[str, Any]) -> None:
    tree = parse((" and " if every else " or ").join(tests))
    frame = pd.DataFrame([row])
    (told,) = plain.rows_of(frame)
    outcome = bool(Evaluator(frame).true(tree)[0])
    assert plain.function(tree)(told) == outcome
    assert rule_engine_package.function(tree)(told) == outcome


def test_the_measure_tells_the_ratios_and_what_stands_apart() -> None:
    lambdas, package, derived, page, leaves = judging(declarations=400, lambdas=100, package=20)
    assert (lambdas.against, package.against) == ("lambdas on each row", "the rule-engine package")
    assert lambdas.ratio is not None and package.ratio is not None and package.ratio > lambdas.ratio > 0
    assert "hit the same rows" in lambdas.how and "hit the same rows" in package.how
    assert "with derived facts" in derived.what and (page.unit, leaves.unit) == ("ms", "ms")


def test_a_rule_that_hits_other_rows_stops_the_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "rule", lambda profile: lambda row: True)
    with pytest.raises(InputError, match="lambdas on each row and the profiles hit different rows"):
        list(judging(declarations=50, lambdas=50, package=5))
