"""The entry of the app: Streamlit's pages behind Redlane's sign-in, without logic. `redlane serve` runs it."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread
import streamlit as st

from exercises.views import settled
from exercises.web import middleware, papers, routes, script, shared, worldmap

# Imported before the first visitor comes, who would otherwise wait seconds for them.
HEAVY = (
    "altair",
    "sklearn.ensemble",
    "exercises.views.instructor.compose",
    "exercises.views.trainee.debrief.page",
    "exercises.views.trainee.desk.page",
)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the store and import slow modules before the app serves the first page."""
    settled.options()
    settled.turns()
    await anyio.to_thread.run_sync(shared)
    for name in HEAVY:
        await anyio.to_thread.run_sync(importlib.import_module, name)
    settled.memory()
    yield {}


app = st.App(
    "exercises/views/main.py",
    lifespan=lifespan,
    routes=[*routes(shared), *papers.routes(shared), *worldmap.routes(), *script.routes()],
    middleware=middleware(st.get_option("server.allowedHosts"), settled.uploaded),
)
