"""How well a trainee reads each family of indicators: ratings in logits, computed from the answers of past attempts.

A trainee with a rating of 0 cites half of the flags that are barely worth citing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import numpy as np

from exercises.design import citable
from exercises.learning.rasch import PRIOR_SD, Estimate, modes
from exercises.marking import Answer
from simulator.reference import FAMILIES, TIERS

DRIFT_SD = 0.25
"""How much a trainee learns or forgets from one attempt to the next, in logits (assumption)."""


History = Sequence[tuple[datetime, Sequence[Answer]]]
"""Submitted attempts: the time and the answers of each."""


@dataclass(frozen=True)
class Skill:
    """A trainee's rating in each practised indicator family, in the order of ``FAMILIES``."""

    families: Mapping[str, Estimate]


@cache
def practised() -> tuple[str, ...]:
    """The families that traffic can show: the others are in the catalogue for reading, and nobody is rated in them."""
    shown = {flag.split(".")[0] for flag in citable(TIERS)}
    return tuple(family for family in FAMILIES if family in shown)


def estimate(history: History) -> Skill:
    """The skill after these attempts, in order of time; the order of answers within an attempt does not matter."""
    met = {answer.family for _at, given in history for answer in given}
    families = {family: Estimate() for family in FAMILIES if family in met or family in practised()}
    for _at, given in sorted(history, key=lambda attempt: attempt[0]):
        for family, before in families.items():
            own = [answer for answer in given if answer.family == family]
            if own:
                families[family] = _after(before, own)
    return Skill(families)


def _after(before: Estimate, given: Sequence[Answer]) -> Estimate:
    variance = min(before.sd**2 + DRIFT_SD**2, PRIOR_SD**2)
    difficulty = np.array([answer.difficulty for answer in given])
    right = np.array([float(answer.right) for answer in given])
    one = np.zeros(len(given), dtype=np.int64)
    mean, spread = modes(one, np.array([before.mean]), variance, difficulty, right)
    return Estimate(float(mean[0]), float(np.sqrt(spread[0])), before.answers + len(given))


def weak(skill: Skill, n: int = 2) -> tuple[str, ...]:
    """The families with the lowest upper bounds, weakest first; families with few answers are left out."""
    return tuple(sorted(_known(skill), key=lambda family: skill.families[family].high)[:n])


def strong(skill: Skill, n: int = 2) -> tuple[str, ...]:
    """The families with the highest lower bounds, strongest first; the ``n`` weak ones are left out."""
    rest = [family for family in _known(skill) if family not in weak(skill, n)]
    return tuple(sorted(rest, key=lambda family: -skill.families[family].low)[:n])


def _known(skill: Skill) -> list[str]:
    return [family for family, rating in skill.families.items() if not rating.few]
