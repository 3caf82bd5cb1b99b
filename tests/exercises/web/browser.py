"""A browser without a network: it speaks to our routes in this process."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from exercises.language import languages
from exercises.web.site import COOKIE, WELCOME, Site

if TYPE_CHECKING:
    from tests.conftest import School


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
        return self._set(COOKIE)

    @property
    def both(self) -> str:
        """The session's cookie, followed by that of the welcome page."""
        return f"{self.cookie}; {WELCOME}={self._set(WELCOME)}"

    def _set(self, name: str) -> str:
        found = re.search(rf"{name}=([^;]*)", self.header("set-cookie"))
        return found.group(1).strip('"') if found else ""


@dataclass
class Browser:
    """Speaks to an ASGI app in this process. Each call is its own event loop. `held`: bytes of a page's uploads."""

    app: Any
    site: Site
    held: dict[str, int] = field(default_factory=dict)

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


def join(browser: Browser, school: School, name: str = "Ada") -> str:
    """Join the class; the cookie."""
    return browser.post("/join", name=name, class_code=school.class_code, entry_code="").cookie
