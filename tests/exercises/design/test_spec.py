"""A recipe that cannot be used is refused with every fault, each with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.design import ExerciseSpec, RealSpec, catalogue
from exercises.design.spec import load_spec
from simulator.errors import InputError

GOOD = """\
slug: my-shift
title: My shift
briefing: Look twice.
seed: 7
capacity: {red: 5, yellow: 5}
traffic:
  declarations: 50
  prevalence: 0.1
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_recipe_needs_few_words_and_the_rest_has_defaults(tmp_path: Path) -> None:
    spec = load_spec(written(tmp_path, GOOD))
    assert spec.capacity is not None
    assert (spec.traffic.declarations, spec.capacity.red, spec.level) == (50, 5, "custom")
    assert spec.help.profiles and spec.help.classifier


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    text = GOOD.replace("red: 5", "red: 0").replace("seed: 7", "seed: many").replace("prevalence: 0.1", "prevalence: 3")
    with pytest.raises(InputError) as refused:
        load_spec(written(tmp_path, text + "colour: blue\n"))
    faults = refused.value.faults
    assert len(faults) == 4
    for line, word in ((4, "seed"), (5, "capacity.red"), (8, "traffic.prevalence"), (9, "colour")):
        assert any(f"mine.yaml:{line}:" in fault and word in fault for fault in faults), faults


def test_more_controls_than_half_the_batch_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="leave nothing to choose"):
        load_spec(written(tmp_path, GOOD.replace("red: 5, yellow: 5", "red: 20, yellow: 20")))


def test_a_missing_file_and_broken_yaml_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_spec(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="not plain YAML"):
        load_spec(written(tmp_path, "slug: [unclosed"))


@given(st.text(max_size=60))
def test_any_text_gives_a_spec_or_an_input_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "any.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    with pytest.raises(InputError):
        load_spec(path)


@given(st.integers(10, 2000), st.integers(1, 1000), st.integers(0, 1000))
def test_a_spec_survives_its_record(volume: int, red: int, yellow: int) -> None:
    base = catalogue()[0].record() | {"capacity": {"red": red, "yellow": yellow}}
    base["traffic"] |= {"declarations": volume}
    if red + yellow > volume // 2:
        with pytest.raises(ValueError, match="leave nothing"):
            ExerciseSpec.model_validate(base)
    else:
        spec = ExerciseSpec.model_validate(base)
        assert ExerciseSpec.model_validate(spec.record()) == spec


def test_a_spec_cannot_be_changed_after_it_was_checked() -> None:
    with pytest.raises(ValueError, match="frozen"):
        catalogue()[0].seed = 3


def test_a_real_files_spec_has_no_traffic() -> None:
    with pytest.raises(ValueError, match="traffic"):
        RealSpec.model_validate(
            {
                "slug": "a",
                "title": "a",
                "briefing": "a",
                "seed": 1,
                "capacity": {"red": 1},
                "source": "a.csv",
                "traffic": {},
            }
        )
