"""The command line: a thin skin of the library."""

from __future__ import annotations

from exercises.cli.entry import main

__all__ = ["main"]
