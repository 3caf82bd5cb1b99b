"""Courses: shipped exercises in a fixed order; the trainee learns from comparing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from exercises.design import Slug, catalogue
from exercises.marking import Detection
from exercises.store import Assignment, Past
from simulator.errors import InputError
from simulator.files import read_yaml

Role = Literal["before", "burst", "after"]


class Part(BaseModel):
    """One part: the slug of a shipped exercise, and its role."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    exercise: str
    role: Role

    @field_validator("exercise")
    @classmethod
    def _known(cls, exercise: str) -> str:
        if exercise not in {spec.slug for spec in catalogue()}:
            raise ValueError(f"{exercise!r} is not a shipped exercise; see redlane exercise list")
        return exercise


class Course(BaseModel):
    """A course; its parts are played in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Slug
    title: str = Field(min_length=1, max_length=120)
    about: str = Field(min_length=1, max_length=5_000)
    parts: tuple[Part, ...] = Field(min_length=2)


@cache
def courses() -> tuple[Course, ...]:
    """The shipped courses by slug; ``InputError`` lists the faults of all files."""
    found, faults = [], []
    for file in sorted((files("exercises") / "data" / "courses").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            try:
                found.append(read_yaml(file, Course))
            except InputError as error:
                faults += error.faults
    if faults:
        raise InputError(faults)
    return tuple(sorted(found, key=lambda course: course.slug))


@dataclass(frozen=True)
class Standing:
    """One part of a course for one trainee.

    ``assignment``: ``None`` if the exercise is not published to the trainee; ``detection``: what the submitted attempt
    showed, ``None`` before; ``next``: whether this part is the next one.
    """

    part: Part
    assignment: Assignment | None
    detection: Detection | None
    next: bool


def standing(course: Course, assigned: Sequence[Assignment], history: Sequence[Past]) -> tuple[Standing, ...]:
    """The parts of a course for one trainee, in order; the newest submitted attempt at each part counts."""
    by_slug = {one.slug: one for one in assigned if not one.own}
    shown = {past.slug: seen for past in history if (seen := past.result.detection)}
    turn = next((part.exercise for part in course.parts if part.exercise not in shown), None)
    return tuple(
        Standing(part, by_slug.get(part.exercise), shown.get(part.exercise), part.exercise == turn)
        for part in course.parts
    )


def before_and_after(parts: Sequence[Standing]) -> tuple[Detection, Detection] | None:
    """What the trainee showed before the burst and after it; ``None`` until both parts are submitted."""
    shown = {one.part.role: one.detection for one in parts}
    before, after = shown.get("before"), shown.get("after")
    return None if before is None or after is None else (before, after)
