"""A database that does not answer: one calm line, what is typed stays, nothing is skipped, and the page goes on."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from exercises.design import copy_for_store
from exercises.record import Unavailable
from exercises.store import Person, Store, database
from exercises.views import office
from exercises.web import identity
from tests.exercises.locking import locked
from tests.exercises.staging import MAIN, Stage, html, page, press
from tests.exercises.views.desk import Now

pytestmark = pytest.mark.slow

CALM = re.compile(r"Not saved: the database does not answer\. Your work up to \d\d:\d\d:\d\d is safe\. Try again\.")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits five seconds for a lock."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 20)


@contextmanager
def gone(monkeypatch: pytest.MonkeyPatch, store: Store) -> Iterator[None]:
    """Nothing can be read either."""

    def silent(*_given: object, **_more: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    with monkeypatch.context() as patch:
        store.engine.dispose()
        patch.setattr(store.engine.dialect, "connect", silent)
        yield


def test_a_lane_that_cannot_be_saved_is_told_and_saved_at_the_next_press(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    with locked(stage.store):
        shown = html(press(desk, "Red"))
        assert CALM.search(shown) and ">saved <" not in shown and "nothing saved yet" not in shown
        assert stage.ids[0] not in stage.attempt(ada, attempt).decisions()
    shown = html(press(desk, "Red"))
    assert not CALM.search(shown) and "saved <time>" in shown
    assert stage.attempt(ada, attempt).decisions()[stage.ids[0]].lane == "red"


def test_a_note_that_cannot_be_saved_stays_typed_and_goes_with_the_next_consignment(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    key = f"note-{attempt}-{stage.ids[0]}"
    with locked(stage.store):
        desk.text_input(key=key).set_value("ask the bank").run()
        assert CALM.search(html(desk.run())) and desk.text_input(key=key).value == "ask the bank"
        press(desk, "Next")
        assert CALM.search(html(desk.run())) and stage.ids[0] in html(desk)
        assert stage.attempt(ada, attempt).last_opened() == stage.ids[0]
    press(desk, "Next")
    played = stage.attempt(ada, attempt)
    assert played.decisions()[stage.ids[0]].note == "ask the bank" and played.last_opened() == stage.ids[1]


def test_a_failed_next_skips_no_consignment(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    stage.attempt(ada, attempt).begin()
    desk = page("desk", attempt=attempt)
    with locked(stage.store):
        assert CALM.search(html(press(desk, "Next").run()))
    for name in stage.ids[:2]:
        press(desk, "Next")
        assert stage.attempt(ada, attempt).last_opened() == name
    with locked(stage.store):
        assert CALM.search(html(press(desk, "Next")))
    press(desk, "Next")
    assert stage.attempt(ada, attempt).last_opened() == stage.ids[2]


def test_a_database_that_is_gone_leaves_the_page_as_it_is(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    with gone(monkeypatch, stage.store):
        assert CALM.search(html(press(desk, "Yellow").run()))
        assert "Submit" in [button.label for button in desk.button]
    assert "saved <time>" in html(press(desk, "Yellow"))


def test_a_page_that_needs_the_database_says_so_and_offers_to_try_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.trainee("Ada")
    stage.publish()
    with gone(monkeypatch, stage.store):
        shelf = page()
        assert "The database does not answer. What was saved is safe." in html(shelf)
    assert stage.spec.title in html(press(shelf, "Try again").run())


def test_the_instructors_board_says_so_in_one_line(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.publish(copy_for_store(stage.spec, stage.batch))
    stage.sits = stage.instructor
    board = page()
    with gone(monkeypatch, stage.store):
        assert "The database does not answer." in html(board.run())
    assert "does not answer" not in html(board.run())


def test_a_tab_keeps_its_person_for_a_few_minutes_and_no_longer(now: Now, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", kept)
    ada = Person("1", "Ada", "trainee")
    monkeypatch.setattr(identity, "current", lambda _user: ada)
    assert office.identify({}) == ada

    def silent(_user: object) -> None:
        raise Unavailable

    monkeypatch.setattr(identity, "current", silent)
    now.pass_(office.GRACE.total_seconds())
    assert office.identify({}) == ada
    now.pass_(1)
    with pytest.raises(Unavailable):
        office.identify({})
    monkeypatch.setattr(identity, "current", lambda _user: None)
    assert office.identify({}) is None
    monkeypatch.setattr(identity, "current", silent)
    with pytest.raises(Unavailable):
        office.identify({})


def test_a_note_that_the_browser_kept_while_the_server_was_away_is_saved_by_the_new_session(stage: Stage) -> None:
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, stage.publish())
    press(page("desk", attempt=attempt), "Next")
    desk = AppTest.from_file(str(MAIN), default_timeout=60)
    desk._page_hash = calc_hash("desk")
    desk.query_params["attempt"] = attempt
    desk.session_state[f"note-{attempt}-{stage.ids[0]}"] = "ask the bank"
    assert "saved <time>" in html(desk.run().run())
    assert stage.attempt(ada, attempt).decisions()[stage.ids[0]].note == "ask the bank"
