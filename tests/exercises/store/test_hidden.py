"""What an attempt keeps from a trainee, and what it refuses: hidden parts, other people's attempts, faulty acts."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from exercises.marking import KeptResult
from exercises.record import (
    Act,
    AlreadyDecided,
    NotAllowed,
    NotSubmitted,
    UnknownConsignment,
)
from exercises.store import AttemptStore
from simulator.errors import InputError
from tests.exercises.store.test_attempt import decide, desk_of, request

if TYPE_CHECKING:
    from tests.conftest import School


def test_an_outcome_is_told_for_a_final_decision_in_such_an_exercise_alone(school: School) -> None:
    plain = desk_of(school)
    decide(plain, "D-0001", "red")
    with pytest.raises(NotSubmitted):
        plain.outcome_part("D-0001")
    told = desk_of(school, slug="told", feedback=True)
    with pytest.raises(NotSubmitted):
        told.outcome_part("D-0001")
    decide(told, "D-0001", None, note="a draft tells nothing")
    with pytest.raises(NotSubmitted):
        told.outcome_part("D-0001")
    decide(told, "D-0001", "green")
    assert told.outcome_part("D-0001") == b"truth of told"
    with pytest.raises(AlreadyDecided):
        decide(told, "D-0001", "red")
    with pytest.raises(NotSubmitted):
        told.outcome_part("D-0002")


def test_unknown_consignments_are_refused(school: School) -> None:
    desk = desk_of(school)
    for call in (
        partial(decide, desk, "D-9999", "red"),
        partial(desk.write, Act("open", "D-9999")),
        partial(request, desk, "D-9999", "scan"),
    ):
        with pytest.raises(UnknownConsignment, match="D-9999"):
            call()
    assert desk.log() == []


def test_all_faults_of_a_decision_are_told_at_once(school: School) -> None:
    desk = desk_of(school)
    with pytest.raises(InputError) as refusal:
        decide(desk, "D-0001", "purple", ["a", "a"], 5, "x" * 5000)
    assert len(refusal.value.faults) == 4
    assert desk.log() == []


def test_no_call_of_a_trainee_gives_hidden_parts_before_submission(school: School) -> None:
    desk = desk_of(school, red=3)
    trainee = school.store.trainee(desk._person_id)
    with pytest.raises(NotSubmitted):
        desk.hidden_parts()
    asked = {
        "write": (Act("open", "D-0001"),),
        "write_all": ([(Act("open", "D-0001"), None)],),
        "outcome_part": ("D-0001",),
        "answer_case": ("C01", 0, 0, 1),
        "practise": None,
        "save_result": (KeptResult(),),
        "start": ("night-shift",),
        "submit": None,
        "hidden_parts": None,
    }
    told = []
    for side in (desk, trainee):
        for name, call in inspect.getmembers(side, inspect.ismethod):
            arguments: tuple[Any, ...] | None = asked.get(name, ())
            if name.startswith("_") or arguments is None:
                continue
            try:
                told.append(repr(call(*arguments)))
            except NotSubmitted:
                assert name in ("save_result", "outcome_part")
    text = "".join(told)
    assert "declarations of night-shift" in text
    assert "truth of" not in text and "evidence of" not in text
    # The seed and the prevalence would let a reader make the truth again.
    assert "seed" not in text and "prevalence" not in text
    desk.submit()
    assert desk.hidden_parts() == {"truth": b"truth of night-shift", "evidence": b"evidence of night-shift"}


def test_a_part_nobody_thought_of_is_hidden(school: School, new_exercise: Callable[..., Any]) -> None:
    plain = new_exercise("odd")
    school.store.add_exercise(type(plain)(**{**vars(plain), "parts": {**plain.parts, "surprise": b"?"}}))
    school.office.publish("odd", school.class_id)
    person = school.trainee()
    desk = school.store.desk(person, school.store.trainee(person).start("odd"))
    assert set(desk.visible_parts()) == {"declarations", "engine"}


def test_every_call_on_someone_elses_attempt_is_refused(school: School) -> None:
    desk = desk_of(school)
    desk.submit()
    stranger = school.store.desk(school.trainee(), desk.attempt_id)
    arguments: dict[str, tuple[Any, ...]] = {
        "write": (Act("open", "D-0001"),),
        "write_all": ([(Act("open", "D-0001"), None)],),
        "outcome_part": ("D-0001",),
        "save_result": (KeptResult(efficiency=1.0),),
    }
    names = [name for name, _ in inspect.getmembers(AttemptStore, inspect.isfunction) if not name.startswith("_")]
    assert len(names) >= 9
    for name in names:
        with pytest.raises(NotAllowed):
            getattr(stranger, name)(*arguments.get(name, ()))


def test_an_unpublished_exercise_cannot_be_started(school: School, new_exercise: Callable[..., Any]) -> None:
    school.store.add_exercise(new_exercise("secret"))
    trainee = school.store.trainee(school.trainee())
    with pytest.raises(NotAllowed):
        trainee.start("secret")
    assert trainee.exercises() == []
