"""What the shipped exercises reward, on batches that nobody tuned them on: reading and asking, not habits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from exercises.design import Evidence, ExerciseSpec, build, catalogue
from exercises.engine import engine_in_service
from exercises.rehearsal import Preview, preview
from exercises.rehearsal.players import PLAYERS
from exercises.rehearsal.preview import OTHER_BATCHES

pytestmark = pytest.mark.slow

BATCHES = 3
COLUMNS = ("statistical_value", "gross_mass", "mode_at_border", "country_of_destination", "consignee_name")
Previews = Mapping[str, Preview]


@pytest.fixture(scope="module")
def previews() -> Previews:
    """Other batches of each recipe, with its own engine in service; 30 batches of each: docs/exercises.md."""
    return {spec.slug: preview(spec, engine_in_service(spec.traffic, spec.engine), BATCHES) for spec in catalogue()}


def pooled(previews: Previews, choice: str) -> float:
    """The mean over the recipes of a choice's share of the best."""
    return float(np.mean([seen.room[choice].share for seen in previews.values() if seen.room]))


def own(previews: Previews, player: str) -> float:
    """The mean over the recipes of a player's share of the best by everything knowable."""
    return float(np.mean([seen.own[player] for seen in previews.values() if player in seen.own]))


def expected(oracle: Evidence, order: NDArray[np.integer[Any]], spec: ExerciseSpec) -> float:
    """Violations that the controls should find if the first of an order are examined and the next document-checked."""
    assert oracle.found is not None
    red, yellow = spec.places["red"], spec.places["yellow"]
    return float(oracle.found["red"][order[:red]].sum() + oracle.found["yellow"][order[red : red + yellow]].sum())


def test_the_queue_alone_and_the_engine_alone_leave_most_to_skill(previews: Previews) -> None:
    assert len(previews) >= 12
    assert pooled(previews, "queue") <= 0.45 and pooled(previews, "engine") <= 0.70


def test_who_reads_and_asks_finds_nearly_all_and_who_only_follows_less_than_a_novice_who_reads(
    previews: Previews,
) -> None:
    assert own(previews, "expert") >= 0.85
    follows = max(pooled(previews, "queue"), pooled(previews, "engine"))
    assert own(previews, "random") < follows < own(previews, "novice") < own(previews, "competent")


def test_sorting_the_queue_by_any_column_finds_less_than_a_novice_who_reads(previews: Previews) -> None:
    slugs = ("harbour-morning", "night-shift", "licence-desk")
    found = dict[str, list[float]]()
    for spec in (spec for spec in catalogue() if spec.slug in slugs):
        engine = engine_in_service(spec.traffic, spec.engine)
        for number in range(BATCHES):
            batch = build(spec.model_copy(update={"seed": spec.seed + OTHER_BATCHES * (number + 1)}), engine)
            assert batch.oracle is not None
            best = expected(batch.oracle, np.argsort(-batch.oracle.posterior), spec)
            for name in COLUMNS:
                order = batch.declarations[name].astype(object).argsort(kind="stable").to_numpy()
                for way, rows in (("up", order), ("down", order[::-1])):
                    found.setdefault(f"{name} {way}", []).append(expected(batch.oracle, rows, spec) / best)
    novice = np.mean([previews[slug].own["novice"] for slug in slugs])
    assert max(float(np.mean(own)) for own in found.values()) < novice, found


def test_asking_raises_the_best_possible_by_a_quarter_at_the_inquiry_desk() -> None:
    """What the declaration alone allows is at least 25 points below what an expert reaches with the officers' time; one
    batch tells little, so it takes sixteen."""
    spec = next(spec for spec in catalogue() if spec.slug == "inquiry-desk")
    desk = preview(spec, engine_in_service(spec.traffic, spec.engine), 16)
    assert desk.own["expert"] - desk.room["declaration"].share >= 0.25


def test_marking_orders_the_players_by_their_known_skill_over_the_catalogue(previews: Previews) -> None:
    """Spearman's rank correlation of known skill and mean score is at least 0.95, over the exercises that all kinds can
    play: means over different exercises cannot be compared."""
    scores: dict[str, list[float]] = {habits.name: [] for habits in PLAYERS}
    for seen in previews.values():
        played = {row.player: row.efficiency for row in seen.rows if row.person}
        if set(played) == set(scores):
            for name, score in played.items():
                scores[name] += [] if score is None else [score]
    means = [float(np.mean(scores[habits.name])) for habits in PLAYERS]
    ranks = np.argsort(np.argsort(means))
    assert np.corrcoef(ranks, [habits.skill for habits in PLAYERS])[0, 1] >= 0.95, dict(zip(scores, means, strict=True))
