"""Means of inquiry reveal what they cost for, and nothing before; the oracle weighs what was seen."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.debrief.as_seen import as_seen
from exercises.design import ExerciseBatch, ExerciseCard, ExerciseSpec, build, weigh_seen
from exercises.design.grounds import SCAN
from exercises.engine import Engine
from exercises.play import MemoryAttempt
from exercises.record import AlreadySubmitted, NoTimeLeft, NotOffered
from simulator.office import REVEALS, Means, usual_costs
from simulator.profiles import ProfileScorer, load
from simulator.reference import fields_at, schema

SPEC = ExerciseSpec.model_validate(
    {
        "slug": "asking",
        "title": "Asking",
        "briefing": "Ask.",
        "seed": 11,
        "capacity": {"red": 6, "yellow": 6},
        "visible_tier": "declaration",
        "officer_minutes": 60,
        "means": {name: cost.model_dump() for name, cost in usual_costs().means.items()},
        "traffic": {"declarations": 120, "prevalence": 0.2, "traders": 30},
    }
)


@pytest.fixture(scope="module")
def batch() -> ExerciseBatch:
    """An exercise that shows the declaration, and offers all means."""
    return build(SPEC, Engine(ProfileScorer(load())))


@pytest.fixture
def attempt(batch: ExerciseBatch) -> MemoryAttempt:
    return MemoryAttempt(ExerciseCard.of("asking", SPEC.record(), 120), batch)


def shown(attempt: MemoryAttempt, name: str) -> set[str]:
    return {schema()[field].tier for field in attempt.consignment(name).fields}


def test_fields_of_a_tier_show_when_it_was_asked_for_and_on_no_other_consignment(attempt: MemoryAttempt) -> None:
    first, second = attempt.screen.ids[:2]
    assert shown(attempt, first) == {"declaration"}
    assert set(attempt.queue().columns) <= set(fields_at("declaration"))
    assert attempt.request(first, "documents") is None
    assert shown(attempt, first) == {"declaration", "document"}
    assert shown(attempt, second) == {"declaration"}


def test_a_company_is_checked_once_for_all_its_consignments(attempt: MemoryAttempt) -> None:
    name = max(attempt.screen.ids, key=lambda one: len(attempt.screen.same_consignee(one)))
    others = attempt.screen.same_consignee(name)
    assert len(others) > 1
    attempt.request(name, "company")
    for other in others:
        assert shown(attempt, other) == {"declaration", "check"}
    spent = attempt.minutes()
    attempt.request(others[-1], "company")
    assert attempt.minutes() == spent


def test_an_answer_is_told_after_asking_alone(attempt: MemoryAttempt) -> None:
    name = attempt.screen.ids[0]
    for means in ("screening", "licence", "expert", "scan", "hint"):
        with pytest.raises(NotOffered):
            attempt.answer(name, means)
        assert attempt.request(name, means) == attempt.answer(name, means)
    assert set(attempt.answer(name, "scan") or {}) == {"seen"}


def test_time_is_spent_once_and_never_overdrawn(attempt: MemoryAttempt) -> None:
    ids = attempt.screen.ids
    cost = SPEC.means["documents"].minutes
    for name in ids[:10]:
        attempt.request(name, "documents")
        attempt.request(name, "documents")
    assert attempt.minutes() == (10 * cost, 60)
    with pytest.raises(NoTimeLeft):
        attempt.request(ids[10], "documents")
    assert shown(attempt, ids[10]) == {"declaration"}
    attempt.submit()
    with pytest.raises(AlreadySubmitted):
        attempt.request(ids[11], "screening")


def test_a_means_that_is_not_offered_is_refused(batch: ExerciseBatch) -> None:
    record = {**SPEC.record(), "means": {"scan": {"minutes": 9, "delay_hours": 2}}}
    attempt = MemoryAttempt(ExerciseCard.of("asking", record, 120), batch)
    with pytest.raises(NotOffered):
        attempt.request(attempt.screen.ids[0], "documents")


def test_the_oracle_of_an_attempt_weighs_what_it_saw(batch: ExerciseBatch, attempt: MemoryAttempt) -> None:
    nothing = as_seen(batch, attempt.card, attempt.record).oracle
    assert nothing is not None and batch.oracle is not None
    assert not np.allclose(nothing.posterior, batch.oracle.posterior)
    for row, name in enumerate(attempt.screen.ids[:5]):
        attempt.request(name, "documents")
        asked = as_seen(batch, attempt.card, attempt.record).oracle
        assert asked is not None
        assert asked.posterior[row] != nothing.posterior[row]
        shown_flags = {str(flag) for flag in asked.flags[row]} - {""}
        assert shown_flags <= {str(flag) for flag in batch.oracle.flags[row]}


def test_the_whole_is_what_everything_asked_shows(batch: ExerciseBatch) -> None:
    record = {**SPEC.record(), "officer_minutes": None}
    attempt = MemoryAttempt(ExerciseCard.of("asking", record, 120), batch)
    revealing: tuple[Means, ...] = ("documents", "company", "screening", "licence", "expert", "portal")
    assert set(revealing) == set(REVEALS)
    for name in attempt.screen.ids:
        for means in revealing:
            attempt.request(name, means)
    asked = as_seen(batch, attempt.card, attempt.record).oracle
    assert asked is not None and batch.oracle is not None
    np.testing.assert_allclose(asked.posterior, batch.oracle.posterior, atol=1e-9)


def test_a_scan_that_shows_something_raises_the_chance_and_one_that_does_not_lowers_it(batch: ExerciseBatch) -> None:
    assert batch.grounds is not None and batch.truth is not None
    kept, ids = batch.grounds, [str(name) for name in batch.declarations["declaration_id"]]
    n = len(ids)
    none, clear, seen = (weigh_seen(kept, ids, {}, np.full(n, k, dtype=np.int8)) for k in (0, 1, 2))
    assert SCAN in clear.steps and SCAN not in none.steps
    assert (seen.posterior > none.posterior).all() and (clear.posterior < none.posterior).all()
    np.testing.assert_allclose(seen.status.sum(axis=1), 1.0)
    lawful = np.array(kept.natures) == ""
    np.testing.assert_allclose(seen.status[:, lawful].sum(axis=1), 1 - seen.posterior, atol=1e-12)


def test_scans_answer_as_often_as_the_oracle_expects() -> None:
    spec = SPEC.model_copy(update={"traffic": SPEC.traffic.model_copy(update={"declarations": 2000, "traders": None})})
    many = build(spec, Engine(ProfileScorer(load())))
    assert many.means_answers is not None and many.truth is not None
    seen = many.means_answers["scan"].str.contains("true").to_numpy(dtype=bool)
    lawful = ~many.truth["violation"].to_numpy(dtype=bool)
    physical = many.truth["nature"].eq("goods").to_numpy(dtype=bool)
    for rows, rate in ((lawful, usual_costs().scan_false_alarm), (physical, 0.5)):
        error = 4 * np.sqrt(rate * (1 - rate) / rows.sum())
        assert abs(seen[rows].mean() - rate) < error
