"""Under a path of a proxy every address of the app has the path; what is no path is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from exercises.web import script, server
from simulator.errors import InputError
from tests.exercises.web.browser import PAGE, Browser

if TYPE_CHECKING:
    from tests.conftest import School


pytestmark = pytest.mark.slow


def test_behind_a_proxy_with_a_path_every_address_has_it(
    browser: Browser, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDLANE_PATH", "/sites/redlane/")
    assert browser.ask("GET", "/sites/redlane", **PAGE).header("location") == "/sites/redlane/"
    for path in ("/desk", "/sites/redlane/desk"):  # with the path taken away by the proxy, and without
        assert browser.ask("GET", path, **PAGE).header("location") == "/sites/redlane/join"
    form = browser.ask("GET", "/sites/redlane/join")
    found = re.findall(r'(?:href|action)="([^"]+)"', form.text)
    assert found and all(address.startswith("/sites/redlane/") for address in found)
    joined = browser.post("/sites/redlane/join", name="Ada", class_code=school.class_code, entry_code="")
    assert joined.header("location") == "/sites/redlane/welcome" and "Path=/sites/redlane/welcome" in joined.header(
        "set-cookie"
    )
    welcome = browser.ask("GET", "/sites/redlane/welcome", joined.both)
    assert 'class="entry"' in welcome.text and 'href="/sites/redlane/"' in welcome.text
    assert browser.ask("GET", "/sites/redlane/desk", joined.cookie, **PAGE).status == 200
    assert browser.connect(joined.cookie, "/sites/redlane/_stcore/stream") == "websocket.accept"
    assert browser.connect("", "/sites/redlane/_stcore/stream") == "websocket.close"
    assert browser.ask("GET", "/sites/redlane/_stcore/metrics", joined.cookie).status == 404
    assert script.script_address().startswith("/sites/redlane/assets/desk.js?v=")
    assert browser.post("/sites/redlane/logout", joined.cookie).header("location") == "/sites/redlane/join"


@pytest.mark.parametrize("path", ["redlane", "//evil.example", "/a b", "/../x", "/<x>"])
def test_a_path_that_is_none_is_refused_at_the_start(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDLANE_PATH", path)
    with pytest.raises(InputError, match="REDLANE_PATH"):
        server.command("127.0.0.1", 8501)
