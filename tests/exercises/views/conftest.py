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
from tests.exercises.views.desk import INQUIRY, Now


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


@pytest.fixture(scope="session")
def inquiry_batch() -> ExerciseBatch:
    """The exercise, built once."""
    return build(INQUIRY, Engine(ProfileScorer(load())))


@pytest.fixture
def inquiry(tmp_path: Path, inquiry_batch: ExerciseBatch, now: Now, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A targeting exercise with means, a clock, and the engine withheld until one has judged."""
    with staged(tmp_path, INQUIRY, inquiry_batch, monkeypatch) as found:
        yield found
