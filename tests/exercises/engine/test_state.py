"""The state of an engine: a recipe names it in simple words, and every fault says what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.design import ExerciseCard, ExerciseSpec, StoredSpec, load_spec
from exercises.engine import EngineState, blind_spots
from generators.odds import typologies
from simulator.errors import InputError
from tests.exercises.staging import SHIFT

SPOT = next(iter(typologies()))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{state: blind}", "say what the engine is blind to"),
        ("{state: blind, blind_to: lorry}", "'lorry' is not known"),
        (f"{{state: blind, blind_to: {SPOT}x}}", f"perhaps {SPOT}"),
        ("{state: outdated, blind_to: air}", "write state: blind, or leave it out"),
        ("{blind_to: air}", "the engine is current"),
        ("{state: old}", "engine.state"),
    ],
)
def test_a_fault_in_the_state_is_named_with_its_line(given: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "slug: my-shift\ntitle: My shift\nbriefing: Look twice.\nseed: 7\ncapacity: {red: 5}\nengine: " + given,
        encoding="utf-8",
    )
    with pytest.raises(InputError) as refused:
        load_spec(file)
    (fault,) = refused.value.faults
    assert said in fault and fault.startswith(f"{file}:6:")


@pytest.mark.parametrize("spot", blind_spots())
def test_an_engine_can_be_blind_to_each_typology_and_mode(spot: str) -> None:
    spec = ExerciseSpec.model_validate({**SHIFT, "engine": {"state": "blind", "blind_to": spot}})
    assert spec.engine == EngineState(state="blind", blind_to=spot)


def test_an_engine_is_up_to_date_unless_the_recipe_says_otherwise() -> None:
    assert ExerciseSpec.model_validate(SHIFT).engine == EngineState()


def test_the_store_keeps_the_state_and_a_trainee_cannot_read_it() -> None:
    spec = ExerciseSpec.model_validate({**SHIFT, "engine": {"state": "blind", "blind_to": "air"}})
    assert StoredSpec.model_validate(spec.record()).engine == spec.engine
    assert "air" not in ExerciseCard.of("x", spec.record(), 20).model_dump_json()


def test_a_stored_exercise_opens_though_its_blind_spot_is_not_known_here_any_more() -> None:
    stored = {**ExerciseSpec.model_validate(SHIFT).record(), "engine": {"state": "blind", "blind_to": "of old"}}
    assert StoredSpec.model_validate(stored).engine == EngineState(state="blind", blind_to="of old")
    assert StoredSpec.model_validate({**stored, "engine": None}).engine is None
