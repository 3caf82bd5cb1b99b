"""The pages beside the desk: progress and practice, courses, cases, library, and a stream as its instructor sees it."""

from __future__ import annotations

import inspect
from datetime import datetime

import pytest

from exercises.design import build, catalogue, copy_for_store
from exercises.engine import Engine
from exercises.language import percent
from exercises.learning import cases, next_practice, progress, search
from exercises.record import NotAllowed
from exercises.report import Block, Heading, Text, report
from exercises.store import clock
from exercises.views import library, office, seat
from exercises.views.trainee.debrief import printed
from simulator.profiles import ProfileScorer, load
from tests.exercises.staging import Stage, html, marked, page, press

pytestmark = pytest.mark.slow


def shipped(stage: Stage, slug: str) -> str:
    """Publish a shipped exercise; its id."""
    spec = next(spec for spec in catalogue() if spec.slug == slug)
    return stage.publish(copy_for_store(spec, build(spec, Engine(ProfileScorer(load())))))


def test_progress_says_what_to_do_first_and_then_shows_families_and_makes_practice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "engine", lambda *_: Engine(ProfileScorer(load())))
    ada = stage.trainee("Ada")
    assert "You have not submitted anything yet." in html(page("progress"))
    attempt = stage.attempt(ada, stage.start(ada, stage.publish()))
    for name in stage.ids[:5]:
        attempt.open(name)
    attempt.decide(stage.ids[0], "red", ["route.abnormal"], 3)
    marked(attempt)
    attempt.reflect("First the route.")
    shown = page("progress")
    assert "Families of red flags" in html(shown) and "Behaviour" in html(shown) and "First the route." in html(shown)
    press(shown, "Practise now")
    own = [one for one in stage.store.trainee(ada.id).exercises() if one.own]
    assert len(own) == 1 and own[0].consignments == 40 and own[0].started_at is not None
    assert "Your practice" in html(page())
    # A practice that waits is offered again, not another one.
    assert "Finish the practice that you have begun" in html(page("progress"))
    # Nobody else sees it, neither on the list nor in the class's results.
    bo = stage.trainee("Bo")
    assert not [one for one in stage.store.trainee(bo.id).exercises() if one.own]
    assert {row.exercise_id for row in stage.desk.results(stage.room.id)} == {attempt.card.id}


def test_debrief_and_progress_name_the_same_thing_to_practise(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt_id = stage.start(ada, stage.publish())
    marked(stage.attempt(ada, attempt_id))
    said = next_practice(progress(stage.store.trainee(ada.id).history()), clock.now().date()).sentence()
    for shown in (page("progress"), page("debrief", attempt=attempt_id)):
        assert said in html(shown) and "Practise now" in [button.label for button in shown.button]


def test_the_print_holds_who_where_when_and_the_same_as_the_page(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = stage.trainee("Ada")
    attempt_id = stage.start(ada, stage.publish())
    attempt = stage.attempt(ada, attempt_id)
    debrief = marked(attempt)
    attempt.reflect("First the route.")
    printed_: list[tuple[str, list[Block], str]] = []

    def kept(title: str, told: list[Block], _at: datetime, whose: str) -> bytes:
        printed_.append((title, told, whose))
        return b""

    monkeypatch.setattr(printed, "pdf", kept)
    whose = (ada.name, stage.store.desk(ada.id, attempt_id).class_name())
    printed.made_of(seat.Seat(attempt_id, attempt), debrief, whose, "Practise Route.")
    title, told, footer = printed_[0]
    assert title == "Short shift" and footer.startswith("Ada · Course 1 · ")
    assert isinstance(told[1], Text) and told[1].text.startswith("Trainee: Ada · Class: Course 1 · Submitted: ")
    assert told[2 : 2 + len(list(report(debrief)))] == list(report(debrief))
    assert [block.text for block in told[-4:] if isinstance(block, (Heading, Text))] == [
        "What I will do differently",
        "First the route.",
        "What to practise next",
        "Practise Route.",
    ]
    bo = stage.trainee("Bo")
    with pytest.raises(NotAllowed):
        stage.store.desk(bo.id, attempt_id).class_name()


def test_the_shelf_shows_the_share_of_the_best_of_what_was_submitted(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.attempt(ada, stage.start(ada, stage.publish()))
    assert "of the best" not in html(page())
    debrief = marked(attempt)
    assert debrief.score is not None and f"<strong>{percent(debrief.score)} of the best</strong>" in html(page())


def test_a_course_is_played_in_order(stage: Stage) -> None:
    stage.trainee("Ada")
    assert "No course is published" in html(page("courses"))
    shipped(stage, "watch-1-quiet")
    shown = page("courses")
    assert "your turn" in html(shown) and "not published yet" in html(shown)
    assert [button.disabled for button in shown.button if button.label == "Begin"] == [False]
    assert "You play the parts of a course on the page Courses" not in html(page("courses"))


def test_a_case_is_played_step_by_step_kept_at_once_and_played_again(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    case = cases()[0]
    listed = page("cases")
    assert html(listed).count("not played") == len(cases())
    shown = page("cases", case=case.id)
    press(shown, "Do this")
    assert "Choose one first." in html(shown) and stage.store.trainee(ada.id).case_answers() == []
    for number, step in enumerate(case.steps):
        good = next(place for place, option in enumerate(step.options) if option.worth == "good")
        shown.radio[0].set_value(good)
        press(shown, "Do this")
        assert len(stage.store.trainee(ada.id).case_answers()) == number + 1
    assert "How it ended" in html(shown) and "100" in html(shown) and case.sources[0] in html(shown)
    press(shown, "Play it again")
    assert "How it ended" not in html(shown) and len(shown.radio) == 1
    assert "of the points" in html(page("cases"))


def test_the_list_of_cases_has_themes_and_tells_no_ending(stage: Stage) -> None:
    stage.trainee("Ada")
    listed = html(page("cases"))
    assert "Radiation alarms" in listed and "Ships and their cargo" in listed
    assert [case.regime for case in cases() if case.regime in listed] == []
    for word in ("Lawful", "violation", "accident"):
        assert word not in listed


def test_a_lawful_case_ends_with_what_looked_bad(stage: Stage) -> None:
    stage.trainee("Ada")
    for case in cases():
        if case.ending == "violation":
            continue
        shown = page("cases", case=case.id)
        for step in case.steps:
            shown.radio[0].set_value(next(n for n, option in enumerate(step.options) if option.worth == "good"))
            press(shown, "Do this")
        assert "Red flags in it" in html(shown) and "What showed it" not in html(shown)
        assert ("The instruments told it" in html(shown)) == (not case.flags)


def test_the_library_answers_and_says_what_to_do_where_nothing_is_found(stage: Stage) -> None:
    stage.trainee("Ada")
    shown = page("library")
    assert "Type what you look for" in html(shown)
    shown.text_input[0].set_value("<b>").run()
    assert "No entry has all these words." in html(shown)
    shown.text_input[0].set_value("route").run()
    assert "<mark>" in html(shown)
    shown.selectbox[0].set_value("specimens").run()
    assert "rl-invoice" in html(shown) and "specimen" in html(shown)


def test_the_library_beside_the_dossier_has_the_codes_of_the_exercise_and_leaves_all_as_it_was(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    before = stage.attempt(ada, attempt).record
    shown = press(desk, "Library")
    assert "Type what you look for" in html(shown)
    record = stage.attempt(ada, attempt).record
    assert record == before and record.last_opened == stage.ids[0]


def test_the_library_beside_a_dossier_knows_the_pack_and_the_flags_and_nothing_of_the_batch(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    card = stage.attempt(ada, stage.start(ada, stage.publish())).card
    assert inspect.signature(library.beside).parameters.keys() == {"rules", "flags"}
    names = {str(name) for name in stage.batch.declarations["consignee_name"]}
    told = {word for entry in search("", rules=card.pack) for word in (entry.title, entry.text)}
    assert not [name for name in names if any(name in text for text in told)]


def test_an_instructor_sees_a_streams_results_by_their_score(stage: Stage) -> None:
    exercise = shipped(stage, "watch-2-burst")
    ada = stage.trainee("Ada")
    attempt = stage.attempt(ada, stage.start(ada, exercise))
    attempt.begin()
    attempt.decide(attempt.screen.ids[0], "red")
    marked(attempt)
    stage.sits = stage.instructor
    assert "Ada" in html(page())
    detail = page("detail", exercise=exercise)
    assert "Without a trainee" in html(detail) and "Ada" in html(detail)
    assert "Flags missed" not in html(detail)  # a stream does not ask for them
    detail.selectbox[0].set_value(attempt_id(stage)).run()
    assert "How well you told violations from lawful trade" in html(detail)


def attempt_id(stage: Stage) -> str:
    """The one attempt made in the class."""
    return next(row.attempt_id for row in stage.desk.results(stage.room.id))
