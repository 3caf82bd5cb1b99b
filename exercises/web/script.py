"""The script of the desk: one file that a browser keeps until its content changes."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exercises.web.prefix import at

PLACE = "/assets/desk.js"
FILE = Path(__file__).parent / "desk.js"
YEAR = 365 * 24 * 3600


def routes() -> list[Route]:
    """The route of the script. The gate stands before it as before every page."""
    return [Route(PLACE, _script, methods=["GET"])]


def script_address() -> str:
    """Where the page finds the script; another content has another address."""
    return f"{at(PLACE)}?v={_version()}"


@cache
def _version() -> str:
    return hashlib.sha256(_content()).hexdigest()[:12]


@cache
def _content() -> bytes:
    return FILE.read_bytes()


async def _script(_request: Request) -> Response:
    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
    return Response(_content(), media_type="text/javascript", headers=headers)
