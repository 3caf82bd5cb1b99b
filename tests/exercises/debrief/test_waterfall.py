"""The waterfall of a consignment adds up to the stated chance, for every consignment of every shipped exercise."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import fsum, isfinite

import pytest
from scipy.special import expit, logit

from exercises.debrief import CaseReview, Debrief, debrief, start, waterfall
from exercises.debrief.waterfall import DRAWN, TINY
from exercises.design import catalogue
from exercises.rehearsal.players import PLAYERS
from exercises.report import drawn, fact_words, figures, mattered
from tests.exercises.debrief.habits import played, shipped

pytestmark = pytest.mark.slow

NOVICE, COMPETENT = (next(one for one in PLAYERS if one.name == name) for name in ("novice", "competent"))


@cache
def revealed(slug: str) -> Debrief:
    card, batch = shipped(slug)
    return debrief(played(COMPETENT if card.means else NOVICE, card, batch))


@pytest.mark.parametrize("slug", [spec.slug for spec in catalogue()])
def test_every_waterfall_of_every_shipped_exercise_adds_up_to_the_stated_chance(slug: str) -> None:
    found = revealed(slug)
    assert found.cases and found.has_oracle
    for case in found.cases:
        assert case.posterior is not None and case.prior is not None
        moves, lines = waterfall(case), drawn(case)
        total = start(case) + fsum(move.weight for move in moves)
        assert expit(total) == pytest.approx(case.posterior, abs=1e-9)
        if 1e-6 < case.posterior < 1 - 1e-6:
            assert total == pytest.approx(float(logit(case.posterior)), abs=1e-9)
        assert moves[-1].chance == pytest.approx(case.posterior, abs=1e-9)
        assert figures.chance(lines[-1].chance) == figures.chance(case.posterior)
        assert lines[0].chance == case.prior and len(lines) == len(moves) + 2


@pytest.mark.parametrize("slug", [spec.slug for spec in catalogue()])
def test_every_fact_of_every_shipped_exercise_has_words_of_its_own(slug: str) -> None:
    """Not only the name of the fact: what it shows, or on which side it spoke."""
    for case in revealed(slug).cases:
        for step in case.steps:
            if step.weight:
                assert (step.id, step.level or ("for" if step.weight > 0 else "against")) in fact_words()
        said = mattered(case)
        assert said.count("that speaks") <= 3 and (not said or said.endswith("a violation."))


def test_each_line_goes_on_where_the_last_one_ended_raises_first() -> None:
    for case in revealed("inquiry-desk").cases:
        moves = waterfall(case)
        assert moves[0].before == start(case)
        assert all(one.after == two.before for one, two in pairwise(moves))
        signs = [move.weight >= 0 for move in moves]
        assert signs == sorted(signs, reverse=True)
        assert all(isfinite(move.after) for move in moves)
        for line in drawn(case):
            assert 0.0 <= line.left <= line.right <= 1.0


def test_no_step_is_lost_or_told_twice_and_little_ones_are_folded() -> None:
    for case in revealed("diversion-cell").cases:
        moves = waterfall(case)
        told = [step for move in moves for step in move.steps]
        assert len(told) == len(set(told)) and {step for step in case.steps if step.weight} <= set(told)
        for side in (1, -1):
            own = [move for move in moves if move.weight * side > 0]
            assert sum(move.rest for move in own) <= 1
            drawn_alone = [move for move in own if not move.rest and not _cited(move.steps[0].flag, case)]
            assert len(drawn_alone) <= DRAWN + 1  # one that is left over is drawn by itself, too
            assert sum(abs(move.weight) < TINY for move in drawn_alone) <= 1


def test_a_flag_that_several_facts_show_has_one_line_with_its_whole_weight() -> None:
    several = 0
    for case in revealed("diversion-cell").cases:
        weights = {flag.id: flag.weight for flag in case.flags if flag.present}
        for move in waterfall(case):
            if move.flag is not None:
                several += len(move.steps) > 1
                assert move.weight == pytest.approx(weights[move.flag.id], abs=1e-12)
    assert several


def _cited(flag: str, case: CaseReview) -> bool:
    return any(one.id == flag and one.cited for one in case.flags)
