"""The path under which a proxy shows the app, such as /redlane, where it has no host name of its own."""

from __future__ import annotations

import os
import re

from simulator.errors import InputError

VARIABLE = "REDLANE_PATH"


def prefix() -> str:
    """The path in REDLANE_PATH, with a slash in front and none at the end; "" where the app has its own host name.

    Raises InputError for what is no path.
    """
    said = os.environ.get(VARIABLE, "").strip().rstrip("/")
    if said and not re.fullmatch(r"(/[A-Za-z0-9_~-]+)+", said):
        raise InputError(f"{VARIABLE}: is {said[:60]!r}; write a path such as /redlane")
    return said


def at(path: str) -> str:
    """The address of a path of ours in the browser."""
    return prefix() + path


def within(path: str) -> str:
    """The path of ours that a request asks for, whether or not the proxy has taken the prefix away."""
    before = prefix()
    return path[len(before) :] if before and path.startswith(f"{before}/") else path
