"""Difficulty is the oracle's own expectation: it agrees with what happens and rises with each knob."""

from __future__ import annotations

import numpy as np
import pytest

from generators import oracle
from generators.odds import Settings, world
from generators.oracle import difficulty
from generators.traffic import draw


@pytest.mark.parametrize("knob", ["subtlety", "masking", "clutter"])
def test_each_knob_makes_it_harder(knob: str) -> None:
    found = [difficulty(Settings.model_validate({knob: value})).recall for value in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert found == sorted(found, reverse=True) and len(set(found)) == 5


def test_more_inspections_and_more_papers_make_it_easier() -> None:
    settings = Settings()
    assert difficulty(settings, capacity=0.02).recall < difficulty(settings, capacity=0.10).recall
    assert difficulty(settings, capacity=1.0).recall == pytest.approx(1.0)
    by_tier = [difficulty(settings, tier).recall for tier in ("declaration", "document", "check")]
    assert by_tier == sorted(by_tier)


def test_it_has_a_twin_and_does_not_hang_on_the_size_of_an_exercise() -> None:
    assert difficulty(Settings(declarations=60)) == difficulty(Settings(declarations=600))


def test_what_it_expects_is_what_happens() -> None:
    """The mean over seeds of the violations caught, which is not what it is computed from, within 3 standard errors."""
    settings = Settings(declarations=30_000, prevalence=0.05)
    expected, caught = difficulty(settings, "document", 0.05), []
    for seed in range(10, 22):
        drawn = draw(settings, seed, 0, settings.declarations, "document")
        evidence = oracle.of_drawn(drawn, settings, "document")
        chance = evidence.posterior(oracle.in_view(evidence, drawn, "document"))
        happened = world(settings).violating[drawn.status]
        caught.append(happened[np.argsort(-chance)[:1_500]].sum() / happened.sum())
    assert abs(np.mean(caught) - expected.recall) < 3 * np.std(caught, ddof=1) / np.sqrt(len(caught)) + 0.01
    assert str(expected) == f"{expected.recall:.0%} of violations lie in the best 5%"
