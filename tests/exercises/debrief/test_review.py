"""The debrief tells the office's view and the truth apart, and judgement from luck."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from exercises.debrief import Debrief, review, verdict_of
from exercises.design import ExerciseBatch
from exercises.marking import outcome
from exercises.record import Decision, Record
from tests.exercises.conftest import FLAG_A, FLAG_B, make_card


def tried(opened: tuple[str, ...] = (), decisions: dict[str, Decision] | None = None) -> Record:
    return Record(decisions=decided() if decisions is None else decisions, opened=dict.fromkeys(opened))


def decided() -> dict[str, Decision]:
    return {
        "D-02": Decision("D-02", "red", (FLAG_A,), 4),
        "D-00": Decision("D-00", "red", (FLAG_B,), 2),
        "D-01": Decision("D-01", "yellow", (), 3),
        "D-09": Decision("D-09", "blue"),
    }


@pytest.fixture
def debrief(small_batch: ExerciseBatch) -> Debrief:
    """A middling attempt."""
    return review(small_batch, make_card(), tried(("D-02", "D-05")))


def test_every_consignment_is_reviewed_once_missed_ones_first(debrief: Debrief, small_batch: ExerciseBatch) -> None:
    assert sorted(case.declaration_id for case in debrief.cases) == sorted(small_batch.declarations["declaration_id"])
    assert debrief.cases[0].verdict == "missed"
    assert debrief.case("D-05").lane == "green"
    with pytest.raises(KeyError):
        debrief.case("D-99")


@pytest.mark.parametrize(
    ("violation", "lane", "asked_for", "explained", "verdict"),
    [
        (True, "red", True, False, "caught"),
        (True, "yellow", False, False, "lucky"),
        (True, "yellow", False, True, "thin"),
        (True, "green", True, True, "missed"),
        (True, "blue", False, True, "unlucky"),
        (False, "red", True, True, "bad_look"),
        (False, "red", False, True, "wasted"),
        (False, "green", True, True, "released"),
        (True, "red", None, False, "caught"),
        (True, "green", None, False, "missed"),
        (False, "red", None, False, "wasted"),
    ],
)
def test_luck_is_told_from_judgement(
    violation: bool, lane: str, asked_for: bool | None, explained: bool, verdict: str
) -> None:
    assert verdict_of(violation, lane, asked_for, explained) == verdict


def test_flags_carry_their_weight_and_what_was_done_about_them(debrief: Debrief) -> None:
    flags = {flag.id: flag for flag in debrief.case("D-02").flags}
    assert flags[FLAG_A].verdict == "right" and flags[FLAG_A].weight == 2.0
    assert flags[FLAG_B].verdict == "missed"
    wrong = debrief.case("D-00").flags[0]
    assert (wrong.id, wrong.verdict, wrong.present) == (FLAG_B, "wrong", False)


def test_the_steps_lead_from_the_prior_to_the_posterior(debrief: Debrief) -> None:
    for case in debrief.cases:
        assert case.prior is not None and case.posterior is not None
        odds = np.log(case.prior / (1 - case.prior)) + sum(step.weight for step in case.steps)
        assert odds == pytest.approx(np.log(case.posterior / (1 - case.posterior)))


def test_the_office_knows_what_controls_and_audits_found_and_no_more(debrief: Debrief) -> None:
    office = debrief.administration
    assert (office.examined, office.documents_checked, office.released) == (2, 1, 7)
    assert office.violations == 3 and office.audited == 1
    found = office.found_by_examination + office.found_by_documents + office.found_by_audit
    assert office.never_found == 3 - found
    for case in debrief.cases:
        assert (case.control is not None) == (case.lane in ("red", "yellow"))
        if not case.violation:
            assert not case.control_finding and not case.audit_finding
        if case.control_finding:
            assert case.audit_finding is None


def test_what_was_sent_to_the_audit_lane_is_audited_first(
    small_batch: ExerciseBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two audits; a single one goes by lot."""
    monkeypatch.setattr(outcome, "AUDIT_SHARE", 0.2)
    case = review(small_batch, make_card(), tried()).case("D-09")
    assert case.audit_finding is not None and case.audit_days is not None


def test_curves_rise_from_nothing_and_best_is_above_all(debrief: Debrief) -> None:
    players = {"profiles", "classifier", "both", "best", "you"}
    assert set(debrief.curves) == players | {"chance", "chance_low", "chance_high"}
    best = debrief.curves["best"]
    for name, curve in debrief.curves.items():
        assert curve[0] == 0.0
        assert all(late >= early for early, late in pairwise(curve))
        assert all(value <= best[place] + 1e-9 for place, value in enumerate(curve)), name
    assert len(debrief.curves["you"]) == 4
    assert best[-1] == pytest.approx(debrief.curves["chance"][-1])
    low, mean, high = (debrief.curves[name] for name in ("chance_low", "chance", "chance_high"))
    assert all(a <= b + 1e-9 and b <= c + 1e-9 for a, b, c in zip(low[1:-1], mean[1:-1], high[1:-1], strict=True))


def test_a_real_file_has_no_weights_and_no_best(outcome_batch: ExerciseBatch) -> None:
    debrief = review(outcome_batch, make_card(), tried())
    assert not debrief.has_oracle and debrief.marking.best is None
    assert "best" not in debrief.curves and debrief.curves["hindsight"][3] == pytest.approx(3)
    for case in debrief.cases:
        assert case.posterior is None and case.prior is None and case.best_lane is None
        assert case.flags == () and case.steps == ()


def test_the_debrief_needs_the_truth(small_batch: ExerciseBatch) -> None:
    with pytest.raises(ValueError, match="reveal"):
        review(small_batch.without_hidden(), make_card(), tried(decisions={}))
