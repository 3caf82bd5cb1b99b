"""The command line: a thin skin of the library."""

from exercises.cli.entry import main

__all__ = ["main"]
