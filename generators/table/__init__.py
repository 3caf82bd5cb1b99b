"""Columns of bulk data: coded texts, numbers, tables, and a fingerprint of their content."""

from __future__ import annotations

from generators.table import fingerprint
from generators.table.columns import BLANK, Coded, Column, category, frame, joined, numbered, plain, table
from generators.table.fingerprint import NOTHING, Fingerprint, add

__all__ = [
    "BLANK",
    "NOTHING",
    "Coded",
    "Column",
    "Fingerprint",
    "add",
    "category",
    "fingerprint",
    "frame",
    "joined",
    "numbered",
    "plain",
    "table",
]
