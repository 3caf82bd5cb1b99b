"""The answers of a revealed attempt; skill is estimated from them."""

from __future__ import annotations

from collections.abc import Iterable

from exercises.debrief.case import CaseReview
from exercises.debrief.review import Debrief
from exercises.design import CONTROLLED
from exercises.marking import CITE_FROM, Answer
from simulator.reference import FAMILIES

SHARPNESS = 2.0
"""Logits of difficulty for each unit of log-odds. The competent simulated trainee judges with a noise of 0.8 log-odds:
the probability to cite a flag then follows a normal curve, close to a logistic curve of slope 1.7 / 0.8."""
EASIEST = -4.0
"""Even the plainest flag is sometimes overlooked: in two of a hundred cases at rating 0 (assumption)."""


def answers(debrief: Debrief) -> tuple[Answer, ...]:
    """The answers of a revealed attempt; none without an oracle."""
    return tuple(answer for case in debrief.cases if _expected(case) for answer in _of_case(case))


def _expected(case: CaseReview) -> bool:
    """Whether the trainee was expected to cite flags on a consignment.

    The trainee controlled it, cited a flag on it, or the evidence called for a control. What was never opened counts by
    its lane, too: it was released although the evidence called for a control, so its flags were overlooked. Otherwise
    somebody who opens only the plain ones would be rated higher. Nobody cites flags on rightly released consignments:
    if these counted as oversights, the simulated expert would rate below the competent trainee.
    """
    return case.lane in CONTROLLED or case.asked_for_control or any(flag.cited for flag in case.flags)


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
    """The difficulty of a flag in logits, from its weight in log-odds; weak evidence is difficult.

    The weight already contains the exercise's knobs: they bring the odds of violations and of lawful trade closer
    together. Not citing a flag that is not there is as difficult as citing one just worth citing (assumption).
    """
    return round(max(EASIEST, SHARPNESS * (CITE_FROM - weight)), 3)


def designed_of(given: Iterable[Answer]) -> dict[tuple[str, str], float]:
    """The designed difficulty of each consignment and family in the answers."""
    return {(answer.declaration_id, answer.family): answer.difficulty for answer in given if answer.there}
