"""What comes from a page of another origin is refused: forms, and the line of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.exercises.web.browser import HOST, OURS, Browser, join

if TYPE_CHECKING:
    from tests.conftest import School

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "http://evil.example"},
        {"origin": f"http://{HOST}.evil.example"},
        {"origin": f"http://{HOST}:9999"},
        {"origin": "null"},
        {"origin": ""},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(browser: Browser, school: School, changed: dict[str, str]) -> None:
    form = urlencode({"name": "Ada", "class_code": school.class_code}).encode()
    for path in ("/join", "/login", "/logout"):
        answer = browser.ask("POST", path, "", form, **{**OURS, **changed})
        assert answer.status == 403 and not answer.cookie
    assert school.office.members(school.class_id) == []


@pytest.mark.parametrize(
    "origin",
    [
        f"http://{HOST}:9999",
        f"http://{HOST}.evil.example",
        "http://localhost",
        "http://evil.example",
        f"http://evil.example@{HOST}",
        f"http://{HOST}:port",
        f"ftp://{HOST}",
        "null",
        "",
    ],
)
def test_a_page_of_another_origin_opens_no_websocket(browser: Browser, school: School, origin: str) -> None:
    cookie = join(browser, school)
    assert browser.connect(cookie, origin=origin) == "websocket.close"
    assert browser.connect(cookie, origin=origin, x_forwarded_host=origin.rpartition("/")[2]) == "websocket.close"


def test_our_own_page_opens_a_websocket_whether_or_not_its_port_is_written(browser: Browser, school: School) -> None:
    cookie = join(browser, school)
    for host, origin in (
        (HOST, f"http://{HOST}"),
        (f"{HOST}:80", f"http://{HOST}"),
        (f"{HOST}:443", f"https://{HOST}"),
        (f"{HOST}:8501", f"http://{HOST}:8501"),
    ):
        assert browser.connect(cookie, host=host, origin=origin) == "websocket.accept"
    assert browser.connect(cookie) == "websocket.accept"  # no browser
