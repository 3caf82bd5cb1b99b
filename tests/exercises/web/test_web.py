"""The web side: nothing without a session, identity from the cookie alone, forms from our own pages alone."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from exercises.classroom import open_session, session_hash
from exercises.classroom import sign_in as people
from exercises.store import clock
from exercises.web import identity, policy, secret, server
from exercises.web.site import Site
from simulator.errors import InputError
from tests.exercises.web.browser import OURS, PAGE, SECRET, Browser, join

if TYPE_CHECKING:
    from tests.conftest import School

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


def test_without_a_session_pages_lead_to_joining_and_the_rest_is_refused(browser: Browser) -> None:
    for path in ("/", "/desk", "/_stcore/host-config", "/media/x", "/component/x"):
        page = browser.ask("GET", path, **PAGE)
        assert (page.status, page.header("location")) == (303, "/join")
        assert browser.ask("GET", path).status == 401
        assert browser.ask("POST", path, **PAGE, **OURS).status == 401
    assert browser.connect() == "websocket.close"
    assert browser.connect(path="/somewhere/_stcore/stream") == "websocket.close"


def test_health_and_streamlits_own_files_stay_open(browser: Browser) -> None:
    assert browser.ask("GET", "/_stcore/health").status == 200
    assert browser.ask("GET", "/static/js/index.js").status == 200


def test_routes_of_streamlit_that_need_no_login_are_closed_to_all(browser: Browser, school: School) -> None:
    cookie = join(browser, school)
    for path in ("/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/app/static/x.csv"):
        assert browser.ask("GET", path).status == 404
        assert browser.ask("GET", path, cookie).status == 404


def test_joining_gives_a_cookie_and_the_cookie_an_identity(browser: Browser, school: School) -> None:
    answer = browser.post("/join", name="Ada", class_code=school.class_code, entry_code="")
    assert (answer.status, answer.header("location")) == (303, "/welcome")
    shown = re.compile(r'class="entry">([A-Z0-9]{4}-[A-Z0-9]{2})<')
    code = shown.search(browser.ask("GET", "/welcome", answer.both).text)
    again = shown.search(browser.ask("GET", "/welcome", answer.both).text)  # F5
    assert code is not None and again is not None and code.group(1) == again.group(1)
    cookie = answer.header("set-cookie").lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    seen = dict(browser.ask("GET", "/", answer.cookie).json())
    user = {key: seen[name.lower()] for name, key in identity.HEADERS.items()}
    person = identity.current(user, lambda: browser.site)
    assert person is not None and person.name == "Ada"
    assert browser.connect(answer.cookie) == "websocket.accept"
    # What a page knows of its session cannot be used as a cookie.
    assert browser.ask("GET", "/", user["session"]).status == 401


def test_identity_headers_from_a_client_go_nowhere(browser: Browser, school: School) -> None:
    cookie = join(browser, school)
    person = school.office.members(school.class_id)[0].person_id
    spoofed = {"X_Redlane_Person": "instructor", "x_redlane_session": "0" * 64, "X_REDLANE_Other": "1"}
    assert browser.ask("GET", "/", **spoofed).status == 401
    assert browser.connect(**spoofed) == "websocket.close"
    seen = browser.ask("GET", "/", cookie, **spoofed).json()
    ours = [(name, value) for name, value in seen if name.startswith("x-redlane")]
    assert sorted(name for name, _ in ours) == ["x-redlane-person", "x-redlane-session"]
    assert dict(ours)["x-redlane-person"] == person
    assert not [name for name, _ in browser.ask("GET", "/static/x", **spoofed).json() if "redlane" in name]


def _forged(browser: Browser, school: School) -> str:
    return Site.of(school.store, "another secret, as long as the first one").cookie(_session(school))


def _unsigned(browser: Browser, school: School) -> str:
    return _session(school)


def _unknown(browser: Browser, school: School) -> str:
    return browser.site.cookie("a session that was never opened")


def _tampered(browser: Browser, school: School) -> str:
    cookie = browser.site.cookie(_session(school))
    return ("A" if cookie[0] != "A" else "B") + cookie[1:]


def _revoked(browser: Browser, school: School) -> str:
    session = _session(school)
    school.store.register.revoke_session(session_hash(session))
    return browser.site.cookie(session)


def _expired(browser: Browser, school: School) -> str:
    kim = people.add_instructor(school.store, "old", "Old", "correct horse")
    session = "a session that ended"
    school.store.register.open_session(kim.id, session_hash(session), clock.now() - timedelta(seconds=1))
    return browser.site.cookie(session)


def _session(school: School) -> str:
    return open_session(school.store, people.add_instructor(school.store, "lou", "Lou", "correct horse"))


@pytest.mark.parametrize("make", [_forged, _unsigned, _unknown, _tampered, _revoked, _expired])
def test_a_cookie_that_does_not_hold_opens_nothing(
    browser: Browser, school: School, make: Callable[[Browser, School], str]
) -> None:
    cookie = make(browser, school)
    assert browser.ask("GET", "/", cookie).status == 401
    assert browser.connect(cookie) == "websocket.close"


def test_an_instructor_signs_in_and_out(browser: Browser, school: School) -> None:
    people.add_instructor(school.store, "lou", "Lou", "correct horse")
    refused = browser.post("/login", login="lou", password="wrong horse")
    assert refused.status == 403 and not refused.cookie and "wrong horse" not in refused.text
    answer = browser.post("/login", login="lou", password="correct horse")
    assert (answer.status, answer.header("location")) == (303, "/")
    seen = dict(browser.ask("GET", "/", answer.cookie).json())
    user = {key: seen[name.lower()] for name, key in identity.HEADERS.items()}
    assert browser.ask("GET", "/logout", answer.cookie).status == 200
    assert browser.post("/logout", answer.cookie).status == 303
    assert browser.ask("GET", "/", answer.cookie).status == 401
    # The page that is still open learns it at its next rerun.
    assert identity.current(user, lambda: browser.site) is None


def test_a_rerun_believes_only_a_live_session_of_the_same_person(browser: Browser, school: School) -> None:
    join(browser, school)
    lou = people.add_instructor(school.store, "lou", "Lou", "correct horse")
    session = session_hash(open_session(school.store, lou))
    known = {"session": session, "person": lou.id}
    assert identity.current(known, lambda: browser.site) == lou
    other = school.office.members(school.class_id)[0].person_id
    for wrong in ({}, {"session": session}, {**known, "person": other}, {**known, "session": None}, {"person": lou.id}):
        assert identity.current(wrong, lambda: browser.site) is None


def test_a_clock_that_jumps_ahead_signs_nobody_out(
    browser: Browser, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = [timedelta(0)]
    monkeypatch.setattr(clock, "_wall", lambda: datetime.now(UTC) + ahead[0])
    monkeypatch.setattr(clock, "_begun", [])
    cookie = join(browser, school)
    ahead[0] = timedelta(hours=13)
    assert browser.ask("GET", "/", cookie).status == 200
    assert browser.connect(cookie) == "websocket.accept"
    clock._begun.clear()  # a start of the app with the wrong time, and somebody signs in
    assert browser.ask("GET", "/", cookie).status == 401
    other = join(browser, school, "Bo")
    ahead[0] = timedelta(0)
    clock._begun.clear()  # and one with the right time
    assert browser.ask("GET", "/", cookie).status == browser.ask("GET", "/", other).status == 200


def test_signing_in_again_ends_the_session_before(browser: Browser, school: School) -> None:
    first = join(browser, school)
    second = browser.post("/join", first, name="Bo", class_code=school.class_code, entry_code="").cookie
    assert browser.ask("GET", "/", first).status == 401
    assert browser.ask("GET", "/", second).status == 200
    assert browser.ask("GET", "/join", second).header("location") == "/"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 9_000),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(20))),
        ("application/x-www-form-urlencoded", b"name=%ff"),
        ("application/x-www-form-urlencoded", b"\xff"),
    ],
)
def test_what_is_not_one_of_our_forms_is_refused(browser: Browser, kind: str, body: bytes) -> None:
    assert browser.ask("POST", "/join", "", body, **{**OURS, "content-type": kind}).status == 413


def test_what_was_typed_is_shown_again_as_text_and_never_the_code(browser: Browser, school: School) -> None:
    join(browser, school, '<b>"Ada"')
    answer = browser.post("/join", name='<b>"Ada"', class_code=school.class_code, entry_code="AAAAAA")
    assert answer.status == 403
    assert "&lt;b&gt;&#34;Ada&#34;" in answer.text and "<b>" not in answer.text and "AAAAAA" not in answer.text


def test_the_page_with_the_re_entry_code_leads_nowhere_else(browser: Browser, school: School) -> None:
    joined = browser.post("/join", name="Ada", class_code=school.class_code, entry_code="")
    welcome = browser.ask("GET", "/welcome", joined.both)
    assert 'class="entry"' in welcome.text and welcome.header("cache-control") == "no-store"
    other = browser.post("/join", name="Bo", class_code=school.class_code, entry_code="")
    stolen = f"{other.cookie}; {joined.both.partition('; ')[2]}"
    assert browser.ask("GET", "/welcome", stolen).header("location") == "/"  # of use to its own session alone
    assert browser.ask("GET", "/welcome").header("location") == "/join"
    assert welcome.status == 200 and "/language/" not in welcome.text


def test_another_host_name_gets_no_answer(browser: Browser) -> None:
    assert browser.ask("GET", "/join", host="evil.example").status == 400
    assert browser.connect(host="evil.example") != "websocket.accept"


def test_every_answer_carries_the_policy_and_names_no_other_place(browser: Browser, school: School) -> None:
    cookie = join(browser, school)
    for answer in (
        browser.ask("GET", "/join"),
        browser.ask("GET", "/login"),
        browser.ask("GET", "/"),
        browser.ask("GET", "/", cookie),
        browser.ask("GET", "/_stcore/metrics"),
    ):
        rules = answer.header("content-security-policy")
        assert "frame-ancestors 'none'" in rules
        assert "http" not in rules and "unsafe-eval'" not in rules.replace("'wasm-unsafe-eval'", "")
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("referrer-policy") == "same-origin"
    form = browser.ask("GET", "/join")
    assert "<script" not in form.text and "http" not in form.text
    style = re.search(r"<style>(.*?)</style>", form.text, re.DOTALL)
    assert style and policy.source_hash(style.group(1)) in form.header("content-security-policy")


def test_the_inline_script_of_the_installed_streamlit_is_allowed_by_its_hash() -> None:
    assert policy.app_policy().count("'sha256-") == len(policy._inline_scripts()) >= 1


def test_the_settings_we_rely_on_exist_in_the_installed_streamlit() -> None:
    from streamlit import config

    sections = tomllib.loads(server.SETTINGS.read_text(encoding="utf-8"))
    known = config.get_config_options()

    def names(prefix: str, table: dict[str, Any]) -> list[str]:
        found = []
        for name, value in table.items():
            found += names(f"{prefix}{name}.", value) if isinstance(value, dict) else [prefix + name]
        return found

    written = names("", sections)
    assert "runner.postScriptGC" in written and sections["runner"]["postScriptGC"] is False
    assert [name for name in written if name not in known] == []
    assert known["runner.postScriptGC"].type is bool
    assert "cookieSecret" not in sections["server"]
    assert tomllib.loads("x = " + sections["server"]["trustedUserHeaders"].replace(":", " ="))["x"] == identity.HEADERS


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDLANE_SECRET", raising=False)
    file = tmp_path / "var" / "secret"
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: secret.signing_secret(file), range(8)))
    assert len(made) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    monkeypatch.setenv("REDLANE_SECRET", SECRET)
    assert secret.signing_secret(file) == SECRET
    monkeypatch.setenv("REDLANE_SECRET", "short")
    with pytest.raises(InputError, match="at least 32"):
        secret.signing_secret(file)


def test_an_open_address_must_say_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDLANE_ALLOWED_HOSTS", raising=False)
    assert server.allowed_hosts("127.0.0.1") == ["127.0.0.1", "localhost"]
    with pytest.raises(InputError, match="REDLANE_ALLOWED_HOSTS"):
        server.allowed_hosts("0.0.0.0")
    monkeypatch.setenv("REDLANE_ALLOWED_HOSTS", "redlane.example, 192.0.2.7")
    assert server.allowed_hosts("0.0.0.0") == ["127.0.0.1", "localhost", "redlane.example", "192.0.2.7"]
    assert "--browser.serverAddress=redlane.example" in server.command("0.0.0.0", 8501)
    with pytest.raises(InputError, match="port"):
        server.command("127.0.0.1", 0)


def test_the_web_side_does_not_import_streamlit() -> None:
    code = "import sys, exercises.web.server, exercises.web.routes; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
