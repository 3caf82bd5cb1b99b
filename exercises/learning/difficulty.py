"""How hard each case of an exercise is: as designed, and corrected by the answers of a class."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from exercises.learning.rasch import PRIOR_SD, Estimate, modes
from exercises.marking import Answer
from simulator.draws import Ints

Case = tuple[str, str, str]
"""Exercise id, declaration id, family."""
DESIGN_SD = 0.8
"""How far a case's difficulty lies from the designed one, in logits (assumption)."""
_SWEEPS = 30  # of trainees and cases in turn
_Name = TypeVar("_Name", bound=Hashable)


def calibrate(classroom: Mapping[str, Sequence[tuple[str, Sequence[Answer]]]]) -> dict[Case, Estimate]:
    """The difficulty of each case by the answers of a class, seeded by design: trainee → (exercise id, answers) …

    Trainees' abilities and cases' difficulties are made most likely in turn. Only flags that are there: one that is
    not is on record only where somebody cited it, so that its difficulty cannot be told.
    """
    told = [
        (trainee, exercise, answer)
        for trainee, attempts in classroom.items()
        for exercise, given in attempts
        for answer in given
        if answer.there
    ]
    people, who = _numbered((trainee, answer.family) for trainee, _exercise, answer in told)
    cases, which = _numbered((exercise, answer.declaration_id, answer.family) for _trainee, exercise, answer in told)
    right = np.array([float(answer.right) for _trainee, _exercise, answer in told])
    count = np.bincount(which, minlength=len(cases))
    seed = np.bincount(which, [answer.difficulty for *_whose, answer in told], len(cases)) / count
    difficulty, spread = seed, np.full(len(cases), DESIGN_SD**2)
    for _sweep in range(_SWEEPS):
        ability, _ = modes(who, np.zeros(len(people)), PRIOR_SD**2, difficulty[which], right)
        difficulty, spread = modes(which, seed, DESIGN_SD**2, ability[who], 1.0 - right)
    return {
        case: Estimate(float(mean), float(np.sqrt(variance)), int(number))
        for case, mean, variance, number in zip(cases, difficulty, spread, count, strict=True)
    }


def _numbered(names: Iterable[_Name]) -> tuple[list[_Name], Ints]:
    """The distinct names, and which of them each one is."""
    numbers: dict[_Name, int] = {}
    which = [numbers.setdefault(name, len(numbers)) for name in names]
    return list(numbers), np.array(which, dtype=np.int64)
