"""The same spec gives the same exercise, hidden and visible parts are apart, and the parts survive storage."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from exercises.design import ExerciseBatch, ExerciseSpec, StoredSpec, build, catalogue, citable, copy_for_store
from exercises.engine import Engine
from exercises.store.access import VISIBLE_PARTS
from generators.odds import Settings
from generators.traffic import generate
from simulator.derived import DERIVED
from simulator.reference import fields_at
from simulator.scoring import Scores

EASY = catalogue()[0]


@pytest.fixture(scope="module")
def batch(engine: Engine) -> ExerciseBatch:
    """The easy exercise."""
    return build(EASY, engine)


def test_seeded_twins_are_equal_and_another_seed_is_another_exercise(batch: ExerciseBatch, engine: Engine) -> None:
    twin = build(EASY, engine)
    assert twin.content_hash() == batch.content_hash()
    pd.testing.assert_frame_equal(twin.declarations, batch.declarations)
    other = build(EASY.model_copy(update={"seed": 5}), engine)
    assert other.content_hash() != batch.content_hash()


def test_the_content_survives_storage(batch: ExerciseBatch) -> None:
    again = ExerciseBatch.from_parts(batch.to_parts())
    assert again.content_hash() == batch.content_hash()
    assert again.oracle is not None and batch.oracle is not None
    np.testing.assert_array_equal(again.oracle.weights, batch.oracle.weights)
    assert list(again.oracle.steps) == list(batch.oracle.steps)


def test_the_hash_sees_every_value_but_not_how_it_is_encoded(batch: ExerciseBatch) -> None:
    plain = batch.declarations.astype({"hs_code": "str"})
    assert ExerciseBatch(plain, batch.engine).content_hash() == batch.without_hidden().content_hash()
    changed = batch.declarations.copy()
    changed.loc[3, "gross_mass"] = changed["gross_mass"].loc[3] + 0.01
    assert ExerciseBatch(changed, batch.engine).content_hash() != batch.without_hidden().content_hash()
    renamed = batch.declarations.rename(columns={"gross_mass": "grossmass"})
    assert ExerciseBatch(renamed, batch.engine).content_hash() != batch.without_hidden().content_hash()


@pytest.mark.parametrize("tier", ["declaration", "document", "check"])
def test_visible_parts_hold_no_field_beyond_the_tier_and_no_truth(tier: str, engine: Engine) -> None:
    spec = ExerciseSpec.model_validate(EASY.record() | {"visible_tier": tier})
    built = build(spec, engine)
    assert list(built.declarations.columns) == fields_at(spec.visible_tier)
    parts = built.to_parts()
    assert set(VISIBLE_PARTS) & set(parts) == {"declarations", "engine"}
    shown = ExerciseBatch.from_parts({name: parts[name] for name in VISIBLE_PARTS if name in parts})
    assert shown.truth is None and shown.evidence is None and shown.oracle is None
    hidden = {"status", "violation", "typology", "story_fields", "posterior", "trader_class", "severity", "nature"}
    assert not hidden & {*shown.declarations.columns, *shown.engine.columns}


def test_the_weights_and_the_prior_add_up_to_the_posterior(batch: ExerciseBatch) -> None:
    oracle = batch.oracle
    assert oracle is not None
    odds = np.log(oracle.posterior) - np.log1p(-oracle.posterior)
    prior = np.log(oracle.prior) - np.log1p(-oracle.prior)
    np.testing.assert_allclose(prior + oracle.weights.sum(axis=1), odds, atol=1e-8)


def test_the_engine_part_is_about_the_same_consignments_and_within_bounds(batch: ExerciseBatch) -> None:
    engine = batch.engine
    assert list(engine["declaration_id"]) == list(batch.declarations["declaration_id"])
    for name in ("profile_score", "classifier_score", "combined_score"):
        assert engine[name].between(0, 1).all()
    assert (engine["combined_score"] >= engine["classifier_score"] - 1e-6).all()
    for text, score in zip(engine["hits"], engine["profile_score"], strict=True):
        assert bool(json.loads(text)) == (score > 0)


class Watching:
    """A scorer that remembers what it was shown."""

    name = "watching"

    def score(self, declarations: pd.DataFrame) -> Scores:
        self.shown = list(declarations.columns)
        return Scores(np.zeros(len(declarations)), pd.DataFrame(index=declarations.index))


def test_the_engine_sees_the_declaration_and_its_facts_alone(batch: ExerciseBatch, engine: Engine) -> None:
    assert "consignee_founded" in batch.declarations.columns
    watching = Watching()
    Engine(engine.profiles, watching).advise(batch.declarations)
    assert watching.shown == [*fields_at("declaration"), *DERIVED]


@pytest.mark.parametrize("prevalence", [0.02, 0.15])
def test_the_classifier_speaks_at_the_prevalence_of_the_exercise(engine: Engine, prevalence: float) -> None:
    """It learned where about 6 % are violations: of traffic with 2 % it said 5 % on average."""
    traffic = generate(Settings(declarations=6_000, prevalence=prevalence), seed=3)
    told, plain = (engine.advise(traffic.declarations, share)["classifier_score"] for share in (prevalence, None))
    assert told.mean() == pytest.approx(prevalence, rel=0.3)
    assert abs(plain.mean() - prevalence) > 2 * abs(told.mean() - prevalence)
    assert np.corrcoef(told.rank(), plain.rank())[0, 1] > 0.999


def test_without_a_classifier_its_scores_are_unknown(engine: Engine) -> None:
    built = build(EASY, Engine(engine.profiles))
    assert built.engine["classifier_score"].isna().all() and built.engine["combined_score"].isna().all()


def test_the_copy_for_the_store_is_plain_and_complete(batch: ExerciseBatch) -> None:
    copy = copy_for_store(EASY, batch)
    assert copy.id == f"first-shift-{batch.content_hash()[:8]}"
    stored = json.loads(json.dumps(copy.spec))
    assert stored.pop("citable") == list(citable(EASY.reach, EASY.traffic))
    assert ExerciseSpec.model_validate(stored) == EASY
    assert len(copy.declaration_ids) == EASY.traffic.declarations
    assert set(copy.parts) == {"declarations", "engine", "truth", "evidence", "settings", "grounds"}


def test_a_stored_spec_with_the_former_name_of_the_weights_is_the_same(batch: ExerciseBatch) -> None:
    now = json.loads(json.dumps(copy_for_store(EASY, batch).spec))
    traffic = {"ways" if name == "typologies" else name: value for name, value in now["traffic"].items()}
    then = now | {"traffic": traffic}
    assert "ways" in traffic and "typologies" not in traffic
    assert StoredSpec.model_validate(then) == StoredSpec.model_validate(now)
    assert ExerciseSpec.model_validate({name: value for name, value in then.items() if name != "citable"}) == EASY
