"""Our routes before a stand-in for Streamlit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from exercises.web import routes, server
from exercises.web.site import Site
from tests.exercises.web.browser import HOST, SECRET, Browser

if TYPE_CHECKING:
    from tests.conftest import School


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
    held: dict[str, int] = {}
    app = Starlette(
        routes=[
            *routes(lambda: site),
            WebSocketRoute("/_stcore/stream", _accept),
            Mount("/", routes=[Route("/{path:path}", _echo, methods=["GET", "POST", "PUT", "DELETE"])]),
        ],
        middleware=server.middleware([HOST], lambda page: held.get(page, 0), lambda: site),
    )
    return Browser(app, site, held)
