"""The outcome of a control, from the cells that the mapping names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from simulator.intake.mapping import Outcome

_OPPOSITES = (
    ("1", ("0",)),
    ("true", ("false",)),
    ("t", ("f",)),
    ("yes", ("no",)),
    ("y", ("n",)),
    ("oui", ("non",)),
    ("ja", ("nein", "nee", "nej", "nei")),
    ("si", ("no",)),
    ("sí", ("no",)),
    ("sim", ("não",)),
    ("да", ("нет",)),
)
"""Words whose opposite is no question; other words need ``lawful_values`` in the mapping."""
MOST_UNLISTED = 1_000
"""So many different cells are counted apart."""
_WHOLE = re.compile(r"([+-]?[0-9]+)[.,]0+")


def plain(cell: str) -> str:
    """A cell for comparison: trimmed, in small letters, and 1.0 as 1."""
    text = " ".join(cell.split()).casefold()
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def opposites(values: Iterable[str]) -> frozenset[str]:
    """The plain cells that mean the opposite, for the words that have one."""
    known = dict(_OPPOSITES)
    known |= {other: (word,) for word, others in reversed(_OPPOSITES) for other in others}
    given = set(values)
    return frozenset(other for value in given for other in known.get(value, ())) - given


def outcome_of(cell: str, outcome: Outcome, unlisted: Counter[str]) -> bool | None:
    """Whether a control found a violation; None if the cell is blank or in neither list, which is counted."""
    text = plain(cell)
    if text in outcome.violation_values:
        return True
    if text in outcome.lawful_values:
        return False
    if text:
        shown = " ".join(cell.split())[:40]
        unlisted[shown if shown in unlisted or len(unlisted) < MOST_UNLISTED else "…"] += 1
    return None
