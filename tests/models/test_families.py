"""Every feature belongs to one indicator of the catalogue, and groups do not overlap."""

from __future__ import annotations

from typing import get_args

import pytest

from models.families import CONTEXT, FEATURES, Level, groups, members
from simulator.indicators import catalogue


def test_every_feature_names_an_indicator_of_the_catalogue() -> None:
    named = {feature.indicator for feature in FEATURES} - {CONTEXT}
    assert named <= set(catalogue())
    assert all(catalogue()[indicator].tier != "never" for indicator in named)


def test_families_are_those_of_the_catalogue() -> None:
    for feature in FEATURES:
        assert feature.indicator == CONTEXT or feature.family == catalogue()[feature.indicator].family


def test_a_feature_is_declared_once_and_else_only_a_condition() -> None:
    own = [feature.name for feature in FEATURES if not feature.condition]
    assert len(own) == len(set(own))
    assert {feature.name for feature in FEATURES if feature.condition} <= set(own)
    pairs = [(feature.name, feature.indicator) for feature in FEATURES]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("level", get_args(Level))
def test_groups_split_the_features_without_overlap(level: Level) -> None:
    positions = [position for group in members(level) for position in group]
    assert sorted(positions) == list(range(len(FEATURES)))
    assert len(members(level)) == len(groups(level)) == len(set(groups(level)))
