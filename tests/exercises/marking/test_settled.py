"""A flag that is there is rightly cited even where a fact before it has settled the matter."""

from __future__ import annotations

import pytest

from exercises.marking import counts_for


@pytest.mark.parametrize(
    ("weight", "posterior", "right"),
    [(0.3, 0.2, True), (0.0, 0.2, False), (0.0, 1.0, True), (-0.1, 1.0, False), (-0.1, 0.2, False)],
)
def test_what_counts_is_what_raised_the_chance_or_came_when_it_was_settled(
    weight: float, posterior: float, right: bool
) -> None:
    assert counts_for(weight, posterior) is right
