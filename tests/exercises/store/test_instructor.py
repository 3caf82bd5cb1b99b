"""The instructor's side: their own classes only, publishing, results, and the library of exercises."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from exercises.design import ExerciseCopy
from exercises.marking import KeptResult
from exercises.record import Act, NotAllowed, NotSubmitted
from exercises.store import InstructorStore, random_code
from exercises.store.instructor import CODE_LETTERS
from simulator.errors import InputError

if TYPE_CHECKING:
    from tests.conftest import School

NewExercise = Callable[..., ExerciseCopy]


def test_results_list_every_attempt_of_the_class_with_its_state(school: School) -> None:
    exercise = school.exercise(red=5)
    ada, bo = school.trainee("Ada"), school.trainee("Bo")
    first = school.store.desk(ada, school.store.trainee(ada).start(exercise))
    first.write(Act("open", "D-0001"))
    first.write(Act("open", "D-0002"))
    first.write(Act("decide", "D-0001", "red"))
    first.write(Act("decide", "D-0001", "green"))
    first.submit()
    first.save_result(KeptResult(efficiency=0.75))
    school.store.trainee(bo).start(exercise)
    rows = school.office.results(school.class_id, exercise)
    assert [(row.name, row.opened, row.decided, row.submitted_at is None, row.result) for row in rows] == [
        ("Ada", 2, 1, False, KeptResult(efficiency=0.75)),
        ("Bo", 0, 0, True, None),
    ]
    assert [line.kind for line in school.office.log(first.attempt_id)] == ["open", "open", "decide", "decide", "submit"]
    assert school.office.results(school.class_id, "another") == []


def test_a_marking_can_be_corrected_but_not_made_before_submission(school: School) -> None:
    person = school.trainee()
    desk = school.store.desk(person, school.store.trainee(person).start(school.exercise()))
    with pytest.raises(NotSubmitted):
        school.office.save_result(desk.attempt_id, KeptResult(efficiency=1.0))
    desk.submit()
    desk.save_result(KeptResult(efficiency=0.1))
    school.office.save_result(desk.attempt_id, KeptResult(efficiency=0.2))
    assert desk.result() == KeptResult(efficiency=0.2)


def test_nobody_else_may_call_anything_on_a_class(school: School) -> None:
    other = school.store.register.add_login("lou", "Lou", "instructor", "-")
    assert other is not None
    trainee = school.trainee()
    attempt = school.store.trainee(trainee).start(school.exercise())
    arguments: dict[str, tuple[Any, ...]] = {
        "members": (school.class_id,),
        "replace_secret": (school.class_id, trainee, "x"),
        "publish": ("night-shift", school.class_id),
        "withdraw": ("night-shift", school.class_id),
        "published": (school.class_id,),
        "results": (school.class_id,),
        "log": (attempt,),
        "save_result": (attempt, KeptResult()),
    }
    for name, given in arguments.items():
        for person in (other.id, trainee, "nobody"):
            with pytest.raises(NotAllowed):
                getattr(school.store.instructor(person), name)(*given)
    names = {name for name, _ in inspect.getmembers(InstructorStore, inspect.isfunction) if name[0] != "_"}
    assert names - set(arguments) == {"create_class", "classes", "add_exercise", "exercises", "exercise_parts", "card"}


def test_a_trainee_has_no_instructors_calls(school: School, new_exercise: NewExercise) -> None:
    school.exercise()
    calls = school.store.instructor(school.trainee())
    for call in (
        lambda: calls.create_class("Mine"),
        calls.classes,
        calls.exercises,
        lambda: calls.add_exercise(new_exercise("mine")),
        lambda: calls.exercise_parts("night-shift"),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_an_instructors_own_exercise_is_theirs_and_the_catalogue_is_everyones(
    school: School, new_exercise: NewExercise
) -> None:
    other = school.store.register.add_login("lou", "Lou", "instructor", "-")
    assert other is not None
    theirs = school.store.instructor(other.id)
    theirs.add_exercise(new_exercise("lous-own"))
    school.store.add_exercise(new_exercise("open"))
    assert [one.id for one in school.office.exercises()] == ["open"]
    assert [one.id for one in theirs.exercises()] == ["lous-own", "open"]
    with pytest.raises(NotAllowed):
        school.office.publish("lous-own", school.class_id)
    with pytest.raises(NotAllowed):
        school.office.exercise_parts("lous-own")


def test_publishing_shows_the_exercise_to_the_class_alone(school: School) -> None:
    outsider_class = school.office.create_class("Course 2")
    outsider = school.store.register.add_member(outsider_class.id, "Cy", "cy", "trainee", "-")
    assert outsider is not None
    exercise = school.exercise()
    school.office.publish(exercise, school.class_id)
    assert school.office.published(school.class_id) == [exercise]
    assert school.store.catalogue()[0].status == "published"
    assert school.store.trainee(outsider.id).exercises() == []
    insider = school.trainee()
    attempt = school.store.trainee(insider).start(exercise)
    school.office.withdraw(exercise, school.class_id)
    with pytest.raises(NotAllowed):
        school.store.trainee(school.trainee()).start(exercise)
    assert school.store.desk(insider, attempt).card().title == "Night-Shift"


def test_the_same_exercise_again_changes_nothing_and_another_under_its_id_is_refused(
    school: School, new_exercise: NewExercise
) -> None:
    first = school.store.add_exercise(new_exercise("one", red=4))
    assert school.store.add_exercise(new_exercise("one", red=4)) == first
    with pytest.raises(InputError, match="choose another id"):
        school.store.add_exercise(replace(new_exercise("one"), content_hash="other"))
    assert first.capacity == {"red": 4}


def test_faults_of_an_exercise_are_told_at_once(school: School, new_exercise: NewExercise) -> None:
    broken = replace(new_exercise("broken"), parts={"truth": b""}, declaration_ids=["D-1", "D-1"], capacity={"red": -1})
    with pytest.raises(InputError) as refusal:
        school.store.add_exercise(broken)
    assert len(refusal.value.faults) == 4
    assert school.store.catalogue() == []


def test_class_codes_are_readable_and_differ() -> None:
    codes = {random_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) - set(CODE_LETTERS) - {"-"}
    assert not set(CODE_LETTERS) & set("0O1IL2Z5S8BUV")
