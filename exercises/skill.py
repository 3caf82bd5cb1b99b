"""How well a trainee reads each family of indicators: ratings in logits, replayed from the answers of past attempts.

A rating of 0 is a trainee who cites every second flag that is only just worth citing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np

from exercises.debrief import CaseReview, Debrief
from exercises.evidence import CONTROLLED
from exercises.marking import CITE_FROM
from exercises.rasch import PRIOR_SD, Estimate, modes
from simulator.indicators import FAMILIES

SHARPNESS = 2.0
"""Logits of difficulty by log-odds of evidence: a reader whose judgement has a noise of 0.8 log-odds, as the competent
simulated trainee has, tells what is worth citing along a normal curve, near a logistic one of slope 1.7 / 0.8."""
EASIEST = -4.0
"""No flag is so plain that nobody overlooks it: two in a hundred slips at rating 0 (assumption)."""
DRIFT_SD = 0.25
"""What a trainee learns or forgets from one attempt to the next, in logits (assumption)."""


@dataclass(frozen=True)
class Answer:
    """Whether a trainee was right about one family on one consignment; ``difficulty`` in logits, as designed.

    ``there``: a flag of the family was worth citing; if not, a flag that is not there was cited: always wrong.
    """

    declaration_id: str
    family: str
    difficulty: float
    right: bool
    there: bool = True


History = Sequence[tuple[datetime, Sequence[Answer]]]
"""Submitted attempts: when, and the answers of each."""


@dataclass(frozen=True)
class Skill:
    """A trainee's rating in each indicator family, in the order of ``FAMILIES``."""

    families: Mapping[str, Estimate]


def answers(debrief: Debrief) -> tuple[Answer, ...]:
    """The answers of a revealed attempt; none without an oracle."""
    return tuple(answer for case in debrief.cases if _asked(case) for answer in _of_case(case))


def _asked(case: CaseReview) -> bool:
    """Whether flags were to be cited on a consignment: it was looked at, and somebody had reason to give reasons.

    That is where it was controlled, a flag was cited, or the evidence called for a control. Nobody cites flags on what
    is rightly released: counted as oversights they put the simulated expert below the competent trainee.
    """
    called_for = case.lane in CONTROLLED or case.asked_for_control
    return case.looked and (called_for or any(flag.cited for flag in case.flags))


def _of_case(case: CaseReview) -> Iterable[Answer]:
    for family in FAMILIES:
        own = [flag for flag in case.flags if flag.id.split(".")[0] == family]
        weights = [flag.weight or 0.0 for flag in own if flag.present]
        if max(weights, default=0.0) >= CITE_FROM:
            named = any(flag.cited and flag.present for flag in own)
            yield Answer(case.declaration_id, family, designed(max(weights)), named)
        if any(flag.cited and not flag.present for flag in own):
            yield Answer(case.declaration_id, family, designed(CITE_FROM), right=False, there=False)


def designed(weight: float) -> float:
    """The difficulty of a flag in logits by its weight in log-odds; weak evidence is hard.

    The exercise's knobs are in the weight: they move what violations plant and lawful odds toward each other. A flag
    that is not there is as hard to leave alone as one just worth citing is to cite (assumption).
    """
    return round(max(EASIEST, SHARPNESS * (CITE_FROM - weight)), 3)


def designed_of(given: Iterable[Answer]) -> dict[tuple[str, str], float]:
    """The designed difficulty of each consignment and family that answers are about."""
    return {(answer.declaration_id, answer.family): answer.difficulty for answer in given if answer.there}


def to_json(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """Answers as plain JSON values, for the attempt's stored result."""
    return [asdict(answer) for answer in answers]


def from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[Answer, ...]:
    """Answers of a stored result."""
    return tuple(Answer(**entry) for entry in kept)


def estimate(history: History) -> Skill:
    """The skill after these attempts, taken by time; the order of answers within an attempt does not count."""
    families = dict.fromkeys(FAMILIES, Estimate())
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
    """The families whose upper bound is lowest, the weakest first; none that has few answers."""
    return tuple(sorted(_known(skill), key=lambda family: skill.families[family].high)[:n])


def strong(skill: Skill, n: int = 2) -> tuple[str, ...]:
    """The families whose lower bound is highest, the strongest first; none of the ``n`` weak ones."""
    rest = [family for family in _known(skill) if family not in weak(skill, n)]
    return tuple(sorted(rest, key=lambda family: -skill.families[family].low)[:n])


def _known(skill: Skill) -> list[str]:
    return [family for family, rating in skill.families.items() if not rating.few]
