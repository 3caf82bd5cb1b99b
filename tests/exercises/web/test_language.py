"""The language of the pages before the sign-in: chosen in a cookie, and never a way to another place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exercises.language import languages
from tests.exercises.web.browser import HOST, Browser, join

if TYPE_CHECKING:
    from tests.conftest import School


pytestmark = pytest.mark.slow


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_language_is_kept_in_a_cookie_and_leads_back_to_the_page_it_was_chosen_on(
    browser: Browser, code: str
) -> None:
    answer = browser.ask("GET", f"/language/{code}", referer=f"http://{HOST}/desk?attempt=A-1")
    assert (answer.status, answer.header("location")) == (303, "/desk?attempt=A-1")
    cookie = answer.header("set-cookie")
    assert cookie.startswith(f"{languages.COOKIE}={code};")
    assert all(word in cookie.lower() for word in ("httponly", "samesite=lax", "path=/", "max-age=31536000"))


@pytest.mark.parametrize("code", ["xx", "FR", "en_GB", "..", "fr%0d%0aset-cookie: a=b", "fr/../../desk", ""])
def test_a_language_that_is_not_here_is_not_kept(browser: Browser, school: School, code: str) -> None:
    for cookie, status in (("", (401,)), (join(browser, school), (200, 404))):
        answer = browser.ask("GET", f"/language/{code}", cookie)
        assert answer.status in status and languages.COOKIE not in answer.header("set-cookie")


def test_a_person_signed_in_is_told_that_a_language_is_not_here(browser: Browser, school: School) -> None:
    assert browser.ask("GET", "/language/xx", join(browser, school)).status == 404


@pytest.mark.parametrize(
    "before",
    [
        "",
        "https://elsewhere.example/desk",
        f"http://{HOST}.elsewhere.example/",
        f"http://elsewhere.example/http://{HOST}/",
        f"http://{HOST}@elsewhere.example/",
        f"http://{HOST}//elsewhere.example/",
        f"http://{HOST}/\\elsewhere.example/",
        f"http://{HOST}",
        "//elsewhere.example",
        "javascript:alert(1)",
        f"http://{HOST}/language/fr",
    ],
)
def test_choosing_a_language_leads_to_no_other_place(browser: Browser, before: str) -> None:
    answer = browser.ask("GET", "/language/fr", referer=before)
    assert (answer.status, answer.header("location")) == (303, "/")


def test_the_sign_in_pages_speak_the_chosen_language_and_offer_the_others(browser: Browser) -> None:
    chosen = browser.speaking("fr", accept_language="en")
    assert '<html lang="fr">' in chosen.text and "Rejoindre votre classe" in chosen.text
    assert 'href="/language/en"' in chosen.text and 'href="/language/fr"' not in chosen.text
    wished = browser.ask("GET", "/login", accept_language="fr-CA, en;q=0.5")
    assert '<html lang="fr">' in wished.text
    unknown = browser.speaking("xx")
    assert '<html lang="en">' in unknown.text and 'href="/language/fr"' in unknown.text
