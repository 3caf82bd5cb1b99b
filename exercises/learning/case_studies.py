"""Case studies to play: a situation at the desk, then the next checks, step by step, and the reasons.

The cases follow public ones (their sources are named in each file); parties, places, amounts and dates are invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, get_args
from zlib import crc32

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from exercises.design import Slug
from simulator.draws import uniform
from simulator.errors import InputError
from simulator.files import KeyFaults, read_yaml
from simulator.reference import catalogue

Worth = Literal["good", "fair", "poor"]
Theme = Literal["chemicals", "machines", "materials", "electronics", "ships", "radiation"]
THEMES: tuple[Theme, ...] = get_args(Theme)
"""What lies on the desk, in the order of the list; a theme does not say how a case ends."""
Ending = Literal["violation", "accident", "lawful"]
POINTS: Mapping[str, float] = {"good": 1.0, "fair": 0.5, "poor": 0.0}
"""Points for a choice (assumption)."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Declared(_Part):
    """One line of the declaration."""

    label: str
    value: str


class Option(_Part):
    """One thing to do, how good it is, and why."""

    say: str = Field(min_length=1, max_length=200)
    worth: Worth
    because: str = Field(min_length=1, max_length=500)


class Step(_Part):
    """A question, its options, and what the trainee learns after choosing one."""

    ask: str
    options: tuple[Option, ...] = Field(min_length=3, max_length=4)
    shows: str

    @model_validator(mode="after")
    def _answerable(self) -> Step:
        if not any(option.worth == "good" for option in self.options):
            raise KeyFaults([(("options",), "none is good; write worth: good for at least one")])
        return self


class CaseStudy(_Part):
    """A case study; ``flags`` are the red flags in it, ``after`` names the public case that it follows.

    ``regime`` and ``ending`` are shown at the end only, because they give the answers away.
    """

    id: Slug
    title: str = Field(min_length=1, max_length=80)
    theme: Theme
    regime: str
    ending: Ending
    opening: str
    declared: tuple[Declared, ...] = Field(min_length=4)
    steps: tuple[Step, ...] = Field(min_length=3, max_length=5)
    outcome: str
    lesson: str
    flags: tuple[str, ...] = ()
    after: str
    sources: tuple[str, ...] = Field(min_length=1)

    @field_validator("flags")
    @classmethod
    def _known(cls, flags: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [flag for flag in flags if flag not in catalogue()]
        if unknown:
            raise KeyFaults(
                ((flags.index(flag),), f"{flag!r} is not a red flag of indicators.csv; correct it") for flag in unknown
            )
        return flags

    @model_validator(mode="after")
    def _shown_by_flags(self) -> CaseStudy:
        # The published flags are about trade: a radiation alarm with papers in order may show none of them.
        if self.ending == "violation" and len(self.flags) < 2:
            raise ValueError("a violation needs two red flags at least")
        return self


@cache
def cases() -> tuple[CaseStudy, ...]:
    """The shipped cases in the order of the public ones they follow."""
    return load_cases(files("exercises") / "data" / "cases")


def load_cases(folder: Traversable) -> tuple[CaseStudy, ...]:
    """All ``.yaml`` cases of a folder; ``InputError`` lists the faults of all files."""
    found: list[CaseStudy] = []
    faults: list[str] = []
    for file in sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name):
        try:
            case = read_yaml(file, CaseStudy)
        except InputError as error:
            faults += error.faults
            continue
        if case.id in {other.id for other in found}:
            faults.append(f"{file.name}: id {case.id!r} is used by another case; choose another")
        found.append(case)
    if faults:
        raise InputError(faults)
    return tuple(found)


@dataclass(frozen=True)
class Play:
    """The state of a case study: the options chosen so far, one for each step, in order."""

    case: CaseStudy
    chosen: tuple[int, ...] = ()

    @classmethod
    def of(cls, case: CaseStudy, answers: Iterable[tuple[int, int]]) -> Play:
        """The state after these answers (step, option); the first answer at a step counts, and only in its turn."""
        given: dict[int, int] = {}
        play = cls(case)
        for step, option in answers:
            given.setdefault(step, option)
        while play.step is not None and given.get(len(play.chosen), -1) in range(len(play.step.options)):
            play = play.choose(given[len(play.chosen)])
        return play

    @property
    def step(self) -> Step | None:
        """The step that is open now; ``None`` at the end."""
        return None if self.done else self.case.steps[len(self.chosen)]

    @property
    def done(self) -> bool:
        """Whether every step is answered."""
        return len(self.chosen) >= len(self.case.steps)

    @property
    def score(self) -> float:
        """Points as a share of the most possible at the steps answered, 0 to 1; 0 before the first answer."""
        taken = [POINTS[step.options[option].worth] for step, option in self.answered()]
        return sum(taken) / len(taken) if taken else 0.0

    def answered(self) -> tuple[tuple[Step, int], ...]:
        """The steps answered, with the option chosen."""
        return tuple(zip(self.case.steps, self.chosen, strict=False))

    def shown(self, turn: int) -> tuple[int, ...]:
        """The options of the open step in the order shown: random, and different in each round."""
        count = 0 if self.step is None else len(self.step.options)
        seed = crc32(f"{self.case.id} {len(self.chosen)}".encode())
        return tuple(np.argsort(uniform(seed, "cases.order", 10 * turn, count), kind="stable").tolist())

    def choose(self, option: int) -> Play:
        """The state after an answer to the open step; ``IndexError`` for an option that does not exist."""
        if self.step is None or not 0 <= option < len(self.step.options):
            raise IndexError(f"{self.case.id}: there is no option {option} to choose now")
        return Play(self.case, (*self.chosen, option))
