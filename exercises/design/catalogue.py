"""The exercises that Redlane ships with."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from exercises.design.spec import LEVELS, ExerciseSpec
from simulator.errors import InputError
from simulator.files import read_yaml


@cache
def catalogue() -> tuple[ExerciseSpec, ...]:
    """The shipped exercises, easiest first."""
    return load_catalogue(files("exercises") / "data" / "catalogue")


def load_catalogue(folder: Traversable) -> tuple[ExerciseSpec, ...]:
    """All ``.yaml`` exercises of a folder, by level and slug; ``InputError`` lists the faults of all files."""
    found: list[ExerciseSpec] = []
    faults: list[str] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if not item.name.endswith(".yaml"):
            continue
        try:
            spec = read_yaml(item, ExerciseSpec)
        except InputError as error:
            faults += error.faults
            continue
        if spec.slug in (other.slug for other in found):
            faults.append(f"{item.name}: slug {spec.slug!r} is used by another exercise; choose another")
        found.append(spec)
    if faults:
        raise InputError(faults)
    return tuple(sorted(found, key=lambda spec: (LEVELS.index(spec.level), spec.slug)))
