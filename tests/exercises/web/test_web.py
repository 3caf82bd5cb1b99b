"""The web side: nothing without a session, identity from the cookie alone, forms from our own pages alone."""

from __future__ import annotations

import asyncio
import json
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from exercises.classroom import open_session, session_hash
from exercises.classroom import sign_in as people
from exercises.language import languages
from exercises.store import clock
from exercises.web import identity, policy, routes, secret, server
from exercises.web.site import COOKIE, Site
from simulator.errors import InputError

if TYPE_CHECKING:
    from tests.conftest import School

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
HOST = "127.0.0.1"
SECRET = "a secret of the tests, long enough to sign"
PAGE = {"accept": "text/html"}
OURS = {"origin": f"http://{HOST}", "content-type": "application/x-www-form-urlencoded"}


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""

    def header(self, name: str) -> str:
        return "".join(value for key, value in self.headers if key == name)

    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def cookie(self) -> str:
        found = re.search(rf"{COOKIE}=([^;]*)", self.header("set-cookie"))
        return found.group(1).strip('"') if found else ""


@dataclass
class Browser:
    """Speaks to an ASGI app in this process. Each call is its own event loop."""

    app: Any
    site: Site

    def ask(self, method: str, path: str, cookie: str = "", body: bytes = b"", /, **headers: str) -> Answer:
        """One HTTP request; header names may be written with underscores."""
        sent: list[dict[str, Any]] = []
        scope = self._scope("http", path, cookie, headers) | {"method": method}
        messages = iter([{"type": "http.request", "body": body, "more_body": False}])
        self._run(scope, messages, sent)
        start = sent[0]
        pairs = [(name.decode(), value.decode()) for name, value in start["headers"]]
        return Answer(start["status"], pairs, b"".join(part.get("body", b"") for part in sent[1:]).decode())

    def post(self, path: str, cookie: str = "", **form: str) -> Answer:
        """A form sent from our own page."""
        return self.ask("POST", path, cookie, urlencode(form).encode(), **OURS)

    def speaking(self, language: str, **headers: str) -> Answer:
        """The trainee's form, asked for with a language chosen before."""
        sent: list[dict[str, Any]] = []
        scope = self._scope("http", "/join", "", headers) | {"method": "GET"}
        scope["headers"].append((b"cookie", f"{languages.COOKIE}={language}".encode()))
        self._run(scope, iter([{"type": "http.request", "body": b"", "more_body": False}]), sent)
        return Answer(sent[0]["status"], [], b"".join(part.get("body", b"") for part in sent[1:]).decode())

    def connect(self, cookie: str = "", path: str = "/_stcore/stream", **headers: str) -> str:
        """Open a websocket; the type of the first answer."""
        sent: list[dict[str, Any]] = []
        scope = self._scope("websocket", path, cookie, headers) | {"subprotocols": []}
        self._run(scope, iter([{"type": "websocket.connect"}]), sent)
        return str(sent[0]["type"])

    def _scope(self, kind: str, path: str, cookie: str, headers: dict[str, str]) -> dict[str, Any]:
        named = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if cookie:
            named["cookie"] = f"{COOKIE}={cookie}"
        return {
            "type": kind,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http" if kind == "http" else "ws",
            "http_version": "1.1",
            "server": (HOST, 80),
            "client": ("192.0.2.9", 5000),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        }

    def _run(self, scope: dict[str, Any], messages: Any, sent: list[dict[str, Any]]) -> None:
        async def receive() -> dict[str, Any]:
            return dict(next(messages))

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))


async def _echo(request: Request) -> JSONResponse:
    return JSONResponse([[name, value] for name, value in request.headers.items()])


async def _accept(websocket: WebSocket) -> None:
    await websocket.accept()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what differs between the databases is tested with the store."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def browser(school: School) -> Browser:
    """Our routes and middleware before a stand-in for Streamlit that answers with the headers it got."""
    site = Site.of(school.store, SECRET)
    app = Starlette(
        routes=[
            *routes(lambda: site),
            WebSocketRoute("/_stcore/stream", _accept),
            Mount("/", routes=[Route("/{path:path}", _echo, methods=["GET", "POST"])]),
        ],
        middleware=server.middleware([HOST], lambda: site),
    )
    return Browser(app, site)


def join(browser: Browser, school: School, name: str = "Ada") -> str:
    """Join the class; the cookie."""
    return browser.post("/join", name=name, class_code=school.class_code, entry_code="").cookie


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
    assert answer.status == 200 and re.search(r'class="entry">[A-Z0-9]{4}-[A-Z0-9]{2}<', answer.text)
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


def test_signing_in_again_ends_the_session_before(browser: Browser, school: School) -> None:
    first = join(browser, school)
    second = browser.post("/join", first, name="Bo", class_code=school.class_code, entry_code="").cookie
    assert browser.ask("GET", "/", first).status == 401
    assert browser.ask("GET", "/", second).status == 200
    assert browser.ask("GET", "/join", second).header("location") == "/"


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "http://evil.example"},
        {"origin": f"http://{HOST}.evil.example"},
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


def test_the_page_with_the_re_entry_code_leads_nowhere_else(browser: Browser, school: School) -> None:
    welcome = browser.post("/join", name="Ada", class_code=school.class_code, entry_code="")
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
