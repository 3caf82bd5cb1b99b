"""How difficult each case of an exercise is: by design, and corrected by the answers of a class."""

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
"""Standard deviation of a case's difficulty around the designed one, in logits (assumption)."""
_SWEEPS = 30  # estimates of trainees and cases in turn
_Name = TypeVar("_Name", bound=Hashable)


def calibrate(classroom: Mapping[str, Sequence[tuple[str, Sequence[Answer]]]]) -> dict[Case, Estimate]:
    """The difficulty of each case from the answers of a class: trainee → (exercise id, answers) …

    It starts from the designed difficulty; then trainees' abilities and cases' difficulties are estimated in turn. Only
    flags that are there count: a flag that is not there appears only if somebody cited it, so its difficulty is
    unknown.
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
    """The distinct names, and for each given name its number among them."""
    numbers: dict[_Name, int] = {}
    which = [numbers.setdefault(name, len(numbers)) for name in names]
    return list(numbers), np.array(which, dtype=np.int64)
