"""The web side: sign-in routes, the gate before Streamlit, and who sits at a page. Streamlit is not imported here."""

from __future__ import annotations

from exercises.web import identity, language, papers, script, server, worldmap
from exercises.web.papers import address
from exercises.web.prefix import at
from exercises.web.routes import routes
from exercises.web.script import script_address
from exercises.web.server import middleware
from exercises.web.site import DEMONSTRATION, demonstrates, shared
from exercises.web.worldmap import ADDRESS

__all__ = [
    "ADDRESS",
    "DEMONSTRATION",
    "address",
    "at",
    "demonstrates",
    "identity",
    "language",
    "middleware",
    "papers",
    "routes",
    "script",
    "script_address",
    "server",
    "shared",
    "worldmap",
]
