"""The debrief is told in one order, on the page and on paper, whoever played and however."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import markupsafe
import pytest
from scipy.special import logit

from exercises.debrief import debrief
from exercises.design import ExerciseBatch, ExerciseCard, ExerciseSpec, build, catalogue, citable
from exercises.engine import Engine
from exercises.play import MemoryAttempt
from exercises.rehearsal.players import PLAYERS, Player
from exercises.report import (
    Case,
    Curves,
    Dots,
    Figure,
    Heading,
    Reference,
    Table,
    advice,
    charts,
    explanations,
    pdf,
    report,
)
from exercises.report.cases import contrasts
from exercises.views import blocks, revealed
from generators.odds import Settings
from simulator.profiles import ProfileScorer, load
from simulator.reference import TIERS, Tier
from simulator.reference import catalogue as indicators
from tests.exercises.conftest import make_card
from tests.exercises.report.told import headings, opened, played, words

pytestmark = pytest.mark.slow


def test_the_parts_come_in_order_own_prediction_first(inquiry: MemoryAttempt) -> None:
    assert headings(tuple(report(debrief(inquiry)))) == [
        "What you expected",
        "What the administration knows",
        "What was really there",
        "How fast each choice finds violations",
        "Compared with the others",
        "Counts and their intervals",
        "Consignment by consignment",
        "After you saw the risk engine",
        "How well your confidence fits the outcomes",
        "What your requests were worth",
        "What it cost lawful trade",
        "Reached the line, was lawful",
        "Below the line, was a violation",
    ]
    other = headings(tuple(report(debrief(played("inquiry-desk", "hasty")))))  # who differs from the engine is told so
    assert other[other.index("Compared with the others") + 1] == "You and the risk engine"


@pytest.mark.parametrize("tier", ["declaration", "check"])
def test_the_direction_is_evidence_where_the_typologies_do_not_occur_in_every_direction(tier: Tier) -> None:
    """It is no red flag, so the report does not list it, and the weights still add up to the posterior."""
    traffic = Settings(declarations=60, prevalence=0.2, typologies=(("false_origin", 1.0),))
    shipped = next(spec for spec in catalogue() if spec.slug == "inquiry-desk")
    offered = {} if tier == "check" else {"means": shipped.means, "officer_minutes": shipped.officer_minutes}
    known = {**shipped.record(), "means": {}, "officer_minutes": None, "visible_tier": tier, **offered}
    spec = ExerciseSpec.model_validate({**known, "traffic": traffic})
    batch = build(spec, Engine(ProfileScorer(load())))
    attempt = MemoryAttempt(ExerciseCard.of("direction", spec.record(), len(batch.declarations)), batch)
    Player(PLAYERS[-1], batch, 1).play(attempt)
    revealed = debrief(attempt)
    directions = batch.declarations.set_index("declaration_id")["declaration_type"]
    for case in revealed.cases:
        weights = {step.id: step.weight for step in case.steps}
        assert case.posterior is not None and case.prior is not None
        assert logit(case.prior) + sum(weights.values()) == pytest.approx(logit(case.posterior), abs=1e-6)
        leaves = directions[case.declaration_id] == "EX"  # the origin of goods that leave is nobody's concern here
        assert (weights["declaration.direction"] < -20) == leaves and (not leaves or case.posterior < 1e-9)
        assert all(isfinite(weight) for weight in weights.values())
        assert not any(step.flag for step in case.steps if step.id == "declaration.direction")
    assert report(revealed)


def test_who_expected_a_share_alone_is_told_of_the_share_alone() -> None:
    attempt, _batch = opened("first-shift")
    attempt.predict(None, 0.6)
    attempt.submit()
    told = words(tuple(report(debrief(attempt)))[:2])
    assert "You thought your choice was worth 60\u202f%" in told and "You expected to catch" not in told


def test_what_reached_the_line_or_did_not_is_judged_by_the_rule_of_the_verdicts() -> None:
    """Not by a rank: a violation whose flags were plain did not look clean, however few violations there were."""
    revealed = debrief(played("new-season", "competent"))
    tables = [block for block in contrasts(revealed) if isinstance(block, Table)]
    shown = [{cell.id for row in table.rows for cell in row if isinstance(cell, Reference)} for table in tables]
    known = {case.declaration_id: case for case in revealed.cases}
    assert len(shown) == 2 and all(shown)
    assert all(known[name].asked_for_control and not known[name].violation for name in shown[0])
    assert all(not known[name].asked_for_control and known[name].violation for name in shown[1])


def test_in_a_stream_the_evidence_judges_and_not_how_many_were_held() -> None:
    """Who holds nothing has missed what was plain, though the best choice of none holds none."""
    attempt, _batch = opened("live-counter")
    attempt.submit()
    revealed = debrief(attempt)
    plain = [case for case in revealed.cases if case.violation and (case.posterior or 0.0) >= 0.5]
    assert plain and {case.verdict for case in plain} == {"missed"}
    assert {case.verdict for case in revealed.cases if case not in plain and case.violation} == {"unlucky"}
    shown = "".join(blocks.html(block) for block in report(revealed) if isinstance(block, Case))
    assert ">Release<" in shown and ">Hold<" in shown and ">Green<" not in shown and ">Red<" not in shown


def test_a_contrast_without_a_case_says_so(inquiry: MemoryAttempt) -> None:
    revealed = debrief(inquiry)
    plain = [case for case in revealed.cases if case.violation == case.asked_for_control]
    told = tuple(contrasts(replace(revealed, cases=tuple(plain))))
    assert headings(told) == ["Reached the line, was lawful", "Below the line, was a violation"]
    assert words(told).count("None here") == 2 and not any(isinstance(block, Table) for block in told)


def test_the_administrations_view_tells_no_more_than_was_found(inquiry: MemoryAttempt) -> None:
    revealed = debrief(inquiry)
    told = list(report(revealed))
    start, end = (told.index(Heading(text)) for text in ("What the administration knows", "What was really there"))
    table = next(block for block in told[start:end] if isinstance(block, Table))
    found = revealed.administration.violations - revealed.administration.never_found
    assert table.rows[-1][-1] == Figure(str(found))
    assert "in all" not in words(told[start:end])


def test_the_curve_has_every_player_and_a_band_of_chance(inquiry: MemoryAttempt) -> None:
    curve = next(block for block in report(debrief(inquiry)) if isinstance(block, Curves))
    assert {line.player for line in curve.lines} == {"chance", "profiles", "you", "best"}
    assert len(curve.band[0]) == len(curve.band[1]) and curve.capacity == inquiry.card.capacity["red"]
    spec = charts.of(curve)
    assert spec["layer"][0]["mark"]["type"] == "area" and len(spec["layer"]) == 3


def test_missed_consignments_come_first_and_say_why_an_expert_would_look() -> None:
    cases = [block.case for block in report(debrief(played("night-shift", "random"))) if isinstance(block, Case)]
    verdicts = [case.verdict for case in cases]
    assert verdicts[: verdicts.count("missed")] == ["missed"] * verdicts.count("missed") and "missed" in verdicts
    assert advice(cases[0])
    html = blocks.html(Case(cases[0]))
    assert "Why an expert would look" in html and 'class="rl-bar' in html


def test_a_stream_tells_the_eye_and_the_line() -> None:
    told = tuple(report(debrief(played("watch-2-burst", "expert", predict=False))))
    assert "How well you told violations from lawful trade" in headings(told) and "What you expected" not in headings(
        told
    )
    assert "What your requests were worth" not in headings(told)
    assert any(isinstance(block, Dots) for block in told)


def test_who_holds_one_of_many_violations_is_not_told_to_have_chosen_as_well_as_anyone() -> None:
    attempt, batch = opened("live-counter")
    assert batch.oracle is not None
    posterior = batch.oracle.posterior
    attempt.begin()
    attempt.watch.turn(attempt.card.pace.every * len(batch.declarations) if attempt.card.pace else 0.0)
    surest = max(attempt.waiting(), key=lambda name: posterior[attempt.screen.position(name)])
    attempt.decide(surest, "red")
    attempt.submit()
    revealed = debrief(attempt)
    marking = revealed.marking
    plain = sum((case.posterior or 0.0) >= 0.5 for case in revealed.cases)
    assert marking.capacity["red"] == plain > 3
    assert 0.0 < (marking.you.efficiency or 0.0) < 1.5 / plain


def test_a_stream_in_which_nothing_was_held_is_worth_nothing_and_says_so() -> None:
    attempt, _batch = opened("watch-1-quiet")
    attempt.begin()
    attempt.submit()
    revealed = debrief(attempt)
    assert revealed.score == revealed.marking.you.efficiency == 0.0
    said = words(tuple(report(revealed)))
    assert "You held nothing or everything" in said and "Your choice was worth 0\u202f% of the best" in said
    assert "Compared with the others" in headings(tuple(report(revealed)))


def test_few_judgements_and_few_violations_say_so() -> None:
    told = tuple(report(debrief(played("first-shift", "novice"))))
    assert "a single batch does not prove your skill" in words(told)


def test_a_real_file_is_told_without_what_nobody_knows(outcome_batch: ExerciseBatch) -> None:
    attempt = MemoryAttempt(make_card(), outcome_batch)
    attempt.decide("D-02", "red")
    attempt.submit()
    told = tuple(report(debrief(attempt)))
    assert "Nobody knows the true probability of each" in words(told)
    assert "Reached the line, was lawful" not in headings(told)


def test_the_debrief_says_why_a_flag_can_be_innocent_whether_it_is_there_or_was_cited(
    small_batch: ExerciseBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = MemoryAttempt(make_card(), small_batch)
    attempt.decide("D-05", "red", flags=("payment.cash",))
    attempt.submit()
    found = debrief(attempt)
    case = found.case("D-05")
    assert {(flag.id, flag.present) for flag in case.flags} == {("route.abnormal", True), ("payment.cash", False)}
    lines: list[str] = []
    monkeypatch.setitem(pdf.__globals__, "_line", lambda _page, text, *_how, **_more: lines.append(text))
    assert attempt.record.submitted_at is not None
    pdf("Small", report(found), attempt.record.submitted_at)
    for flag in case.flags:
        said = f"Why it can be innocent, for example: {indicators()[flag.id].innocent}"
        assert said in lines and markupsafe.escape(said) in revealed.html(case)


def test_every_red_flag_that_can_be_cited_has_an_experts_reason_of_its_own() -> None:
    assert set(citable(TIERS)) <= set(explanations()) <= set(indicators())
    assert len(set(explanations().values())) == len(explanations())
