"""A small exercise behind the pages, and a clock that tests turn by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exercises.design import ExerciseBatch, ExerciseSpec, build
from exercises.engine import Engine
from exercises.store import clock
from simulator.profiles import ProfileScorer, load
from tests.exercises.staging import SHIFT, Stage, staged
from tests.exercises.views.desk import Now


@pytest.fixture(scope="session")
def made() -> tuple[ExerciseSpec, ExerciseBatch]:
    """A small exercise, built once."""
    spec = ExerciseSpec.model_validate(SHIFT)
    return spec, build(spec, Engine(ProfileScorer(load())))


@pytest.fixture
def stage(tmp_path: Path, made: tuple[ExerciseSpec, ExerciseBatch], monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A fresh store behind the pages."""
    with staged(tmp_path, *made, monkeypatch) as found:
        yield found


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Time stands still until the test turns it."""
    found = Now()
    monkeypatch.setattr(clock, "now", lambda: found.at)
    return found
