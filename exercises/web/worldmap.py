"""The world map of every route: one picture that a browser keeps."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exercises.dossier import picture

ADDRESS = "/assets/world.svg"
WEEK = 7 * 24 * 3600


def routes() -> list[Route]:
    """The route of the map. The gate stands before it as before every page; the answer is the same for everybody."""
    return [Route(ADDRESS, _world, methods=["GET"])]


async def _world(_request: Request) -> Response:
    content = await anyio.to_thread.run_sync(picture)
    return Response(content, media_type="image/svg+xml", headers={"Cache-Control": f"public, max-age={WEEK}"})
