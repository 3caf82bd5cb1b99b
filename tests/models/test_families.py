"""Every feature belongs to one indicator of the catalogue, and groups do not overlap."""

from __future__ import annotations

import pytest

from models.families import CONDITIONS, CONTEXT, FEATURES, FEATURES_WITH_HISTORY, HISTORY, Feature, groups, members
from simulator.derived import DERIVED
from simulator.reference import catalogue

BOTH = pytest.mark.parametrize("features", [FEATURES, FEATURES_WITH_HISTORY])


@BOTH
def test_every_feature_names_an_indicator_of_the_catalogue(features: tuple[Feature, ...]) -> None:
    named = {feature.indicator for feature in features} - {CONTEXT, HISTORY}
    assert named <= set(catalogue())
    assert all(catalogue()[indicator].tier == "declaration" for indicator in named)


def test_families_are_those_of_the_catalogue() -> None:
    for feature in FEATURES:
        assert feature.indicator == CONTEXT or feature.family == catalogue()[feature.indicator].family


@BOTH
def test_a_feature_is_declared_once_and_else_only_a_condition(features: tuple[Feature, ...]) -> None:
    own = [feature.name for feature in features if not feature.condition]
    assert len(own) == len(set(own))
    assert {feature.name for feature in features if feature.condition} <= set(own)
    pairs = [(feature.name, feature.indicator) for feature in features]
    assert len(pairs) == len(set(pairs))


@BOTH
def test_groups_split_the_features_without_overlap(features: tuple[Feature, ...]) -> None:
    positions = [position for group in members(features) for position in group]
    assert sorted(positions) == list(range(len(features)))
    assert len(members(features)) == len(groups(features)) == len(set(groups(features)))


@BOTH
def test_every_group_knows_all_conditions_which_are_facts_with_few_values(features: tuple[Feature, ...]) -> None:
    for group in members(features):
        assert set(CONDITIONS.values()) <= {features[position].name for position in group}
    assert all(1 < len(DERIVED[name].choices) <= 4 for name in CONDITIONS.values())
