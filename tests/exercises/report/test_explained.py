"""A debrief explains itself: one measure, one rule, both sides of each chance, and what became of what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from math import fsum

import pytest

from exercises.debrief import CaseReview, Debrief, debrief, start, waterfall
from exercises.design import CONTROLLED, ExerciseBatch
from exercises.language import percent
from exercises.play import MemoryAttempt
from exercises.rehearsal.players import PLAYERS
from exercises.report import (
    Block,
    Case,
    Curves,
    Explained,
    Figure,
    Heading,
    Player,
    Table,
    Text,
    fate,
    mattered,
    report,
)
from exercises.report.asides import asides
from exercises.report.cases import heading, odds, rule
from exercises.report.figures import chance
from exercises.report.result import sentence
from exercises.views import blocks, revealed
from tests.exercises.conftest import make_card
from tests.exercises.debrief.habits import played, shipped

pytestmark = pytest.mark.slow


@cache
def by(slug: str, name: str) -> Debrief:
    card, batch = shipped(slug)
    return debrief(played(next(one for one in PLAYERS if one.name == name), card, batch))


def words(told: Sequence[Block]) -> str:
    return " ".join(block.text for block in told if isinstance(block, (Text, Heading)))


@pytest.mark.parametrize("slug", ["inquiry-desk", "night-shift", "first-shift"])
def test_headline_table_and_chart_tell_one_share(slug: str) -> None:
    found = by(slug, "novice")
    you, capacity = found.marking.you, found.marking.capacity["red"]
    assert you.efficiency is not None and found.marking.precision.total == capacity
    told = tuple(report(found))
    curve = next(block for block in told if isinstance(block, Curves))
    lines = {line.player: line.values for line in curve.lines}
    table = next(
        block for block in told if isinstance(block, Table) and any(Player("you") in row for row in block.rows)
    )
    own, best = (next(row for row in table.rows if Player(name) in row) for name in ("you", "best"))
    share = percent(you.efficiency)
    assert lines["you"][capacity] / lines["best"][capacity] == pytest.approx(you.efficiency)
    assert Figure(share) in own and f"worth {share} of the best" in sentence(found)
    for row, name in ((own, "you"), (best, "best")):
        figure = next(cell for cell in row[3:] if isinstance(cell, Figure))
        assert figure.text == f"{lines[name][capacity]:.1f}" and figure.text in sentence(found)


def test_the_headline_has_one_measure_and_the_others_are_named_apart() -> None:
    found = by("inquiry-desk", "novice")
    assert "everything knowable" not in sentence(found) and "catches" not in sentence(found)
    assert "What you added: another measure" not in sentence(found)
    assert "This is another measure than the share of the best" in words(tuple(report(found)))


def test_the_rule_is_told_once_with_its_figure() -> None:
    for slug in ("inquiry-desk", "live-counter"):
        found = by(slug, "competent")
        told = words(tuple(report(found)))
        assert found.control_from is not None
        assert told.count("The line is ") == 1 and f"The line is {percent(found.control_from)}:" in rule(found)
    assert "there were places to spare" in rule(by("inquiry-desk", "competent"))
    more = replace(by("inquiry-desk", "competent"), control_from=0.02)
    cases = tuple(replace(case, control_from=0.02) for case in more.cases)
    assert "not all that reached the line found a place" in rule(replace(more, cases=cases))


def test_a_file_that_stayed_closed_is_not_told_as_seen() -> None:
    closed = [case for case in by("night-shift", "hasty").cases if not case.opened]
    assert len(closed) > 20
    for case in closed:
        assert "given all that you saw" not in odds(case) and "which you did not open" in odds(case)
        assert "Given all that you saw" not in revealed.html(case)
    queue = replace(closed[0], queue_chance=0.043)
    assert "4.3\u202f% given what the queue showed" in odds(queue)
    opened = next(case for case in by("night-shift", "hasty").cases if case.opened)
    assert "given all that you saw" in odds(opened) and "queue" not in odds(opened)


def test_log_odds_stand_only_where_it_is_explained_how_chances_are_computed() -> None:
    told = tuple(report(by("inquiry-desk", "novice")))
    shown = "".join(blocks.html(block) for block in told if isinstance(block, (Heading, Text, Table, Case)))
    outside = "".join(part.rpartition("</details>")[2] for part in shown.split("<details"))
    assert "log-odds" not in outside and "<details" in shown
    how = [block for block in told if isinstance(block, Explained)]
    assert len(how) == 1 and "An example, D-" in words([part for part in how[0].parts if isinstance(part, Text)])


def test_the_worked_example_is_the_sum_of_a_case_of_this_debrief() -> None:
    found = by("inquiry-desk", "novice")
    how = next(block for block in report(found) if isinstance(block, Explained))
    text = next(part.text for part in how.parts if isinstance(part, Text) and "An example" in part.text)
    case = found.case(text.partition("An example, ")[2][:6])
    table = next(part for part in how.parts if isinstance(part, Table))
    assert len(table.rows) == 1 + len(waterfall(case))
    assert table.rows[-1][-1] == Figure(chance(case.posterior or 0.0)) and chance(case.posterior or 0.0) in text
    written = [
        float(cell.text.replace("−", "-"))
        for row in table.rows
        for cell in row[1:3]
        if isinstance(cell, Figure) and cell.text
    ]
    sums, weights = [written[0], *written[2::2]], written[1::2]
    steps = zip(sums, weights, sums[1:], strict=False)
    assert len(weights) == len(sums) - 1 and all(a + w == pytest.approx(b, abs=1e-9) for a, w, b in steps)
    total = start(case) + fsum(move.weight for move in waterfall(case))
    assert table.rows[-1][-2] == Figure(f"{total:+.2f}".replace("-", "−"))


def test_the_sentence_names_the_heaviest_fact_of_each_side() -> None:
    told = 0
    for case in by("inquiry-desk", "competent").cases:
        moves = [move for move in waterfall(case) if not move.rest]
        raised = [move for move in moves if move.weight > 0.5]
        lowered = [move for move in moves if move.weight < -0.5]
        if (
            raised
            and lowered
            and min(raised[0].weight, -lowered[0].weight) > 0.2 * max(raised[0].weight, -lowered[0].weight)
        ):
            told += 1
            said = mattered(case)
            assert "speaks for a violation" in said and "speaks against a violation" in said
            assert said.index("speaks for") < said.index("speaks against")
    assert told > 5


def test_reasons_set_aside_are_those_of_the_engine_on_what_was_released() -> None:
    found = by("night-shift", "novice")
    pointed = [one for one in found.asides if one.pointed]
    assert pointed
    for one in found.asides:
        assert (one.case.lane in CONTROLLED) != one.pointed
        assert one.right == ((one.case.lane in CONTROLLED) == one.case.asked_for_control)
    table = next(block for block in asides(found) if isinstance(block, Table))
    assert len(table.rows) == min(len(pointed), 8)
    assert all(row[1] for row in table.rows)
    if "which of its reasons you set aside" in words(tuple(report(found))):
        assert "Where you and the engine differ" in words(tuple(report(found)))


def test_the_table_of_questions_is_small_and_starts_with_those_that_changed_a_lane() -> None:
    found = by("inquiry-desk", "competent")
    assert found.questions is not None and len(found.questions.asked) > 8
    table = next(block for block in report(found) if isinstance(block, Table) and "Chance before" in block.heads)
    assert len(table.rows) == 8
    said = [str(row[-1]) for row in table.rows]
    assert said == sorted(said, reverse=True) and said[0] == "yes"
    assert "The best question that you did not ask" in words(tuple(report(found)))


@cache
def held() -> CaseReview:
    """A violation that was held in a stream."""
    cases = by("live-counter", "competent").cases
    return next(case for case in cases if case.violation and case.lane == "red")


@pytest.mark.parametrize("nature", ["goods", "licence", "party", "papers", "other"])
@pytest.mark.parametrize("audit", [None, False, True])
@pytest.mark.parametrize("found", [False, True])
def test_what_was_held_is_never_told_as_released(nature: str, audit: bool | None, found: bool) -> None:
    days = None if audit is None else 30
    case = replace(held(), nature=nature, control_finding=found, audit_finding=audit, audit_days=days)
    assert "elease" not in fate(case) and fate(case).startswith("Your ")
    assert ("did not find it" in fate(case)) != found
    if not found and audit:
        assert "The post-clearance audit found it 30 days later." in fate(case)


def test_a_release_is_told_by_who_released_it_and_what_the_audit_found() -> None:
    case = replace(held(), lane="green", control=None, control_finding=None, audit_finding=True, audit_days=41)
    assert fate(case) == "You released it; the post-clearance audit found it after 41 days."
    left = replace(case, decided=False, audit_finding=None, audit_days=None)
    assert fate(left).startswith("You did not decide it, so it was released; no audit")
    assert fate(replace(case, violation=False)) == "You released it."


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0\u202f%"),
        (0.0002, "< 0.1\u202f%"),
        (0.061, "6.1\u202f%"),
        (0.46, "46\u202f%"),
        (0.9962, "99.6\u202f%"),
        (0.99999, "> 99.9\u202f%"),
        (1.0, "100\u202f%"),
    ],
)
def test_a_chance_is_never_rounded_to_a_certainty(value: float, said: str) -> None:
    assert chance(value) == said


def test_every_verdict_has_a_title_and_luck_only_one() -> None:
    titles = [heading(verdict) for verdict in ("missed", "unlucky", "caught", "thin", "wasted", "bad_look", "released")]
    assert not any("luck" in text.lower() for title in titles for text in title) and "luck" in heading("lucky")[0]


def test_a_real_file_has_no_line_and_no_chances(outcome_batch: ExerciseBatch) -> None:
    attempt = MemoryAttempt(make_card(), outcome_batch)
    attempt.decide("D-02", "red")
    attempt.decide("D-03", "red")
    attempt.submit()
    told = tuple(report(debrief(attempt)))
    assert "The line" not in words(told) and not any(isinstance(block, Explained) for block in told)
    shown = "".join(blocks.html(block) for block in told if isinstance(block, Case))
    assert "Before looking" not in shown and "below the line" not in words(told)
