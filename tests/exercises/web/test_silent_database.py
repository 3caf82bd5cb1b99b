"""Sign-in pages while the database does not answer: a calm page that keeps what was typed, never an error."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from exercises.store import database
from tests.exercises.locking import locked
from tests.exercises.web.browser import PAGE, Browser, join

if TYPE_CHECKING:
    from tests.conftest import School

CALM = "The database does not answer. What was saved is safe. Try again in a moment."


@pytest.fixture(autouse=True)
def hurried(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits five seconds for a lock."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 20)
    school.store.engine.dispose()


def test_joining_is_told_and_works_after(browser: Browser, school: School) -> None:
    form = {"name": "Ada Ndiaye", "class_code": school.class_code, "entry_code": ""}
    with locked(school.store):
        answer = browser.post("/join", **form)
    assert answer.status == 503 and CALM in answer.text and 'value="Ada Ndiaye"' in answer.text and not answer.cookie
    assert browser.post("/join", **form).header("location") == "/welcome"


def test_signing_in_and_out_are_told(browser: Browser, school: School) -> None:
    cookie = join(browser, school)
    with locked(school.store):
        answer = browser.post("/logout", cookie)
    assert answer.status == 503 and CALM in answer.text
    assert browser.post("/logout", cookie).header("location") == "/join"


def test_a_database_that_is_gone_signs_nobody_out(
    browser: Browser, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = join(browser, school)

    def silent(*_given: object, **_more: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    with monkeypatch.context() as patch:
        school.store.engine.dispose()
        patch.setattr(school.store.engine.dialect, "connect", silent)
        page = browser.ask("GET", "/desk", cookie, **PAGE)
        assert page.status == 503 and CALM in page.text and not page.cookie
        assert browser.ask("GET", "/media/x", cookie).status == 503
        assert browser.ask("GET", "/papers/a/b", cookie, **PAGE).status == 503
        assert browser.post("/login", login="kim", password="a long password").status == 503
        assert browser.ask("GET", "/join", cookie, **PAGE).status == 503
        assert browser.connect(cookie) == "websocket.close"
        assert "unable" not in page.text
    assert browser.ask("GET", "/desk", cookie, **PAGE).status == 200
