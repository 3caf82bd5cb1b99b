"""Codes of older editions of the HS: what became of them, and what can still be said of their goods.

``data/hs_editions.csv`` has the codes of 2012 and 2017 that were split or moved and matter for strategic goods, with
all their heirs in HS 2022. It is not a complete correlation: of any other code that HS 2022 does not have, nothing is
known but its heading or chapter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal

from simulator.files import read_table
from simulator.reference.lists import heading_known, hs_known, load_hs
from simulator.reference.strategic_goods import strategic

Edition = Literal["2012", "2017", "2022"]
EDITIONS: tuple[Edition, ...] = ("2022", "2017", "2012")
"""Editions that a source may use; the office's own is the first."""
Level = Literal["code", "heading", "chapter"]

_GONE = frozenset({"2848", "6908", "8107", "8469", "8803"})
"""Headings of HS 2012 or 2017 that HS 2022 does not have (amendments of 2017 and 2022)."""
_DATA = files("simulator") / "data"


@dataclass(frozen=True)
class Change:
    """A code in its scope of ``edition`` and of the editions before, and its ``heirs`` in HS 2022."""

    hs6: str
    edition: Edition
    heirs: tuple[str, ...]
    source: str


@cache
def changes() -> Mapping[tuple[str, str], Change]:
    """The changes by code and edition."""
    return load_changes(_DATA)


def load_changes(folder: Traversable) -> Mapping[tuple[str, str], Change]:
    """Read and check ``hs_editions.csv`` against ``hs6.csv``; ``InputError`` with every fault."""
    columns = ("hs6", "edition", "heirs", "source")
    table = read_table(folder, "hs_editions.csv", columns, required=columns, keys=2)
    known = load_hs(folder)
    read: dict[tuple[str, str], Change] = {}
    for row in table.rows:
        edition: Edition = "2012" if table.one_of(row, "edition", EDITIONS[1:]) == "2012" else "2017"
        if not re.fullmatch(r"\d{6}", row["hs6"]):
            table.fault(row, f"hs6 {row['hs6']!r} is not six digits; keep leading zeros")
        if row["hs6"] not in known and row["hs6"][:4] not in _GONE | {code[:4] for code in known}:
            table.fault(row, f"the heading of {row['hs6']!r} is in no edition; correct the code")
        for heir in row.parts("heirs"):
            if heir not in known:
                table.fault(row, f"heir {heir!r} is not in HS 2022; correct the code")
        read[row["hs6"], row["edition"]] = Change(row["hs6"], edition, row.parts("heirs"), row["source"])
    table.checked()
    return MappingProxyType(read)


@cache
def heirs(code: str, edition: str = "2022") -> tuple[str, ...] | None:
    """What a code of an edition is in HS 2022: one or several codes; None where that is not known.

    >>> from simulator.reference import heirs
    >>> heirs("854140", "2017"), heirs("880330", "2017"), heirs("841391", "2017"), heirs("940540", "2017")
    (('854141', '854142', '854143', '854149'), ('880730',), ('841391',), None)
    """
    known = hs_known(code)
    for last in ("2012", "2017"):
        if (last >= edition or not known) and (change := changes().get((code, last))) is not None:
            return change.heirs
    return (code,) if known else None


def hs_level(code: str, edition: str = "2022") -> Level | None:
    """How well a six-digit code of an edition is known: itself, by its heading, by its chapter; None: not at all.

    >>> from simulator.reference import hs_level
    >>> [hs_level(code, "2017") for code in ("841391", "854140", "880330", "999999")], hs_level("854140")
    (['code', 'heading', 'chapter', None], None)
    """
    if hs_known(code):
        return "code"
    if edition == EDITIONS[0]:
        return None
    if heading_known(code[:4]):
        return "heading"
    return "chapter" if code[:4] in _GONE else None


@cache
def strategic_match(code: str, edition: str = "2022") -> str | None:
    """The ``match`` of the strategic goods under a code, "" if there are none; None where it is not known.

    A code that was split has the match that all its heirs have; if they differ, it is not known.

    >>> from simulator.reference import strategic_match
    >>> strategic_match("854231"), strategic_match("950300"), strategic_match("880330", "2017")
    ('ex', '', 'ex')
    >>> strategic_match("854140", "2017") is None
    True
    """
    codes = heirs(code, edition)
    if codes is None:
        return None
    found = {strategic()[heir].match if heir in strategic() else "" for heir in codes}
    return found.pop() if len(found) == 1 else None
