"""Cells as faults show them, and the fault of a cell of two meanings."""

from __future__ import annotations


def shown(text: str) -> str:
    """A cell as shown in a fault: one short line."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


class TwoMeanings(str):
    """The fault of a cell that can be two values of its field, and so is never guessed."""
