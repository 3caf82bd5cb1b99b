"""The queue: what it is sorted and filtered by, that this survives a reload, and that it tells nothing more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from exercises.design import ExerciseCard, copy_for_store
from exercises.engine import Help
from exercises.play import Screen
from exercises.views.trainee.desk import columns, entries, filters
from tests.exercises.staging import Stage, html, page, press

pytestmark = pytest.mark.slow


def choose(desk: AppTest, attempt: str, noun: str, value: str | None) -> tuple[str, ...]:
    """The list after a choice."""
    desk.selectbox(key=f"filter-{attempt}-{noun}").set_value(value).run()
    found: tuple[str, ...] = desk.session_state[f"desk-{attempt}-listing"].ids
    desk.run()
    return found


def opened(stage: Stage, **changed: object) -> tuple[str, AppTest]:
    """An attempt of a new trainee and its desk."""
    copy = copy_for_store(stage.spec.model_copy(update=changed), stage.batch)
    attempt = stage.start(stage.trainee("Ada"), stage.publish(copy))
    return attempt, page("desk", attempt=attempt)


def table(desk: AppTest) -> Any:
    """The queue's table."""
    return desk.dataframe[0].value


def test_the_list_is_sorted_by_value_per_kg_and_shows_it_first(stage: Stage) -> None:
    attempt, desk = opened(stage)
    batch = stage.batch.declarations
    per_kg = (batch["statistical_value"] / batch["gross_mass"]).set_axis(batch["declaration_id"])
    assert "value_per_kg:gross_mass" not in table(desk)
    high, low = choose(desk, attempt, "sort", "per_kg"), choose(desk, attempt, "sort", "per_kg_low")
    assert list(high) == list(per_kg.sort_values(ascending=False, kind="stable").index)
    assert list(low) == list(per_kg.sort_values(kind="stable").index)
    shown = table(desk)["value_per_kg:gross_mass"]
    assert list(shown) == pytest.approx([float(per_kg[name]) for name in low], rel=1e-3, abs=0.006)
    assert columns.label("value_per_kg:gross_mass") == "EUR/kg gross"


def test_the_list_is_sorted_by_consignee_and_shows_the_name(stage: Stage) -> None:
    attempt, desk = opened(stage, columns=("countries", "statistical_value"))
    assert "consignee_name" not in table(desk)
    by_name = choose(desk, attempt, "sort", "consignee")
    names = stage.batch.declarations.set_index("declaration_id")["consignee_name"].astype("str")
    assert [names[name].casefold() for name in by_name] == sorted(str(name).casefold() for name in names)
    assert list(table(desk)["consignee_name"]) == [names[name] for name in by_name]


def test_the_score_of_the_engine_is_a_column_and_an_order_where_it_is_shown(stage: Stage) -> None:
    attempt, desk = opened(stage, help=Help(profiles=True, classifier=False))
    scores = stage.batch.engine.set_index("declaration_id")["profile_score"].astype(float)
    ranked = choose(desk, attempt, "sort", "score")
    assert list(ranked) == list(scores.reindex(stage.ids).sort_values(ascending=False, kind="stable").index)
    assert list(table(desk)["score"]) == [round(float(scores[name]), 2) for name in ranked]


@pytest.mark.parametrize("changed", [{"judge_first": True}, {"help": Help(profiles=False, classifier=False)}])
def test_a_score_that_is_withheld_is_no_column_and_no_order(stage: Stage, changed: dict[str, object]) -> None:
    """The score of one who must judge first stays closed after a look, too: others' scores would show beside it."""
    attempt, desk = opened(stage, **changed)
    assert "score" not in table(desk)
    assert "Engine's score, highest first" not in desk.selectbox(key=f"filter-{attempt}-sort").options
    page("desk", attempt=attempt, sort="score").run()
    assert all(one.score is None for one in entries.entries(screen(stage, **changed)))


def screen(stage: Stage, **changed: object) -> Screen:
    record = stage.spec.model_copy(update=changed).model_dump(mode="json")
    return Screen(ExerciseCard.of("x", record, len(stage.ids)), stage.batch)


def test_a_queue_without_value_or_mass_has_no_value_per_kg(stage: Stage) -> None:
    for shown in (("statistical_value",), ("gross_mass", "net_mass")):
        found = screen(stage, columns=shown)
        assert not {"per_kg", "per_kg_low"} & {*entries.sorts(found.card)}
        assert all(one.per_kg is None for one in entries.entries(found))
    assert columns.names(screen(stage, columns=("statistical_value", "net_mass")).card, "per_kg")[-3] == (
        "value_per_kg:net_mass"
    )


def test_what_is_not_known_comes_last_in_every_order(stage: Stage) -> None:
    whole = entries.entries(screen(stage))
    blank = replace(whole[0], id="blank", value=None, mass=None, per_kg=None, score=None, consignee="")
    for name in ("value", "mass", "per_kg", "per_kg_low", "consignee", "score"):
        assert sorted([blank, *whole[1:]], key=entries.ORDERS[name])[-1].value is None, name


def test_the_states_that_a_trainee_asks_for(stage: Stage) -> None:
    attempt, desk = opened(stage)
    for _ in range(3):
        press(desk, "Next")
    press(desk, "Red")
    desk.multiselect[0].set_value(["payment.cash"]).run().run()
    one, two, three, *rest = stage.ids
    found = {state: choose(desk, attempt, "state", state) for state in filters.STATES}
    assert found["undecided"] == (one, two, *rest) and found["left"] == (one, two)
    assert found["opened"] == (one, two, three) and found["unopened"] == tuple(rest)
    assert found["decided"] == found["flagged"] == (three,) and found["draft"] == ()


def test_order_and_filters_of_an_attempt_survive_a_reload_and_another_page(stage: Stage) -> None:
    attempt, desk = opened(stage)
    country = str(stage.batch.declarations["country_of_destination"].iloc[3])
    choose(desk, attempt, "sort", "per_kg")
    wanted = choose(desk, attempt, "country", country)
    assert 0 < len(wanted) < len(stage.ids)
    assert {name: str(desk.query_params[name]) for name in ("sort", "country")} == {
        "sort": "per_kg",
        "country": country,
    }
    again = page("desk", attempt=attempt, sort="per_kg", country=country)
    assert again.session_state[f"desk-{attempt}-listing"].ids == wanted
    assert again.selectbox(key=f"filter-{attempt}-sort").value == "per_kg"
    assert f"{len(wanted)} of {len(stage.ids)}" in html(again)
    press(again, "Clear").run()
    assert "sort" not in again.query_params and "country" not in again.query_params
    assert again.session_state[f"desk-{attempt}-listing"].ids == tuple(stage.ids)


@pytest.mark.parametrize("said", ["nowhere", "<b>", "x" * 5000])
def test_an_address_that_names_what_does_not_exist_is_left_out(stage: Stage, said: str) -> None:
    attempt = stage.start(stage.trainee("Ada"), stage.publish())
    nouns = [noun for noun in filters.FILTERS if noun != "search"]
    desk = page("desk", attempt=attempt, **dict.fromkeys(nouns, said))
    assert not desk.exception
    assert list(table(desk)["declaration_id"]) == stage.ids
    assert not {*nouns} & {*desk.query_params}
