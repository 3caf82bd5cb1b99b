"""The documents of one consignment on a separate page to print: what the desk shows of them, and nothing else."""

from __future__ import annotations

from pathlib import Path

import anyio.to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from exercises.dossier import sheets
from exercises.language import _, languages
from exercises.play import StoredAttempt
from exercises.record import StoreError, Unavailable
from exercises.web import pages
from exercises.web.policy import source_hash
from exercises.web.prefix import at
from exercises.web.site import COOKIE, Provider

STYLE = (Path(__file__).parent / "papers.css").read_text(encoding="utf-8")


def address(attempt_id: str, declaration_id: str) -> str:
    """The address of the page that prints the documents of a consignment."""
    return at(f"/papers/{attempt_id}/{declaration_id}")


def routes(site: Provider) -> list[Route]:
    """The route over a site; the gate has already refused everybody who is not signed in."""

    async def show(request: Request) -> Response:
        wish, chosen = request.headers.get("accept-language", ""), request.cookies.get(languages.COOKIE, "")
        languages.use(languages.preferred(wish, chosen))
        try:
            page = await anyio.to_thread.run_sync(_page, site, request)
        except Unavailable:
            return pages.silent_page()
        if page is None:
            return PlainTextResponse(_("You have no such documents."), status_code=404)
        policy = f"default-src 'none'; style-src {source_hash(STYLE)}; base-uri 'none'; frame-ancestors 'none'"
        return HTMLResponse(page, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})

    return [Route("/papers/{attempt_id}/{declaration_id}", show, methods=["GET"])]


def _page(site: Provider, request: Request) -> Markup | None:
    """The page; ``None`` if it does not exist or belongs to somebody else: the answer does not say which."""
    here = site()
    session = here.session_of(request.cookies.get(COOKIE))
    person = None if session is None else here.person_of(session)
    if person is None:
        return None
    try:
        attempt = StoredAttempt(here.store.desk(person.id, request.path_params["attempt_id"]))
        consignment = attempt.consignment(request.path_params["declaration_id"])
    except Unavailable:
        raise
    except StoreError:
        return None
    body = Markup().join(sheet.html for sheet in sheets(consignment, attempt.card.rules))
    if not body:
        return None
    return Markup(
        '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        "<title>{name}</title><style>{style}</style></head><body><h1>{name}</h1>{body}</body></html>"
    ).format(language=languages.current(), name=consignment.declaration_id, style=Markup(STYLE), body=body)
