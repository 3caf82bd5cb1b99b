"""The shipped exercises rise in difficulty and fit their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.build import build
from exercises.catalogue import catalogue, load_catalogue
from exercises.engine import Engine
from simulator.errors import InputError


def test_there_are_three_levels_and_each_knob_rises_with_them() -> None:
    easy, medium, hard = catalogue()
    assert [spec.level for spec in catalogue()] == ["easy", "medium", "hard"]
    assert (medium.traffic.declarations, medium.capacity.red, medium.capacity.yellow) == (120, 12, 20)
    for knob in ("declarations", "subtlety", "masking", "clutter"):
        assert getattr(easy.traffic, knob) < getattr(medium.traffic, knob) < getattr(hard.traffic, knob), knob
    assert easy.traffic.prevalence > medium.traffic.prevalence > hard.traffic.prevalence


@pytest.mark.parametrize("spec", catalogue(), ids=lambda spec: spec.slug)
def test_the_briefing_tells_the_capacity(spec) -> None:  # type: ignore[no-untyped-def]
    assert f"examine {spec.capacity.red}**" in spec.briefing
    assert f"check the documents of {spec.capacity.yellow}**" in spec.briefing


@pytest.mark.parametrize("spec", catalogue(), ids=lambda spec: spec.slug)
def test_a_shipped_batch_holds_about_the_violations_its_spec_expects(spec, engine: Engine) -> None:  # type: ignore[no-untyped-def]
    truth = build(spec, engine).truth
    assert truth is not None
    expected = spec.traffic.declarations * spec.traffic.prevalence
    assert 0.6 * expected <= truth["violation"].sum() <= 1.5 * expected
    assert truth.loc[truth["violation"], "typology"].nunique() >= 4


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("slug: a\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("slug: B!\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_catalogue(tmp_path)
    assert {fault.split()[0] for fault in refused.value.faults} == {"a.yaml", "b.yaml"}
