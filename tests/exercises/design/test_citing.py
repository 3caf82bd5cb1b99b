"""The desk offers the red flags that a consignment of the exercise could show, and no others."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.design import (
    ExerciseBatch,
    ExerciseCard,
    ExerciseSpec,
    RealSpec,
    catalogue,
    citable,
    copy_for_store,
    grounds,
    weigh_seen,
)
from generators.odds import indicators
from generators.traffic import generate
from simulator import reference
from simulator.reference import KEY, TIERS

SPECS = catalogue()


@pytest.mark.slow
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.slug)
def test_fresh_traffic_shows_every_flag_that_is_offered_and_no_other(spec: ExerciseSpec) -> None:
    settings = spec.traffic.model_copy(update={"declarations": 6_000})
    declarations = generate(settings, spec.seed + 1).declarations
    every = np.ones(len(declarations), dtype=bool)
    seen = weigh_seen(
        grounds(declarations, settings, spec.reach),
        list(declarations[KEY].astype(str)),
        dict.fromkeys(spec.reach, every),
    )
    assert set(np.unique(seen.flags.to_numpy(dtype=str))) - {""} == set(citable(spec.reach, spec.traffic))


@pytest.mark.parametrize("tier", TIERS)
def test_a_flag_beyond_the_fields_shown_is_not_offered(tier: str) -> None:
    record = {**SPECS[0].record(), "visible_tier": tier, "means": {}, "officer_minutes": None}
    card = ExerciseCard.of("one", record, 60)
    beyond = TIERS[TIERS.index(card.visible_tier) + 1 :]
    hidden = {flag for fact in indicators().values() if fact.tier in beyond for flag in fact.flags.values()}
    shown = {flag for fact in indicators().values() if fact.tier in card.reach for flag in fact.flags.values()}
    assert set(card.flags) == shown and not set(card.flags) & (hidden - shown)


def test_flags_are_offered_in_the_order_of_the_catalogue() -> None:
    offered = citable(TIERS)
    assert list(offered) == [flag for flag in reference.catalogue() if flag in offered]


def test_an_exercise_keeps_what_it_offers(small_batch: ExerciseBatch) -> None:
    spec = SPECS[0]
    stored = copy_for_store(spec, small_batch).spec
    assert tuple(stored["citable"]) == citable(spec.reach, spec.traffic)
    fewer = {**stored, "citable": ["route.abnormal"]}
    assert ExerciseCard.of("one", fewer, 60).flags == ("route.abnormal",)


def test_a_file_from_elsewhere_offers_every_flag_of_its_tiers(small_batch: ExerciseBatch) -> None:
    spec = RealSpec(slug="real", title="Real", briefing="Read.", seed=1, capacity=SPECS[0].capacity, source="a.csv")
    offered = copy_for_store(spec, small_batch).spec["citable"]
    assert {reference.catalogue()[flag].tier for flag in offered} == {"declaration"}
