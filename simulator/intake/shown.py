"""Cells as faults show them."""

from __future__ import annotations


def shown(text: str) -> str:
    """A cell as shown in a fault: one short line."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
