"""What a cell of names holds beside a name: an address, an order wording, a second party, a branch, initials.

The whole cell is always compared. Its parts are compared too, each by itself, where signs, digits, words such as
"to the order of" (``data/screening.yaml``) or its length say that it holds more than a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from simulator.screening.spelling import latin, rules, split

_SIGNS = (("", re.compile(r"[^a-z .&'\n-]")), (" - ", re.compile(" - ")), (".", re.compile(r"[a-z]\.[a-z]\b")))
_LETTER = re.compile(r"(?<![a-z])[a-z](?![a-z'])")
_CUT = r"[\n\r\t;|/\\\\,:()\[\]{}\"<>]+|\s-+\s"
_ADDRESS = re.compile(r"\S*\d.*", re.DOTALL)
_INITIAL = re.compile(r"(?<![a-z&])([a-z])(?:\.|(?![a-z'.&]))")
_WITH_FORM = 4  # blanks of a line, with those at its ends, that can hold a name, a legal form and a place
_LONG = 7  # words, without legal forms, of a cell that is too long for a name alone


class Part(NamedTuple):
    """A part of the cell at place ``owner``: its text, and the initials that stand in it (then without them).

    ``named``: it stands where a name stands, not behind an address.
    """

    owner: int
    text: str
    initials: str
    named: bool


def parts(cells: Sequence[str]) -> list[Part]:
    """The parts of all cells that hold more than a name."""
    lines = [f" {cell} ".replace("\n", "\r").lower() for cell in cells]
    joined = "\n".join(lines)  # most cells are plain names: one look at all of them is enough
    told = frozenset(joined.split())
    starts = np.cumsum([0, *(len(line) + 1 for line in lines)])
    places = [found.start() for hint, sign in _SIGNS if hint in joined for found in sign.finditer(joined)]
    more: set[int] = set((np.searchsorted(starts, places, side="right") - 1).tolist())
    for letter in [word for word in told if len(word.strip(".")) == 1]:
        more.update(owner for owner, line in enumerate(lines) if f" {letter} " in line and not _is_form(line))
    if not _words().isdisjoint(told):
        more.update(owner for owner, line in enumerate(lines) if not _words().isdisjoint(line.split()))
    long = [owner for owner, line in enumerate(lines) if line.count(" ") > _LONG and owner not in more]
    words = split([cells[owner] for owner in long])
    more.update(owner for owner, own in zip(long, words, strict=True) if len(own) >= _LONG)
    found = [part for owner in sorted(more) for part in _parts(owner, cells[owner])]
    for owner, line in enumerate(lines):
        if line.count(" ") > _WITH_FORM and owner not in more:
            found.extend(Part(owner, name, "", named=True) for name in _before_form(line.split()))
    return found


def _before_form(words: Sequence[str]) -> list[str]:
    """The words in front of a legal form behind which more stands than a name has, if there is one."""
    forms, common = rules().forms, rules().common_words
    if not words or words[-1] in forms:
        return []
    words = [word.replace(".", "") for word in words]
    for place, word in enumerate(words[1:-1], 1):
        if word in forms and not all(other in forms or other in common for other in words[place + 1 :]):
            return [" ".join(words[:place])]
    return []


def _is_form(line: str) -> bool:
    """Whether single letters stand in a legal form alone, such as Sp z oo."""
    for form in _lettered():
        line = line.replace(f" {form} ", " ")
    return _LETTER.search(line) is None


def _parts(owner: int, cell: str) -> Iterator[Part]:
    named = True
    text = latin(cell, rules()).lower()
    if letters := "".join(_INITIAL.findall(text)):
        yield Part(owner, _INITIAL.sub(" ", text), letters, named=True)
    if number := re.match(r"\W*\d\S*\s", text):  # the street stands in front
        yield Part(owner, _ADDRESS.sub("", re.split(_CUT, text[number.end() :])[0]), "", named=True)
    for part in _cut().split(text):
        if not part:
            continue
        if _wrapper().fullmatch(part):
            named = True
            continue
        name = _ADDRESS.sub("", part).strip()
        if sum(map(str.isalpha, name)) > 2:
            yield Part(owner, name, "", named)
        named = named and name == part.strip()


@cache
def _wrapper() -> re.Pattern[str]:
    known = sorted({latin(text, rules()).lower() for text in rules().wrappers}, key=len, reverse=True)
    return re.compile("|".join(r"\s+".join(map(re.escape, text.split())) for text in known))


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])({_wrapper().pattern})(?![a-z0-9])|{_CUT}")


@cache
def _words() -> frozenset[str]:
    """Words of which one is in every cell with a wrapper or a branch."""
    known = (latin(text, rules()).lower().split() for text in (*rules().wrappers, *rules().branches))
    return frozenset(max(words, key=len) for words in known) - rules().common_words


@cache
def _lettered() -> list[str]:
    """Legal forms with a word of one letter."""
    return [form for form, words in rules().long_forms if min(map(len, words)) == 1]
