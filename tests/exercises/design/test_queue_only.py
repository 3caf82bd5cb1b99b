"""What the queue's columns tell: more than nothing, less than the file, and only what the columns show."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.design import ExerciseBatch, ExerciseSpec, build, make, queue_only
from exercises.design.spec import QUEUE_COLUMNS
from exercises.engine import Engine
from exercises.store.access import VISIBLE_PARTS
from simulator.profiles import ProfileScorer, load
from simulator.reference import KEY, fields_at
from tests.exercises.staging import SHIFT

pytestmark = pytest.mark.slow

SPEC = ExerciseSpec.model_validate(
    {**SHIFT, "columns": ["hs_code", *QUEUE_COLUMNS], "traffic": {"declarations": 400, "prevalence": 0.1}}
)


@pytest.fixture(scope="module")
def batch() -> ExerciseBatch:
    return build(SPEC, Engine(ProfileScorer(load())))


def test_the_estimate_goes_with_the_posterior_and_stays_below_it(batch: ExerciseBatch) -> None:
    expected = queue_only(SPEC, batch)["expected"].to_numpy()
    assert batch.oracle is not None
    posterior = batch.oracle.posterior
    best = np.sort(posterior)[-40:].sum()
    assert posterior.mean() * 40 < posterior[np.argsort(-expected)[:40]].sum() < best
    assert expected.mean() == pytest.approx(posterior.mean(), rel=0.5)


def test_only_the_columns_of_the_queue_are_read(batch: ExerciseBatch) -> None:
    narrow = SPEC.model_copy(update={"columns": ("hs_code", "countries")})
    hidden = set(fields_at("check")) - {KEY, "hs_code", "country_of_export", "country_of_destination"}
    other = batch.declarations.drop(columns=list(hidden & set(batch.declarations.columns)))
    assert queue_only(narrow, batch).equals(queue_only(narrow, ExerciseBatch(other, batch.engine)))


def test_the_stored_exercise_keeps_it_hidden_and_twins_are_equal() -> None:
    engine = Engine(ProfileScorer(load()))
    spec = ExerciseSpec.model_validate(SHIFT)
    copy = make(spec, engine)
    assert "queue_only" in copy.parts and "queue_only" not in VISIBLE_PARTS
    assert copy.content_hash == make(spec, engine).content_hash
    again = ExerciseBatch.from_parts(copy.parts).queue_only
    assert again is not None and list(again[KEY]) == list(copy.declaration_ids)
