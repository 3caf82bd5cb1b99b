"""The verdicts follow one rule: the chance from which a consignment should have been controlled."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from exercises.debrief import Debrief, debrief
from exercises.debrief.rule import control_from
from exercises.design import CONTROLLED, Evidence, catalogue
from exercises.marking import CITE_FROM, HOLD_FROM
from exercises.rehearsal.players import PLAYERS
from tests.exercises.debrief.habits import played, shipped

pytestmark = pytest.mark.slow

ASKED, NOT_ASKED = {"missed", "caught", "bad_look"}, {"unlucky", "thin", "lucky", "wasted"}


def evidence(chances: list[float], prior: float) -> Evidence:
    nothing = np.zeros((len(chances), 0))
    return Evidence(np.array(chances), prior, (), nothing, nothing.astype(object))


def test_it_is_where_the_best_choice_used_its_last_place_rounded_down() -> None:
    best = np.array(["red", "yellow", "green", "green"])
    assert control_from(evidence([0.7, 0.209, 0.2, 0.1], 0.05), best, streams=False) == 0.20
    assert control_from(evidence([0.7, 0.065, 0.061, 0.001], 0.05), best, streams=False) == 0.06
    assert control_from(evidence([0.7, 0.0048, 0.0041, 0.001], 0.001), best, streams=False) == 0.004


def test_places_to_spare_below_the_chance_before_looking_call_for_nothing() -> None:
    best = np.array(["red", "yellow", "yellow"])
    assert control_from(evidence([0.7, 0.09, 0.01], 0.08), best, streams=False) == 0.08
    assert control_from(evidence([0.7], 0.08), np.array(["green"]), streams=False) == 1.0


def test_a_stream_has_its_own_line_and_a_real_file_none() -> None:
    best = np.array(["red", "green"])
    assert control_from(evidence([0.7, 0.3], 0.1), best, streams=True) == HOLD_FROM
    assert control_from(None, best, streams=False) is control_from(evidence([0.7], 0.1), None, streams=False) is None


@cache
def by_lot(slug: str) -> Debrief:
    card, batch = shipped(slug)
    return debrief(played(next(one for one in PLAYERS if one.name == "random"), card, batch))


@pytest.mark.parametrize("slug", [spec.slug for spec in catalogue()])
def test_two_chances_of_one_per_cent_never_have_two_verdicts(slug: str) -> None:
    """Nor does a higher chance ever have the milder one: 46 % is not "little" where 6.5 % is enough."""
    found = by_lot(slug)
    assert found.control_from is not None
    judged = [case for case in found.cases if case.verdict in ASKED | NOT_ASKED]
    for case in judged:
        assert case.posterior is not None
        assert (case.verdict in ASKED) == (case.posterior >= found.control_from)
    by_per_cent: dict[int, set[bool]] = {}
    for case in judged:
        by_per_cent.setdefault(int(100 * (case.posterior or 0.0) + 1e-9), set()).add(case.verdict in ASKED)
    assert all(len(words) == 1 for per_cent, words in by_per_cent.items() if per_cent)


@pytest.mark.parametrize("slug", [spec.slug for spec in catalogue()])
def test_luck_is_never_written_on_a_hit_that_a_fact_explains(slug: str) -> None:
    found = by_lot(slug)
    hits = [case for case in found.cases if case.violation and case.lane in CONTROLLED]
    for case in hits:
        if case.verdict == "lucky":
            assert case.posterior is not None and case.posterior < (found.control_from or 0.0)
            assert all(step.weight < CITE_FROM for step in case.steps)


def test_a_case_without_a_known_chance_calls_for_nothing() -> None:
    case = by_lot("first-shift").cases[0]
    assert not replace(case, posterior=None).asked_for_control
    assert not replace(case, control_from=None).asked_for_control
