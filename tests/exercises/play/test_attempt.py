"""An attempt hands out what the exercise shows and keeps the rules, in memory and in the store alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from exercises.debrief import Reveal, debrief, result
from exercises.design import ExerciseBatch, ExerciseCard, ExerciseCopy
from exercises.play import Attempt, MemoryAttempt, Screen, StoredAttempt
from exercises.record import AlreadySubmitted, CapacityExceeded, NotSubmitted, UnknownConsignment
from exercises.store import Store, open_store
from simulator.errors import InputError
from simulator.reference import fields_at
from tests.conftest import School
from tests.exercises.conftest import make_batch, make_card

SPEC = {
    "slug": "small",
    "briefing": "Read it.",
    "visible_tier": "declaration",
    "help": {"profiles": True, "classifier": False},
    "minutes": 30,
    "seed": 987654321,
    "traffic": {"prevalence": 0.123},
}


def copy_of(batch: ExerciseBatch) -> ExerciseCopy:
    return ExerciseCopy(
        id="small",
        title="Small",
        level="easy",
        spec=SPEC,
        provenance={"version": "0"},
        capacity={"red": 3, "yellow": 2},
        content_hash=batch.content_hash(),
        parts=batch.to_parts(),
        declaration_ids=list(batch.declarations["declaration_id"]),
    )


def memory(batch: ExerciseBatch) -> MemoryAttempt:
    record = {**SPEC, "title": "Small", "level": "easy", "capacity": {"red": 3, "yellow": 2}}
    return MemoryAttempt(ExerciseCard.of("small", record, 10), batch)


def stored(batch: ExerciseBatch, school: Any) -> StoredAttempt:
    school.store.add_exercise(copy_of(batch))
    school.office.publish("small", school.class_id)
    person = school.trainee()
    return StoredAttempt(school.store.desk(person, school.store.trainee(person).start("small")))


@pytest.fixture(params=["memory", "stored"])
def attempt(request: pytest.FixtureRequest, small_batch: ExerciseBatch, tmp_path: Path) -> Iterator[Attempt]:
    """The same attempt in memory and in the store; the store itself is tested on both databases."""
    if request.param == "memory":
        yield memory(small_batch)
        return
    store = open_store(f"sqlite:///{tmp_path / 'played.db'}")
    instructor = store.register.add_login("kim", "Kim", "instructor", "-")
    assert instructor is not None
    room = store.instructor(instructor.id).create_class("Course 1")
    yield stored(small_batch, School(store, instructor.id, room.id, room.code))
    store.close()


def test_the_queue_has_the_fields_up_to_the_tier_in_a_frozen_order(attempt: Attempt) -> None:
    queue = attempt.queue()
    assert set(queue.columns) <= set(fields_at("declaration"))
    assert "payment_terms" not in queue.columns
    assert list(queue["declaration_id"]) == [f"D-{i:02d}" for i in range(10)]
    queue.loc[:, "goods_description"] = "changed"
    assert attempt.queue()["goods_description"].iloc[0] == "goods 0"


def test_a_consignment_shows_no_field_beyond_the_tier(attempt: Attempt) -> None:
    consignment = attempt.consignment("D-02")
    assert consignment.text("goods_description") == "goods 2"
    assert consignment.get("payment_terms") is None
    with pytest.raises(UnknownConsignment):
        attempt.consignment("D-99")


def test_the_engine_shows_what_the_exercise_allows(attempt: Attempt) -> None:
    advice = attempt.engine("D-02")
    assert advice is not None and advice.hits is not None and advice.hits[0].leaves[0].found == "841410"
    assert advice.profile_score == 0.6
    assert advice.classifier_score is None and advice.combined_score is None and advice.reasons is None


def test_the_engine_part_of_a_consignment_is_read_once(attempt: Attempt) -> None:
    assert attempt.engine("D-02") is attempt.engine("D-02")
    assert attempt.engine("D-02") != attempt.engine("D-00")


def test_a_decision_replaces_the_one_before_and_frees_its_place(attempt: Attempt) -> None:
    for name in ("D-00", "D-01", "D-02"):
        attempt.decide(name, "red", ["route.abnormal"], 4, "because")
    with pytest.raises(CapacityExceeded):
        attempt.decide("D-03", "red")
    assert "D-03" not in attempt.decisions()
    attempt.decide("D-02", "red", [], 2)
    attempt.decide("D-00", None, ["route.abnormal"], 1, "not sure yet")
    assert attempt.usage() == {"red": (2, 3), "yellow": (0, 2)}
    assert attempt.decide("D-03", "red").lane == "red"
    kept = attempt.decisions()["D-00"]
    assert (kept.lane, kept.flags, kept.confidence, kept.note) == (None, ("route.abnormal",), 1, "not sure yet")
    assert attempt.decisions()["D-02"].confidence == 2


def test_a_swap_moves_a_place_from_one_consignment_to_another_and_keeps_the_rest_of_both(attempt: Attempt) -> None:
    for name in ("D-00", "D-01", "D-02"):
        attempt.decide(name, "red", ["route.abnormal"], 4, "because")
    attempt.decide("D-03", None, ["payment.cash"], 2, "odd")
    attempt.swap("D-01", "D-03", "red")
    given, taken = attempt.decisions()["D-01"], attempt.decisions()["D-03"]
    assert (given.lane, given.flags, given.confidence, given.note) == (None, ("route.abnormal",), 4, "because")
    assert (taken.lane, taken.flags, taken.confidence, taken.note) == ("red", ("payment.cash",), 2, "odd")
    assert attempt.usage()["red"] == (3, 3)


def test_a_swap_that_is_refused_changes_nothing(attempt: Attempt) -> None:
    """Also where only its second half is refused: the lane stays full."""
    for name in ("D-00", "D-01", "D-02"):
        attempt.decide(name, "red")
    attempt.decide("D-04", "yellow")
    before = attempt.record.sequence, attempt.decisions()
    with pytest.raises(CapacityExceeded):
        attempt.swap("D-04", "D-03", "red")
    with pytest.raises(InputError):
        attempt.swap("D-00", "D-03", "purple")
    attempt.refresh()
    assert (attempt.record.sequence, attempt.decisions()) == before


def test_every_value_that_does_not_exist_is_named(attempt: Attempt) -> None:
    with pytest.raises(InputError) as refused:
        attempt.decide("D-00", "purple", [], 7)
    assert len(refused.value.faults) == 2
    with pytest.raises(UnknownConsignment):
        attempt.decide("D-99", "red")
    assert attempt.decisions() == {}


def test_opened_consignments_are_remembered_once_and_the_last_one_is_known(attempt: Attempt) -> None:
    assert attempt.last_opened() is None
    attempt.open("D-01")
    attempt.open("D-04")
    assert attempt.last_opened() == "D-04"
    attempt.open("D-01")
    attempt.open("D-01")
    assert attempt.opened() == {"D-01", "D-04"}
    assert attempt.last_opened() == "D-01"
    with pytest.raises(UnknownConsignment):
        attempt.open("D-99")


def test_submission_closes_the_attempt_and_opens_the_debrief(attempt: Attempt) -> None:
    attempt.decide("D-02", "red", ["route.abnormal"], 4)
    with pytest.raises(NotSubmitted):
        debrief(attempt)
    before = attempt.submitted
    attempt.submit()
    attempt.submit()
    assert attempt.submitted and not before
    with pytest.raises(AlreadySubmitted):
        attempt.decide("D-03", "red")
    revealed = debrief(attempt)
    assert revealed.case("D-02").verdict == "caught"
    assert revealed.case("D-05").lane == "green"
    assert revealed.case("D-02").story.fields == {"consignee": "SECRET buyer 2"}


def public_graph(root: object) -> Iterator[object]:
    """Every object that public attributes, items and calls without arguments reach."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        if isinstance(found, (str, bytes, int, float, type(None), np.ndarray, pd.DataFrame, pd.Series, type)):
            continue
        if isinstance(found, dict):
            waiting += [*found.keys(), *found.values()]
        elif isinstance(found, (list, tuple, set, frozenset)):
            waiting += list(found)
        elif isinstance(found, BaseModel):
            waiting += [value for _name, value in found]
        elif is_dataclass(found):
            waiting += [getattr(found, field.name) for field in fields(found)]
        elif type(found).__module__.startswith("exercises"):
            for name in dir(found):
                if name.startswith("_") or name in ("submit", "revealed", "reflect", "predict"):
                    continue
                member = getattr(found, name)
                waiting.append(_called(member) if callable(member) else member)


def _called(member: Callable[..., object]) -> object:
    for arguments in ((), ("D-02",)):
        try:
            return member(*arguments)
        except TypeError:
            continue
    return None


def secrets(found: object) -> str:
    if isinstance(found, pd.DataFrame):
        return found.to_csv() + " ".join(map(str, found.columns)) + str(found.attrs)
    return str(found)


def test_no_truth_can_be_reached_before_submission(attempt: Attempt) -> None:
    with pytest.raises(NotSubmitted):
        debrief(attempt)
    for found in public_graph(attempt):
        text = secrets(found)
        for hidden in ("SECRET", "987654321", "0.123", "prior_log_odds", "'violation'", "end_user", "weight:"):
            assert hidden not in text, f"{hidden} in {type(found)}"


def test_a_stored_attempt_holds_no_hidden_part_even_privately(small_batch: ExerciseBatch, school: Any) -> None:
    played = stored(small_batch, school)
    played.queue()
    played.engine("D-02")
    held = [*vars(played).values(), *vars(vars(played)["screen"]).values()]
    for found in held:
        assert not isinstance(found, ExerciseBatch)
        assert "SECRET" not in secrets(found)


def test_the_screen_keeps_no_reference_to_the_batch(small_batch: ExerciseBatch) -> None:
    screen = Screen(memory(small_batch).card, small_batch)
    assert not any(isinstance(held, ExerciseBatch) for held in vars(screen).values())


def test_the_instructor_sees_the_same_debrief_and_the_stored_summary(
    small_batch: ExerciseBatch, school: Any, store: Store
) -> None:
    played = stored(small_batch, school)
    played.open("D-05")
    played.decide("D-02", "red", ["route.abnormal"], 4)
    played.submit()
    own = Reveal().mine(vars(played)["_desk"], played)
    row = school.office.results(school.class_id)[0]
    assert row.result == result(own)
    assert Reveal().led(school.office, "small", row.attempt_id) == own


def test_a_marking_lost_between_submission_and_saving_is_made_up_by_the_debrief(
    small_batch: ExerciseBatch, school: Any
) -> None:
    played = stored(small_batch, school)
    desk = vars(played)["_desk"]
    desk.submit()  # the server ends here
    assert school.office.results(school.class_id)[0].result is None
    told = Reveal().mine(desk, played)
    assert school.office.results(school.class_id)[0].result == result(told)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["red", "yellow", "blue", "green", None])), max_size=40))
def test_no_sequence_of_decisions_exceeds_the_capacity(moves: list[tuple[int, str | None]]) -> None:
    attempt = MemoryAttempt(make_card(), make_batch())
    for row, lane in moves:
        try:
            attempt.decide(f"D-{row:02d}", lane)
        except CapacityExceeded as refused:
            assert attempt.usage()[refused.lane][0] == refused.capacity
            held = next(name for name, one in attempt.decisions().items() if one.lane == lane)
            attempt.swap(held, f"D-{row:02d}", refused.lane)
    assert all(used <= capacity for used, capacity in attempt.usage().values())


def test_a_note_loses_what_no_database_keeps_and_nothing_else(sample_attempt: MemoryAttempt) -> None:
    note = "a\x00sk\ud800 \u200c the bank\n"
    assert sample_attempt.decide("D-00", "red", note=note).note == "ask \u200c the bank\n"
