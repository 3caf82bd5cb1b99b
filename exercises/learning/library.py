"""The reference library: what a trainee can look up in the project's own data, with one search over all shelves.

It knows the reference tables and a context pack, and nothing of any batch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from exercises.language import _, languages
from exercises.learning.shelves import Entry, every_entry
from simulator.accents import without_accents
from simulator.errors import InputError
from simulator.packs import Pack, pack, packs

SHELVES = ("strategic", "flags", "codes", "countries", "lanes", "boxes", "glossary", "tariff", "older")
NUMBERED = ("strategic", "tariff", "older")
"""Shelves of commodity codes, where a number that is looked for must be the beginning of the code."""


def shelf_label(shelf: str) -> str:
    """A shelf in words."""
    return {
        "strategic": _("Strategic goods"),
        "flags": _("Red flags"),
        "codes": _("Codes of the declaration"),
        "countries": _("Hubs, licences and measures"),
        "lanes": _("Lanes, controls and means"),
        "boxes": _("Boxes of the declaration"),
        "glossary": _("Glossary"),
        "tariff": _("Tariff"),
        "older": _("Codes of older editions"),
    }[shelf]


def search(words: str, shelf: str | None = None, rules: str = "") -> tuple[Entry, ...]:
    """Entries that contain every word, shelf by shelf; the beginning of an HS code also matches.

    Case and accents do not matter. Without words, the result is the whole shelf. Shelves, and entries in a shelf, come
    first whose code or title is what was looked for, then those that have it in the title. ``rules``: the context pack
    whose codes and measures are there, by its name or folder; "" for all that ship with Redlane.
    """
    wanted = folded(words).split()
    coded = _CODE_GAP.sub("", folded(words)).split()
    there = ((entry, text) for entry, text in _index(languages.current(), rules) if shelf in (None, entry.shelf))
    if not wanted:
        return tuple(entry for entry, _text in there)
    found = [
        (entry, _rank(entry, wanted, coded))
        for entry, text in there
        if (_coded(entry, text, coded) if entry.shelf in NUMBERED else all(word in text for word in wanted))
    ]
    best: dict[str, int] = {}
    for entry, rank in found:
        best[entry.shelf] = min(rank, best.get(entry.shelf, rank))
    found.sort(key=lambda one: (best[one[0].shelf], SHELVES.index(one[0].shelf), one[1]))
    return tuple(entry for entry, _rank in found)


def _rank(entry: Entry, wanted: list[str], coded: list[str]) -> int:
    """0 for an entry whose code or title is what was looked for, 1 for one that has it in its title, 2 for others."""
    title = folded(entry.title)
    if [entry.code.casefold()] in (wanted, coded) or title == " ".join(wanted):
        return 0
    return 1 if all(word in title for word in wanted) else 2


def folded(text: str) -> str:
    """The text as the search compares it: without case and accents."""
    return without_accents(text).casefold()


_CODE_GAP = re.compile(r"(?<=[0-9])[\s.]+(?=[0-9])")
"""8414 10 and 8414.10 are the same code."""


def _coded(entry: Entry, text: str, wanted: list[str]) -> bool:
    """Whether the entry of a commodity code contains every word; a number must be the beginning of its code."""
    return all(entry.code.startswith(word) if word.isdecimal() else word in text for word in wanted)


@lru_cache(maxsize=16)
def _index(language: str, rules: str) -> tuple[tuple[Entry, str], ...]:
    """Every entry in a language, with its text folded for the search."""
    every = dict.fromkeys(every_entry(_packs(rules)))  # an office that two packs share stands once
    return tuple((one, folded(_text(one))) for one in every)


def _text(entry: Entry) -> str:
    lines = (" ".join(line) for line in entry.sheet)
    return " ".join((entry.code, entry.title, entry.text, entry.source, *lines))


def _packs(rules: str) -> Sequence[Pack]:
    if not rules:
        return [pack(name) for name in packs()]
    try:
        return [pack(rules)]
    except InputError:  # an exercise whose pack is not here any more: the library has the rest
        return []
