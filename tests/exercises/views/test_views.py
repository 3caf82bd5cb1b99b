"""Every page, run by Streamlit's AppTest over a real store on SQLite. Table selection and charts need the browser."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from markupsafe import escape

from exercises.design import ExerciseBatch, ExerciseSpec, citable, copy_for_store
from exercises.design.spec import QUEUE_COLUMNS
from exercises.dossier import Relations
from exercises.engine import Help
from exercises.language import palette
from exercises.play import StoredAttempt
from exercises.views import lanes, values, words
from exercises.views.trainee.desk import columns, declaration, goods, parties
from generators.traffic import sentences
from simulator.office import LANES
from simulator.reference import KEY, Consignment, Value, fields_at, schema
from simulator.reference import catalogue as indicators
from tests.exercises.staging import Stage, html, page, press

pytestmark = pytest.mark.slow


def test_a_trainee_without_exercises_is_told_what_to_do(stage: Stage) -> None:
    stage.trainee("Ada")
    assert "Nothing is published to your class yet." in html(page())


def test_the_shelf_shows_terms_and_state_and_leads_to_the_briefing(stage: Stage) -> None:
    exercise = stage.publish()
    ada = stage.trainee("Ada")
    shelf = page()
    assert "20 consignments · 2 physical examinations · 3 document checks" in html(shelf)
    assert "not started" in html(shelf)
    briefing = press(shelf, "Briefing")
    assert "Twenty consignments wait." in html(briefing)
    attempt = stage.start(ada, exercise)
    assert briefing.query_params["attempt"] in (attempt, [attempt])
    assert "Choose a consignment" in html(press(briefing, "Open the desk"))


def test_the_desk_opens_decides_and_refuses_what_is_full_calmly(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    desk = page("desk", attempt=attempt)
    for _ in range(2):
        press(press(desk, "Next"), "Red")
    shown = html(desk)
    assert "<b>2</b>/2" in shown and stage.ids[1] in shown and "saved" in shown
    press(press(desk, "Next"), "Red")
    assert "Red is full: all 2 places are used." in html(desk)
    press(desk, "Yellow")
    assert "Red is full" not in html(desk)
    held = {name: one.lane for name, one in stage.attempt(ada, attempt).decisions().items()}
    assert held == {stage.ids[0]: "red", stage.ids[1]: "red", stage.ids[2]: "yellow"}


def test_flags_confidence_and_note_are_saved_at_once_and_keep_the_lane(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    desk = page("desk", attempt=attempt)
    press(press(desk, "Next"), "Blue")
    desk.multiselect[0].set_value(["route.abnormal"]).run()
    desk.text_input(key=f"note-{attempt}-{stage.ids[0]}").set_value("odd way round").run()
    line = stage.attempt(ada, attempt).decisions()[stage.ids[0]]
    assert (line.lane, line.flags, line.note) == ("blue", ("route.abnormal",), "odd way round")
    # A new session has the same from the database: the page keeps nothing of its own.
    again = page("desk", attempt=attempt)
    assert again.multiselect[0].value == ["route.abnormal"]
    assert again.text_input(key=f"note-{attempt}-{stage.ids[0]}").value == "odd way round"


def test_flags_can_be_cited_before_a_lane_is_chosen(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    desk.multiselect[0].set_value(["payment.cash"]).run()
    assert "saved" in html(desk)
    assert stage.attempt(ada, attempt).decisions()[stage.ids[0]].flags == ("payment.cash",)


def test_a_filter_freezes_a_new_list_that_previous_and_next_follow(stage: Stage) -> None:
    attempt = stage.start(stage.trainee("Ada"), stage.publish())
    desk = page("desk", attempt=attempt)
    wanted = stage.ids[4]
    desk.text_input(key=f"filter-{attempt}-search").set_value(wanted.lower()).run()
    assert f"<code>{wanted}</code>" in html(press(desk, "Next"))
    desk.run()
    desk.text_input(key=f"filter-{attempt}-search").set_value("no such thing").run()
    assert "No consignment matches these filters." in html(desk)


def test_filters_let_through_exactly_what_matches(stage: Stage) -> None:
    shows_goods = stage.spec.model_copy(update={"columns": (*stage.spec.columns, "hs_code")})
    attempt = stage.start(stage.trainee("Ada"), stage.publish(copy_for_store(shows_goods, stage.batch)))
    desk = page("desk", attempt=attempt)
    frame = stage.batch.declarations
    chapter = str(frame["hs_code"].iloc[0])[:2]
    desk.selectbox(key=f"filter-{attempt}-chapter").set_value(chapter).run()
    listing = desk.session_state[f"desk-{attempt}-listing"]
    assert list(listing.ids) == list(frame.loc[frame["hs_code"].astype("str").str[:2] == chapter, KEY])
    desk.run()
    desk.selectbox(key=f"filter-{attempt}-chapter").set_value(None).run()
    press(press(desk, "Next"), "Green").run()
    desk.selectbox(key=f"filter-{attempt}-lane").set_value("green").run()
    assert list(desk.session_state[f"desk-{attempt}-listing"].ids) == [stage.ids[0]]
    desk.run().selectbox(key=f"filter-{attempt}-lane").set_value(None).run().run()
    desk.selectbox(key=f"filter-{attempt}-state").set_value("unopened").run()
    assert list(desk.session_state[f"desk-{attempt}-listing"].ids) == stage.ids[1:]


def test_nobody_elses_attempt_opens(stage: Stage) -> None:
    attempt = stage.start(stage.trainee("Ada"), stage.publish())
    stage.trainee("Bo")
    for name in ("briefing", "desk", "debrief"):
        assert "not yours, or it does not exist" in html(page(name, attempt=attempt))


def test_a_session_that_ends_stops_the_open_page(stage: Stage) -> None:
    attempt = stage.start(stage.trainee("Ada"), stage.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    stage.sits = None
    press(desk, "Red")
    assert "You are signed out." in html(desk)
    assert not desk.button


def test_submitting_asks_once_and_then_reveals(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    assert "revealed after you submit" in html(page("debrief", attempt=attempt))
    desk = page("desk", attempt=attempt)
    press(press(desk, "Next"), "Red")
    press(desk, "Submit")
    shown = html(desk)
    assert "You chose 1 red, 0 yellow, 0 blue, 0 green. The other 19" in shown
    assert "Not used: 1 physical examination and 3 document checks." in shown
    desk.session_state["ask-submit"] = True  # AppTest runs the whole page, which would close the dialog
    press(desk, "Submit and reveal")
    debrief = page("debrief", attempt=attempt)
    shown = html(debrief)
    for part in (
        "Compared with the others",
        "What the administration knows",
        "Missed",
        "Reached the line, was lawful",
        "log-odds",
    ):
        assert part in shown
    truth = stage.batch.truth
    assert truth is not None
    for story in sentences(truth[truth["violation"]]):
        assert escape(story) in shown
    assert stage.store.trainee(ada.id).exercises()[0].submitted_at is not None
    debrief.selectbox[0].set_value(stage.ids[3]).run()
    assert "rl-form" in html(debrief)


def test_help_that_is_withheld_is_not_on_the_page(stage: Stage) -> None:
    hidden = stage.spec.model_copy(update={"help": Help(profiles=False, classifier=False), "slug": "no-help"})
    attempt = stage.start(stage.trainee("Ada"), stage.publish(copy_for_store(hidden, stage.batch)))
    shown = html(press(page("desk", attempt=attempt), "Next"))
    assert "The risk engine is withheld in this exercise" in shown
    assert "rl-hit" not in shown and "Scores, 0 to 1" not in shown


def test_the_desk_offers_the_flags_that_the_exercise_can_show_and_keeps_what_was_cited(stage: Stage) -> None:
    copy = copy_for_store(stage.spec, stage.batch)
    offered = copy.spec["citable"]
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish(copy))
    StoredAttempt(stage.store.desk(ada.id, attempt)).decide(stage.ids[0], None, flags=("product.configuration",))
    assert "product.configuration" not in offered and "product.buyer_mismatch" in offered
    desk = page("desk", attempt=attempt)
    for _step in stage.ids[:2]:
        press(desk, "Next")
    assert desk.multiselect[0].options == [words.indicator_in_family(flag) for flag in offered]
    press(desk, "Previous")
    assert desk.multiselect[0].value == ["product.configuration"]
    assert len(desk.multiselect[0].options) == len(offered) + 1


def test_a_trainee_compares_the_library_with_an_exercise(stage: Stage) -> None:
    stage.trainee("Ada")
    stage.publish()
    library = page("library")
    library.selectbox[0].set_value("flags").run()
    assert library.selectbox[1].options == ["Short shift"] and "not in this exercise" not in html(library)
    library.selectbox[1].set_value(stage.store.catalogue()[0].id).run()
    absent = len(indicators()) - len(citable(stage.spec.reach, stage.spec.traffic))
    assert html(library).count("not in this exercise") == absent > 40
    stage.sits = stage.instructor
    assert page("library").selectbox[1].options == ["Short shift"]


def test_a_real_files_debrief_says_why_there_is_no_best_choice(stage: Stage) -> None:
    batch = ExerciseBatch(stage.batch.declarations, stage.batch.engine, stage.batch.truth)
    spec = stage.spec.model_copy(update={"slug": "real", "title": "Real"})
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish(copy_for_store(spec, batch)))
    StoredAttempt(stage.store.desk(ada.id, attempt)).submit()
    shown = html(page("debrief", attempt=attempt))
    assert "Nobody knows the true probability of each" in shown and "Hindsight" in shown
    assert "Reached the line, was lawful" not in shown and "Share of the best possible" not in shown


def test_a_debrief_that_cannot_be_weighed_says_what_to_do_on_every_page(stage: Stage) -> None:
    """An exercise with means of inquiry whose grounds an earlier version did not keep."""
    old = replace(stage.batch, grounds=None)
    offered = {"visible_tier": "document", "means": {"company": {"minutes": 10, "delay_hours": 8}}}
    spec = ExerciseSpec.model_validate({**stage.spec.record(), "slug": "old", **offered})
    ada = stage.trainee("Ada")
    exercise = stage.publish(copy_for_store(spec, old))
    attempt = stage.start(ada, exercise)
    desk = press(press(page("desk", attempt=attempt), "Next"), "Red")
    press(desk, "Submit")
    desk.session_state["ask-submit"] = True  # AppTest runs the whole page, which would close the dialog
    press(desk, "Submit and reveal")
    assert not desk.exception and "Not submitted" not in html(desk)
    told = page("debrief", attempt=attempt)
    assert not told.exception and f"{exercise}: this version cannot weigh its evidence" in html(told)
    assert stage.store.trainee(ada.id).exercises()[0].submitted_at is not None
    stage.sits = stage.instructor
    led = page("detail", exercise=exercise)
    led.selectbox(key=f"led-{exercise}").set_value(attempt).run()
    assert not led.exception and "this version cannot weigh its evidence" in html(led)


def test_what_a_trader_wrote_is_shown_as_text_and_never_as_markup(stage: Stage) -> None:
    evil = "<img src=x onerror=alert(1)>"
    consignment = Consignment(
        "D-1", {KEY: "D-1", "goods_description": evil, "consignee_name": evil, "hs_code": "841410"}
    )
    relations = Relations(pd.DataFrame([consignment.fields]))
    for shown in (declaration.html(consignment), parties.html(consignment, relations), goods.html(consignment)):
        assert "<img" not in shown and "&lt;img" in shown


def test_unknown_and_blank_are_told_apart() -> None:
    consignment = Consignment("D-1", {KEY: "D-1", "document_reference": ""})
    assert "left blank" in values.cell(consignment, "document_reference")
    assert "not known" in values.cell(consignment, "gross_mass")


def test_packages_are_counted_in_words() -> None:
    one, two = (Consignment("D-1", {KEY: "D-1", "package_count": count}) for count in (1.0, 2.0))
    assert "<small>package</small>" in values.cell(one, "package_count")
    assert "<small>packages</small>" in values.cell(two, "package_count")


def test_every_coded_value_and_every_player_has_a_word() -> None:
    assert all(lanes.word(lane) in lanes.chip(lane) for lane in LANES)
    assert {*palette.PLAYERS, "hindsight"} == set(palette.COLOURS)
    assert all(palette.word(player) != player for player in palette.COLOURS)
    assert all(words.family(name.split(".")[0])[0].isupper() for name in words.indicators())
    assert values.number(88000) == "88,000" and values.number(None) == values.UNKNOWN


def test_the_queue_shows_what_a_file_lacks_as_unknown_and_small_amounts_with_cents(stage: Stage) -> None:
    frame = stage.batch.declarations[[KEY, "hs_code", "statistical_value"]].assign(statistical_value=0.456)
    frame["mode_at_border"] = None
    names = ("goods_description", "hs_code", *QUEUE_COLUMNS, "net_mass")
    shown = columns.table(names, frame).to_pydict()
    assert list(shown) == [KEY, *names]
    for name in ("goods_description", "mode_at_border", "gross_mass", "net_mass", "countries", "consignee_name"):
        assert set(shown[name]) == {None}, name
    assert set(shown["statistical_value"]) == {0.46}
    assert " " in shown["hs_code"][0]


def test_every_field_of_a_declaration_has_its_box_on_the_form_and_every_check_its_line() -> None:
    """What the oracle weighs is on the screen: else the best possible choice would know more than a trainee can."""
    shown = {name for row in declaration.FORM for _number, _title, names, _width in row for name in names}
    beside = {"invoice_currency", "supplementary_unit"}  # they stand beside the figure
    assert shown | beside == set(fields_at("declaration"))
    check = [name for name, field in schema().items() if field.tier == "check"]
    past: dict[str, Value] = {"past_declarations": 31, "past_controls": 4, "past_findings": 2}
    known = Consignment("D-1", {KEY: "D-1"} | dict.fromkeys(check, "seen here") | past)
    company = parties.html(known, Relations(pd.DataFrame([known.fields])))
    assert company.count("seen here") == len(check) - len(past)
    assert "31 declarations, 4 controls, 2 findings" in company
    assert all(sum(width for *_rest, width in row) == 12 for row in declaration.FORM)
