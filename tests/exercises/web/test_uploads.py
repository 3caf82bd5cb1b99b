"""Only an instructor's session uploads files, and no session more than it may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.datastructures import Headers

from exercises.classroom import open_session, session_hash
from exercises.classroom import sign_in as people
from exercises.store import INSTRUCTOR, Person
from exercises.web.uploads import MOST, Uploads
from tests.exercises.web.browser import OURS, Browser, join

if TYPE_CHECKING:
    from tests.conftest import School

PLACE = "/_stcore/upload_file/page/file"
LOU = Person("lou", "Lou", INSTRUCTOR)


@pytest.fixture
def instructor(browser: Browser, school: School) -> str:
    """The cookie of an instructor."""
    lou = people.add_instructor(school.store, "lou", "Lou", "correct horse")
    return browser.site.cookie(open_session(school.store, lou))


def put(browser: Browser, cookie: str, size: int, **headers: str) -> int:
    """Send a file that says it has this many bytes; the status of the answer."""
    length = {"content-length": str(size)}
    return browser.ask("PUT", PLACE, cookie, b"x", **{"origin": OURS["origin"], **length, **headers}).status


def test_a_trainee_uploads_nothing_and_an_instructor_does(browser: Browser, school: School, instructor: str) -> None:
    assert put(browser, join(browser, school), 10) == 403
    assert put(browser, "", 10) == 401
    assert put(browser, instructor, 10) == 200
    assert browser.ask("DELETE", PLACE, instructor, **OURS).status == 200


def test_a_file_from_another_page_or_of_unknown_length_is_refused(browser: Browser, instructor: str) -> None:
    assert put(browser, instructor, 10, origin="http://127.0.0.1:9999") == 403
    assert browser.ask("PUT", PLACE, instructor, b"x", **OURS).status == 411


def test_a_session_holds_a_limit_over_all_its_pages(browser: Browser, instructor: str) -> None:
    assert put(browser, instructor, MOST) == 200
    browser.held["page"] = MOST - 100
    assert put(browser, instructor, 100) == 200
    assert put(browser, instructor, 101) == 413
    del browser.held["page"]  # the page was closed, and Streamlit has forgotten its files
    assert put(browser, instructor, 101) == 200


def test_files_that_are_on_their_way_count() -> None:
    held: dict[str, int] = {}
    uploads = Uploads(lambda page: held.get(page, 0))
    session, half = session_hash("a session"), Headers({"content-length": str(MOST // 2)})

    def refused(page: str) -> bool:
        return uploads.refusal(session, LOU, f"/_stcore/upload_file/{page}/file", half) is not None

    with uploads.coming(session, "/_stcore/upload_file/one/file", half):
        assert not refused("two")
        with uploads.coming(session, "/_stcore/upload_file/two/file", half):
            assert refused("two") and refused("three")
            assert uploads.refusal(session_hash("another"), LOU, PLACE, half) is None
        held["two"] = MOST // 2
        assert refused("three")
    assert not refused("three")
