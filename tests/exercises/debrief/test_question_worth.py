"""Each question's chance before and after is the one that the whole batch gives at that moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from exercises.debrief.as_seen import as_seen
from exercises.debrief.questions import questions
from exercises.design import ExerciseBatch, ExerciseCard
from exercises.record import Record, Request
from exercises.rehearsal.players import PLAYERS
from simulator.office import REVEALS
from tests.exercises.debrief.habits import played, posterior_of, shipped

pytestmark = pytest.mark.slow

LINE = 0.1


@pytest.fixture(scope="module")
def asked() -> tuple[ExerciseCard, ExerciseBatch, Record]:
    """The diversion cell, whose consignees share directors, played by somebody who asks much."""
    card, batch = shipped("diversion-cell")
    record = played(next(one for one in PLAYERS if one.name == "competent"), card, batch).record
    return card, batch, record


def in_order(record: Record) -> list[tuple[str, Request]]:
    made = [(name, request) for name, own in record.requests.items() for request in own.values()]
    return sorted(made, key=lambda one: one[1].at)


def only(record: Record, made: list[tuple[str, Request]]) -> Record:
    requests: dict[str, dict[str, Request]] = {}
    for name, request in made:
        requests.setdefault(name, {})[request.means] = request
    return replace(record, requests=requests)


def chance(card: ExerciseCard, batch: ExerciseBatch, record: Record, name: str) -> float:
    seen = as_seen(batch, card, record)
    return float(posterior_of(seen)[[str(one) for one in batch.declarations["declaration_id"]].index(name)])


def test_before_and_after_are_those_of_the_whole_batch(asked: tuple[ExerciseCard, ExerciseBatch, Record]) -> None:
    card, batch, record = asked
    found, made = questions(batch, card, record, LINE), in_order(record)
    assert found is not None
    assert [(one.declaration_id, one.means) for one in found.asked] == [(name, one.means) for name, one in made]
    assert len(made) > 20
    for place in range(0, len(made), 8):
        one = found.asked[place]
        assert one.before == pytest.approx(
            chance(card, batch, only(record, made[:place]), one.declaration_id), abs=1e-9
        )
        assert one.after == pytest.approx(
            chance(card, batch, only(record, made[: place + 1]), one.declaration_id), abs=1e-9
        )
        assert one.changed == ((one.before >= LINE) != (one.after >= LINE))
    assert any(one.changed for one in found.asked)


def test_the_best_question_not_asked_would_have_moved_the_chance_as_told(
    asked: tuple[ExerciseCard, ExerciseBatch, Record],
) -> None:
    card, batch, record = asked
    found, made = questions(batch, card, record, LINE), in_order(record)
    assert found is not None and found.best is not None
    best = found.best
    assert best.means in REVEALS and best.means not in record.requests.get(best.declaration_id, {})
    later = Request(best.means, best.minutes, 0.0, made[-1][1].at + timedelta(seconds=1))
    assert best.before == pytest.approx(chance(card, batch, record, best.declaration_id), abs=1e-9)
    with_it = only(record, [*made, (best.declaration_id, later)])
    assert best.after == pytest.approx(chance(card, batch, with_it, best.declaration_id), abs=1e-9)
    assert (best.before >= LINE) != (best.after >= LINE)


def test_who_asked_for_nothing_is_told_of_the_best_question_alone(
    asked: tuple[ExerciseCard, ExerciseBatch, Record],
) -> None:
    card, batch, record = asked
    found = questions(batch, card, replace(record, requests={}), LINE)
    assert found is not None and not found.asked and found.best is not None and found.best.changed


def test_where_nothing_can_be_asked_there_are_no_questions() -> None:
    card, batch = shipped("first-shift")
    assert questions(batch, card, Record(), LINE) is None
    means_card, means_batch = shipped("inquiry-desk")
    assert questions(replace(means_batch, grounds=None), means_card, Record(), LINE) is None
