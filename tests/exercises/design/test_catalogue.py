"""The shipped exercises rise in difficulty and fit their words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exercises.design import ExerciseSpec, build, catalogue
from exercises.design.catalogue import load_catalogue
from exercises.engine import Engine
from exercises.learning import courses
from simulator.errors import InputError
from simulator.office import MEANS

SHIFTS = [spec for spec in catalogue() if spec.slug in ("first-shift", "night-shift", "quiet-week")]
BATCHES = [spec for spec in catalogue() if spec.mode == "targeting"]
STREAMS = [spec for spec in catalogue() if spec.mode == "stream"]


def test_the_three_shifts_rise_in_level_and_each_knob_rises_with_them() -> None:
    easy, medium, hard = SHIFTS
    assert [spec.level for spec in SHIFTS] == ["easy", "medium", "hard"]
    assert medium.traffic.declarations == 120 and medium.places == {"red": 12, "yellow": 20}
    for knob in ("declarations", "subtlety", "masking", "clutter"):
        assert getattr(easy.traffic, knob) < getattr(medium.traffic, knob) < getattr(hard.traffic, knob), knob
    assert easy.traffic.prevalence > medium.traffic.prevalence > hard.traffic.prevalence


def test_both_ways_are_shipped_and_every_means_can_be_tried() -> None:
    assert BATCHES and STREAMS
    assert {means for spec in catalogue() for means in spec.means} == set(MEANS)
    assert any(spec.judge_first for spec in catalogue()) and any(spec.feedback for spec in catalogue())


@pytest.mark.parametrize("spec", BATCHES, ids=lambda spec: spec.slug)
def test_the_briefing_tells_the_places(spec: ExerciseSpec) -> None:
    assert f"examine {spec.places['red']}**" in spec.briefing
    assert f"check the documents of {spec.places['yellow']}**" in spec.briefing


def test_courses_are_of_shipped_exercises_with_the_roles_that_they_compare() -> None:
    for course in courses():
        roles = [part.role for part in course.parts]
        assert roles == ["before", "burst", "after"]
        before, burst, after = (next(s for s in catalogue() if s.slug == part.exercise) for part in course.parts)
        assert before.traffic == after.traffic and before.seed != after.seed and before.pace == after.pace
        assert burst.feedback and not before.feedback and burst.traffic.prevalence >= 5 * before.traffic.prevalence


@pytest.mark.parametrize("spec", catalogue(), ids=lambda spec: spec.slug)
def test_a_shipped_batch_holds_about_the_violations_its_spec_expects(spec: ExerciseSpec, engine: Engine) -> None:
    truth = build(spec, engine).truth
    assert truth is not None
    expected, count = spec.traffic.declarations * spec.traffic.prevalence, truth["violation"].sum()
    # A diverter commits several, so the spread is about twice that of independent violations.
    assert abs(count - expected) <= 4 * 2 * np.sqrt(expected)
    assert truth.loc[truth["violation"], "typology"].nunique() >= min(4, count) / 2


def test_no_seed_was_chosen_by_what_it_draws() -> None:
    """The seed is the exercise's place in the catalogue."""
    assert sorted(spec.seed for spec in catalogue()) == [20310101 + place for place in range(len(catalogue()))]


def test_the_catalogue_goes_from_first_steps_to_expert_over_packs_modes_themes_and_means() -> None:
    specs = catalogue()
    assert len(specs) >= 12 and {spec.level for spec in specs} == {"easy", "medium", "hard", "expert"}
    assert {spec.traffic.pack for spec in specs} == {"eu-nl", "ge"}
    assert {spec.mode for spec in specs} == {
        "targeting",
        "stream",
    }
    assert len({spec.traffic.theme for spec in specs if spec.traffic.theme}) >= 5
    assert {spec.engine.state for spec in specs} == {"current", "outdated", "blind"}


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("slug: a\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("slug: B!\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_catalogue(tmp_path)
    assert {Path(fault.split(":")[0]).name for fault in refused.value.faults} == {"a.yaml", "b.yaml"}
