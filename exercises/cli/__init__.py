"""The command line: each command calls the library and shows the result."""

from __future__ import annotations

from exercises.cli.entry import main

__all__ = ["main"]
