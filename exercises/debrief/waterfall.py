"""From the chance before looking to the one given what was seen: what raised it, then what lowered it.

The moves add up exactly in log-odds: the chance before looking, plus the weight of each move, is the stated chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, log

from exercises.debrief.case import CaseReview, FlagReview, Step

DRAWN = 5
"""Facts that are drawn in each direction; cited flags are always drawn (assumption: more is not read)."""
TINY = 0.1
"""Log-odds below which a fact is not drawn by itself: it moves an even chance by less than three points."""


@dataclass(frozen=True)
class Move:
    """One line of a waterfall. ``steps``: one fact, the facts of one red flag, or, if ``rest``, all that is not drawn
    by itself in this direction. ``before`` and ``after``: log-odds; ``flag``: its red flag, if it shows one."""

    steps: tuple[Step, ...]
    flag: FlagReview | None
    rest: bool
    before: float
    after: float

    @property
    def weight(self) -> float:
        """What the move adds, in log-odds."""
        return fsum(step.weight for step in self.steps)

    @property
    def chance(self) -> float:
        """The chance after the move."""
        return 1.0 / (1.0 + exp(-self.after))


def start(case: CaseReview) -> float:
    """The log-odds before looking; ``ValueError`` without an oracle."""
    if case.prior is None:
        raise ValueError("without an oracle no chance is known: ask for cases that have one")
    return log(case.prior) - log(1.0 - case.prior)


def waterfall(case: CaseReview) -> tuple[Move, ...]:
    """The moves of a case, what raised the chance first, the heaviest first; none without an oracle."""
    if not case.steps:
        return ()
    flags = {flag.id: flag for flag in case.flags if flag.present}
    together: dict[str, list[Step]] = {}
    for step in case.steps:
        together.setdefault(step.flag or f"fact {step.id}", []).append(step)
    moves, now = [], start(case)
    for sign in (1, -1):
        groups = [one for one in together.values() if (_weight(one) >= 0) == (sign > 0)]
        for steps, rest in _drawn(groups, flags):
            after = now + _weight(steps)
            flag = None if rest else flags.get(steps[0].flag)
            moves.append(Move(tuple(steps), flag, rest, now, after))
            now = after
    return tuple(moves)


def _drawn(groups: list[list[Step]], flags: dict[str, FlagReview]) -> list[tuple[list[Step], bool]]:
    """The groups of one direction that are drawn, then the rest as one; a rest of one fact is drawn by itself."""
    groups = sorted(groups, key=lambda steps: -abs(_weight(steps)))
    heavy = [steps for place, steps in enumerate(groups) if place < DRAWN and abs(_weight(steps)) >= TINY]
    named = [steps for steps in groups if steps not in heavy and _cited(flags.get(steps[0].flag))]
    left = [steps for steps in groups if steps not in heavy and steps not in named and _weight(steps)]
    rest = [step for steps in left for step in steps]
    found = [(steps, False) for steps in sorted([*heavy, *named], key=lambda steps: -abs(_weight(steps)))]
    return [*found, (rest, len(left) > 1)] if rest else found


def _cited(flag: FlagReview | None) -> bool:
    return flag is not None and flag.cited


def _weight(steps: Sequence[Step]) -> float:
    return fsum(step.weight for step in steps)
