"""The gate in front of Streamlit: without a session there is no page and no websocket; identity headers of a client
are dropped."""

from __future__ import annotations

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from exercises.language import languages
from exercises.record import Unavailable
from exercises.store import Person
from exercises.web import identity, language, pages, policy
from exercises.web.origin import from_elsewhere
from exercises.web.prefix import at, prefix, within
from exercises.web.site import COOKIE, Provider
from exercises.web.uploads import FOLDER, Held, Uploads

# What everybody may reach: the health check, the sign-in pages, the choice of language, and Streamlit's public files.
OPEN_PATHS = frozenset(
    {"/_stcore/health", "/join", "/welcome", "/login", "/logout", "/favicon.png", "/manifest.json"}
    | {f"/language/{code}" for code in languages.available()}
)
OPEN_FOLDERS = ("/static/",)

# What nobody may reach: these routes of Streamlit ask for no sign-in, and Redlane does not use them.
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/app/static")


class Gate:
    """ASGI middleware. `site` gives the store and the signer, `held` the bytes of a page's uploads."""

    def __init__(self, app: ASGIApp, site: Provider, held: Held) -> None:
        self._app = app
        self._site = site
        self._uploads = Uploads(held)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with its identity, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        path = within(scope["path"])
        if prefix() and scope["path"] == prefix():  # relative addresses need the slash
            await RedirectResponse(at("/"), status_code=308)(scope, receive, send)
            return
        session = self._site().session_of(HTTPConnection(scope).cookies.get(COOKIE))
        open_to_all = path in OPEN_PATHS or path.startswith(OPEN_FOLDERS)
        person: Person | None = None
        silent = False
        if session is not None and not open_to_all:
            try:
                person = await anyio.to_thread.run_sync(self._site().person_of, session)
            except Unavailable:
                silent = True
        kept = [(name, value) for name, value in scope["headers"] if not identity.is_identity_header(name)]
        if session is not None and person is not None:
            kept += identity.headers(session, person)
        scope = {**scope, "headers": kept, "path": path, "raw_path": path.encode()}
        if scope["type"] == "websocket":
            foreign = from_elsewhere(HTTPConnection(scope))
            await self._websocket(scope, receive, send, allowed=person is not None and not foreign, silent=silent)
            return
        answer = self._app if open_to_all or person is not None else _turned_away(scope, silent)
        if any(path == place or path.startswith(f"{place}/") for place in CLOSED):
            answer = PlainTextResponse("Not found", status_code=404)
        elif path.startswith(FOLDER) and session is not None and person is not None:
            answer = self._upload(scope, path, session, person)
        await answer(scope, receive, _with_policy(send))

    def _upload(self, scope: Scope, path: str, session: str, person: Person) -> ASGIApp:
        """The app for a file that may come, or to take one away; else the refusal."""
        headers = Headers(scope=scope)
        if from_elsewhere(HTTPConnection(scope)):
            return PlainTextResponse("This file was not sent from its own page.", status_code=403)
        if scope["method"] == "DELETE":
            return self._app
        if (refusal := self._uploads.refusal(session, person, path, headers)) is not None:
            return PlainTextResponse(refusal[1], status_code=refusal[0])

        async def take(scope: Scope, receive: Receive, send: Send) -> None:
            with self._uploads.coming(session, path, headers):
                await self._app(scope, receive, send)

        return take

    async def _websocket(self, scope: Scope, receive: Receive, send: Send, *, allowed: bool, silent: bool) -> None:
        if allowed:
            await self._app(scope, receive, send)
            return
        await receive()
        code, reason = (1013, "try again later") if silent else (1008, "sign in first")
        await send({"type": "websocket.close", "code": code, "reason": reason})


def _turned_away(scope: Scope, silent: bool) -> Response:
    """The way to sign in; or that the database does not answer, so that nobody knows who this is."""
    wants_page = scope["method"] in ("GET", "HEAD") and "text/html" in Headers(scope=scope).get("accept", "")
    if silent:
        language.speak(HTTPConnection(scope))
        return pages.silent_page() if wants_page else pages.silent()
    if wants_page:
        return RedirectResponse(at("/join"), status_code=303, headers={"Cache-Control": "no-store"})
    return PlainTextResponse("Sign in first.", status_code=401, headers={"Cache-Control": "no-store"})


def _with_policy(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in policy.COMMON.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", policy.app_policy())
        await send(message)

    return sending
