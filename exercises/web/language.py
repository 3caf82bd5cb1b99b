"""The language of a browser: what the browser asks for, what the person chose, and the links to choose with."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from exercises.language import _, languages
from exercises.web.prefix import at, within

LIFE = 365 * 24 * 3600
"""Seconds that a browser keeps the choice."""


def links() -> Markup:
    """Links to every language, each in its own words; the one in use is no link."""
    here = languages.current()
    words = [
        Markup('<span aria-current="true">{}</span>').format(languages.name(code))
        if code == here
        else Markup('<a href="{2}" lang="{0}" hreflang="{0}" target="_self">{1}</a>').format(
            code, languages.name(code), at(f"/language/{code}")
        )
        for code in languages.available()
    ]
    return Markup('<nav class="rl-languages" aria-label="{}">{}</nav>').format(_("Language"), Markup(" · ").join(words))


async def choose(request: Request) -> Response:
    """Keep the language a person chose, and go back to the page they chose it on."""
    code = request.path_params["code"]
    if code not in languages.available():
        speak(request)
        return PlainTextResponse(_("There is no such language here."), status_code=404)
    response = RedirectResponse(_page_before(request), status_code=303, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        languages.COOKIE,
        code,
        max_age=LIFE,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def speak(request: HTTPConnection) -> None:
    """Use the language that the person chose, or else the one the browser asks for."""
    wish, chosen = request.headers.get("accept-language", ""), request.cookies.get(languages.COOKIE, "")
    languages.use(languages.preferred(wish, chosen))


def _page_before(request: Request) -> str:
    """Path and query of our page that the link was on; "/" where the browser does not say or the page is not ours."""
    before = urlsplit(request.headers.get("referer", ""))
    # Two slashes, or a slash and a backslash, would name another host.
    ours = before.netloc == request.headers.get("host") and re.match(r"/(?![/\\])", before.path)
    if not ours or within(before.path).startswith("/language/"):
        return at("/")
    return f"{before.path}?{before.query}" if before.query else before.path
