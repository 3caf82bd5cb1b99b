"""The desk's script: for those who signed in, kept by their browser, allowed by the content security policy."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.applications import Starlette

from exercises.classroom import open_session
from exercises.web import script
from exercises.web.gate import Gate
from exercises.web.policy import app_policy
from exercises.web.site import Site
from tests.conftest import School
from tests.exercises.web.browser import Browser


def test_the_script_is_for_those_who_signed_in_and_its_address_changes_with_its_content(school: School) -> None:
    site = Site.of(school.store, "a secret long enough to sign with")
    browser = Browser(Gate(Starlette(routes=script.routes()), lambda: site, lambda page: 0), site)
    address = script.script_address()
    assert urlsplit(address).path == script.PLACE and urlsplit(address).query.startswith("v=")
    assert browser.ask("GET", script.PLACE).status == 401
    person = school.store.register.add_member(school.class_id, "Ada", "ada", "trainee", "-")
    assert person is not None
    answer = browser.ask("GET", script.PLACE, site.cookie(open_session(school.store, person)))
    assert answer.status == 200 and answer.text.encode() == script.FILE.read_bytes()
    assert answer.header("content-type").startswith("text/javascript")


def test_the_policy_allows_scripts_of_this_server_and_no_line_of_script_in_a_page() -> None:
    allowed = next(part for part in app_policy().split("; ") if part.startswith("script-src"))
    assert "'self'" in allowed and "unsafe-inline" not in allowed and "'unsafe-eval'" not in allowed
    assert "eval(" not in script.FILE.read_text() and "innerHTML" not in script.FILE.read_text()
