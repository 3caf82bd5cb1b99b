"""The answers of a revealed attempt: what skill is estimated from."""

from __future__ import annotations

from collections.abc import Iterable

from exercises.debrief.case import CaseReview
from exercises.debrief.review import Debrief
from exercises.design import CONTROLLED
from exercises.marking import CITE_FROM, Answer
from simulator.reference import FAMILIES

SHARPNESS = 2.0
"""Logits of difficulty by log-odds of evidence: a reader whose judgement has a noise of 0.8 log-odds, as the competent
simulated trainee has, tells what is worth citing along a normal curve, near a logistic one of slope 1.7 / 0.8."""
EASIEST = -4.0
"""No flag is so plain that nobody overlooks it: two in a hundred slips at rating 0 (assumption)."""


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
