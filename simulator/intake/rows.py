"""Rows below a header that are no declarations: blank ones, totals and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOTALS = re.compile(
    r"(?:grand |sub-?)?totals?(?: general| général)?|total(?:e|es|en)?|sum(?:me|a|s)?|somme|gesamt(?:summe)?|sous-total"
    r"|subtotal|итого|всего|合计|合計|總計|总计|합계|총계|المجموع",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"(?:grand |sub-?)?totals?\b", re.IGNORECASE)
_PHRASE = re.compile(r"[^\W\d]\S*\s+\S")
_FIGURE = re.compile(r"[0-9 .,'-]+")
_LEAST_BLANK = 0.5
"""A row of totals or a note has no text in at least this share of its cells (assumption)."""


def row_fault(cells: Sequence[str], numbered: bool = False) -> str | None:
    """Why a row is no declaration, or None. ``numbered``: rows have no id but their number, so that totals have one."""
    blank = cells.count("") + sum(map(str.isspace, cells))
    if blank < len(cells) * _LEAST_BLANK or len(cells) < 2:
        return None
    words = [text for cell in cells if (text := cell.strip())]
    if not words:
        return "is blank; delete it"
    if _TOTALS.fullmatch(words[0].rstrip(" :.")) or _ENGLISH.match(words[0]):
        return f"is a row of totals ('{words[0][:20]}'), not a declaration; delete it"
    if len(words) == 1 and len(cells) > 2 and _PHRASE.search(words[0]):
        return f"has nothing but '{words[0][:40]}': a title or note, not a declaration; delete it"
    if numbered and not cells[0].strip() and all(_FIGURE.fullmatch(word) for word in words):
        return "has a blank first cell and nothing but numbers: a row of totals, not a declaration; delete it"
    return None
