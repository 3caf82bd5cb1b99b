"""The routes /join, /login and /logout, which are the only ones to set and clear the session cookie, and /language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qs

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from exercises.classroom import SESSION_LIFE, Refused, open_session
from exercises.language import _
from exercises.record import Unavailable
from exercises.store import Person
from exercises.web import language, pages
from exercises.web.origin import same_origin
from exercises.web.prefix import at
from exercises.web.site import COOKIE, WELCOME, Provider, Site

FORM_BYTES = 8_192
WELCOME_LIFE = 600
"""Seconds for which a reload shows the re-entry code again."""

# Each check needs 19 MiB and a core for about 20 ms: a class that joins at once queues here, not in the page's threads.
HASHING_THREADS = 4

Result = TypeVar("Result")


def routes(site: Provider) -> list[Route]:
    """The routes over a site; add them to the app beside the gate."""
    desk = _Reception(site)
    return [
        Route("/join", desk.join, methods=["GET", "POST"]),
        Route("/welcome", desk.welcome, methods=["GET"]),
        Route("/login", desk.login, methods=["GET", "POST"]),
        Route("/logout", desk.logout, methods=["GET", "POST"]),
        Route("/language/{code}", language.choose, methods=["GET"]),
    ]


class _Reception:
    def __init__(self, site: Provider) -> None:
        self._site = site
        self._hashing = anyio.CapacityLimiter(HASHING_THREADS)

    async def join(self, request: Request) -> Response:
        return await self._answer(request, pages.join_page, self._join)

    async def login(self, request: Request) -> Response:
        return await self._answer(request, pages.login_page, self._login)

    async def logout(self, request: Request) -> Response:
        return await self._answer(request, pages.logout_page, self._logout, for_guests=False)

    async def _answer(
        self,
        request: Request,
        page: Callable[[], Response],
        act: Callable[[Request, dict[str, str]], Awaitable[Response]],
        for_guests: bool = True,
    ) -> Response:
        language.speak(request)
        try:
            return await self._known(request, page, act, for_guests)
        except Unavailable:
            return pages.silent_page()

    async def _known(
        self,
        request: Request,
        page: Callable[[], Response],
        act: Callable[[Request, dict[str, str]], Awaitable[Response]],
        for_guests: bool,
    ) -> Response:
        if request.method != "POST":
            someone = await self._person(request)
            if for_guests == (someone is None):
                return page()
            return RedirectResponse(at("/" if for_guests else "/join"), status_code=303)
        if not same_origin(request):
            return PlainTextResponse(_("This form was not sent from its own page."), status_code=403)
        form = await _form(request)
        if form is None:
            return PlainTextResponse(_("This form does not belong to Redlane."), status_code=413)
        return await act(request, form)

    async def _join(self, request: Request, form: dict[str, str]) -> Response:
        name, code = form.get("name", ""), form.get("class_code", "")
        site = self._site()
        call = partial(site.door.join, name, code, form.get("entry_code", ""), _address(request))
        try:
            joined = await self._hash(call)
        except Refused as refusal:
            return pages.join_page(str(refusal), name, code, 403)
        except Unavailable:
            return pages.silent_page(pages.join_page, name, code)
        # A page of its own, so that F5 shows the code again and does not join once more.
        response = RedirectResponse(at("/" if joined.entry_code is None else "/welcome"), status_code=303)
        return await self._signed_in(request, response, joined.person, joined.entry_code)

    async def welcome(self, request: Request) -> Response:
        """The re-entry code, for the session that has just joined."""
        language.speak(request)
        try:
            person = await self._person(request)
        except Unavailable:
            return pages.silent_page()
        site = self._site()
        session = site.session_of(request.cookies.get(COOKIE))
        code = site.entry_code_of(request.cookies.get(WELCOME), session)
        if person is None or code is None:
            return RedirectResponse(at("/" if person else "/join"), status_code=303)
        return pages.welcome_page(person.name, code)

    async def _login(self, request: Request, form: dict[str, str]) -> Response:
        login = form.get("login", "")
        site = self._site()
        try:
            person = await self._hash(partial(site.door.sign_in, login, form.get("password", ""), _address(request)))
        except Refused as refusal:
            return pages.login_page(str(refusal), login, 403)
        except Unavailable:
            return pages.silent_page(pages.login_page, login)
        return await self._signed_in(request, RedirectResponse(at("/"), status_code=303), person)

    async def _logout(self, request: Request, form: dict[str, str]) -> Response:
        site = self._site()
        await self._revoke(site, request)
        response = RedirectResponse(at("/join"), status_code=303)
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=_secure(request))
        return response

    async def _signed_in(
        self, request: Request, response: Response, person: Person, entry_code: str | None = None
    ) -> Response:
        site = self._site()
        # The previous session in this browser ends; its id is never used again.
        await self._revoke(site, request)
        session_id = await anyio.to_thread.run_sync(open_session, site.store, person)
        response.set_cookie(
            COOKIE,
            site.cookie(session_id),
            max_age=int(SESSION_LIFE.total_seconds()),
            path="/",
            httponly=True,
            samesite="lax",
            secure=_secure(request),
        )
        if entry_code is not None:
            response.set_cookie(
                WELCOME,
                site.welcome(session_id, entry_code),
                max_age=WELCOME_LIFE,
                path=at("/welcome"),
                httponly=True,
                samesite="lax",
                secure=_secure(request),
            )
        return response

    async def _revoke(self, site: Site, request: Request) -> None:
        session = site.session_of(request.cookies.get(COOKIE))
        if session is not None:
            await anyio.to_thread.run_sync(site.store.register.revoke_session, session)

    async def _person(self, request: Request) -> Person | None:
        site = self._site()
        return await anyio.to_thread.run_sync(site.person_of, site.session_of(request.cookies.get(COOKIE)))

    async def _hash(self, call: Callable[[], Result]) -> Result:
        return await anyio.to_thread.run_sync(call, limiter=self._hashing)


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


async def _form(request: Request) -> dict[str, str] | None:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            return None
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=10, errors="strict")
    except (ValueError, UnicodeDecodeError):
        return None
    return {name: values[-1] for name, values in fields.items()}
