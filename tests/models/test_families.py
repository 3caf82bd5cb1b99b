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


def test_feature_names_are_unique() -> None:
    names = [feature.name for feature in FEATURES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("level", get_args(Level))
def test_groups_split_the_features_without_overlap(level: Level) -> None:
    positions = [position for group in members(level) for position in group]
    assert sorted(positions) == list(range(len(FEATURES)))
    assert len(members(level)) == len(groups(level)) == len(set(groups(level)))
