"""The pages of an instructor: classes and results, publishing, and new exercises."""

from __future__ import annotations

import re

import pytest

from exercises.classroom import EntryCodeNeeded, SignIn
from exercises.design import catalogue
from exercises.engine import Engine
from exercises.play import StoredAttempt
from exercises.views import office
from exercises.views.instructor import compose, results
from simulator.office import Cost
from simulator.packs import pack, packs
from simulator.profiles import ProfileScorer, load
from tests.exercises.staging import Stage, html, marked, page, press

pytestmark = pytest.mark.slow


def test_an_instructor_without_a_class_makes_one(stage: Stage) -> None:
    new = stage.store.register.add_login("noor", "Noor", "instructor", "-")
    assert new is not None
    stage.sits = new
    test = page()
    assert "You have no class yet." in html(test)
    test.text_input[0].set_value("Autumn course")
    press(test, "Make the class")
    assert "Autumn course" in html(test) and stage.store.instructor(new.id).classes()[0].code in html(test)


def test_an_instructor_sees_the_class_its_results_and_a_trainees_debrief(stage: Stage) -> None:
    exercise = stage.publish()
    for name, lane in (("Ada", "red"), ("Bo", "yellow")):
        person = stage.trainee(name)
        attempt = StoredAttempt(stage.store.desk(person.id, stage.start(person, exercise)))
        attempt.open(stage.ids[0])
        attempt.decide(stage.ids[0], lane)
        marked(attempt)
    stage.start(stage.trainee("Cy"), exercise)
    stage.trainee("Dee")
    stage.sits = stage.instructor
    shown = html(page())
    assert stage.room.code in shown and "Class mean" in shown and "Best possible" in shown
    assert "0/20 decided" in shown and "not started" in shown
    detail = page("detail", exercise=exercise)
    assert "Without a trainee" in html(detail) and "Prevalence 25" in html(detail)
    led = detail.selectbox[0]
    led.set_value(
        led.options and next(row.attempt_id for row in stage.desk.results(stage.room.id) if row.name == "Ada")
    )
    assert "What the administration knows" in html(detail.run())


def test_a_lost_code_is_replaced_on_the_page_of_the_class_and_shown_once(stage: Stage) -> None:
    stage.publish()
    door = SignIn(stage.store)
    first = door.join("Ada", stage.room.code, "", "here")
    stage.sits = stage.instructor
    test = press(page(), "Issue a new code")
    assert "Choose a trainee first." in html(test)
    test.selectbox(key=f"lost-{stage.room.id}").set_value(first.person.id)
    found = re.search(r"New re-entry code: <code>([A-Z0-9-]+)</code>", html(press(test, "Issue a new code")))
    assert found is not None
    assert found.group(1) not in html(test.run())
    with pytest.raises(EntryCodeNeeded):
        door.join("Ada", stage.room.code, str(first.entry_code), "here")
    assert door.join("Ada", stage.room.code, found.group(1), "here").person == first.person


def test_an_instructor_withdraws_and_publishes(stage: Stage) -> None:
    exercise = stage.publish()
    stage.sits = stage.instructor
    test = page()
    press(test, "Withdraw")
    assert stage.desk.published(stage.room.id) == [] and "Nothing is published to this class yet" in html(test)
    press(test, "Publish")
    assert stage.desk.published(stage.room.id) == [exercise]


def test_an_exercise_of_someone_else_is_not_shown(stage: Stage) -> None:
    exercise = stage.publish()
    other = stage.store.register.add_login("noor", "Noor", "instructor", "-")
    stage.sits = other
    assert "You have no such exercise." in html(page("detail", exercise=exercise))


def test_a_new_exercise_is_previewed_and_published(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "engine", lambda *_: Engine(ProfileScorer(load())))
    monkeypatch.setattr(compose, "BATCHES", 1)
    stage.sits = stage.instructor
    test = page("compose")
    assert "Press “Preview simulated trainees”" in html(test)
    test.number_input[0].set_value(20)
    test.number_input[1].set_value(15)
    press(test, "Publish")
    assert "leave nothing to choose" in html(test) and stage.desk.exercises() == []
    test.number_input[1].set_value(2)
    test.number_input[2].set_value(3)
    test.text_input[0].set_value("Früh am Morgen")
    administration = next(box for box in test.selectbox if box.label == "Customs administration")
    assert administration.value == "eu-nl" and administration.options == [_title(name) for name in packs()]
    administration.set_value("ge")
    press(test, "Preview simulated trainees")
    shown = html(test)
    assert "Violations in the 1 batch played" in shown and "Expert" in shown and "Best possible" in shown
    press(test, "Publish")
    assert "“Früh am Morgen” is published to Course 1." in html(test)
    (head,) = stage.desk.exercises()
    assert head.id.startswith("fruh-am-morgen-") and stage.desk.published(stage.room.id) == [head.id]
    assert head.spec.pack == "ge"
    assert "Customs administration: Georgia" in html(page("detail", exercise=head.id))


def _title(name: str) -> str:
    return pack(name).title


def test_an_instructor_sets_what_asking_costs(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "engine", lambda *_: Engine(ProfileScorer(load())))
    stage.sits = stage.instructor
    test = page("compose")
    base = catalogue()[0].slug
    test.number_input[0].set_value(20)
    test.number_input[1].set_value(2)
    test.number_input[2].set_value(2)
    test.checkbox(key=f"offer-scan-{base}").check()
    test.number_input(key=f"minutes-scan-{base}").set_value(21.0)
    test.number_input(key=f"hours-scan-{base}").set_value(7.0)
    press(test, "Publish")
    (head,) = stage.desk.exercises()
    assert head.spec.means == {"scan": Cost(minutes=21, delay_hours=7)}


def test_a_file_without_what_it_needs_is_refused_with_every_fault(stage: Stage) -> None:
    stage.sits = stage.instructor
    test = page("upload")
    press(test, "Make and publish")
    shown = html(test)
    assert "Choose a file of declarations." in shown and "Give the exercise a title." in shown
    assert stage.desk.exercises() == []


def test_a_draft_and_a_preview_need_a_file_and_store_nothing(stage: Stage) -> None:
    stage.sits = stage.instructor
    for button, said in (("Draft a mapping", "There is no draft yet."), ("Preview", "There is nothing to show yet.")):
        test = page("upload")
        press(test, button)
        assert said in html(test) and "Choose a file of declarations." in html(test)
    assert stage.desk.exercises() == []


def test_pages_of_an_instructor_are_not_a_trainees(stage: Stage) -> None:
    stage.trainee("Ada")
    for name in ("compose", "upload", "detail"):
        shown = html(page(name))
        assert "New exercise" not in shown and "Exercise from a file" not in shown


def test_the_class_mean_has_an_interval_from_two_attempts_on() -> None:
    assert results.interval([0.5]) is None
    middle, low, high = results.interval([0.4, 0.6]) or (0, 0, 0)
    assert low < middle == 0.5 < high <= 1.0
