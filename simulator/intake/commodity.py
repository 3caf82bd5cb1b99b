"""Reads a cell as an HS code: its first six digits, whatever a spreadsheet or an exporter did to it.

A national code has the six digits of the HS and its own behind them. A cell whose groups show where the heading ends
(``0901.11.00``, ``901.11``) is read by them. Any other cell is counted: it is a code of its own length, or of one
digit more if a zero in front was lost. Where both are codes of the HS, the lengths that the file uses decide; where
they do not, the cell is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.intake.mapping import Mapping
from simulator.intake.shown import TwoMeanings, shown
from simulator.reference import EDITIONS, heirs, hs_known, hs_level

Read = tuple[str | None, str | None]
SHORTEST, LONGEST = 6, 14
MOST_RESTORED = 100_000
_CLEAN = re.compile(r"[\s\u00a0\u2009\u202f]+")
_FLOAT = re.compile(r"([0-9]{5,})[.,]0+")
_THOUSANDS = re.compile(r"[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})+|[0-9]{1,3},[0-9]{3}|[0-9]{3}\.[0-9]{3}")
_NAME = re.compile(r"(?:ex|hs|hsn|hts|cn|kn|ncm|taric)?[ .:#-]*(?=[0-9])", re.IGNORECASE)
"""What may stand before a code: the name of the nomenclature, or *ex* for a part of the code."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u00b7": "."})
_CHECK_LETTER = re.compile(r"(?<=[0-9])[ -]?[A-Za-z]{1,2}")
_POWER = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
_PLAUSIBLE = (6, 8, 9, 10, 11, 12)
"""Lengths of codes that administrations use; others must be stated or shown by the column."""


@dataclass(frozen=True)
class Digits:
    """A cell as digits. ``anchored``: its groups show where the heading begins, so that no zero can be missing."""

    digits: str
    anchored: bool


@dataclass
class Lengths:
    """The lengths of the codes of a file: as the mapping states them, else as the column shows them.

    ``seen``: cells by length that can only be whole codes. ``restored``: different cells whose lost zero was put back.
    """

    edition: str
    stated: tuple[int, ...] = ()
    seen: dict[int, int] = field(default_factory=dict)
    restored: set[str] = field(default_factory=set)

    def look(self, cell: str) -> None:
        """Take note of a cell of the column, before any is read."""
        found = digits_of(cell)
        if found is None or not SHORTEST <= len(found.digits) <= LONGEST:
            return
        whole = found.digits[:6]
        if found.anchored or (
            hs_level(whole, self.edition) is not None and hs_level(f"0{whole[:5]}", self.edition) is None
        ):
            self.seen[len(found.digits)] = self.seen.get(len(found.digits), 0) + 1

    @property
    def used(self) -> tuple[int, ...]:
        """The lengths, shortest first."""
        return self.stated or tuple(sorted(self.seen))

    def possible(self, length: int) -> bool:
        """Whether a code of the file can have this length, as far as is known."""
        return length in self.used or (not self.stated and (length in _PLAUSIBLE or not self.seen))


def code_reader(mapping: Mapping, lengths: Lengths | None = None) -> Callable[[str], Read]:
    """Reader of the HS codes of one file."""
    return _Reader(mapping.hs_edition, lengths or Lengths(mapping.hs_edition, mapping.digits)).read


def digits_of(cell: str) -> Digits | None:
    """The digits of a cell without the signs around them; None if it is not made like a code."""
    text = cell if cell.isascii() else cell.translate(_DASHES)
    text = _CLEAN.sub(" ", text).strip().strip(".-/ ")
    if found := _NAME.match(text):
        text = text[found.end() :]
    text = _CHECK_LETTER.sub("", text) if _CHECK_LETTER.search(text) and _ends_in_letters(text) else text
    if text.isascii() and text.isdigit():
        return Digits(text, False)
    if not re.fullmatch(r"[0-9][0-9., /-]*", text):
        return None
    if found := _FLOAT.fullmatch(text):
        return Digits(found[1], False)
    if _THOUSANDS.fullmatch(text):
        return Digits(re.sub(r"[., ]", "", text), False)
    if "," in text:
        return None
    return _grouped(text)


def _ends_in_letters(text: str) -> bool:
    return re.fullmatch(r"[0-9][0-9. /-]*[ -]?[A-Za-z]{1,2}", text) is not None


def _grouped(text: str) -> Digits | None:
    """Groups of digits: the first are the heading, or the chapter and the rest of the heading; a zero may be lost."""
    groups = [group for group in re.split(r"[. /-]+", text) if group]
    first = len(groups[0])
    digits = "".join(groups)
    if first in (3, 4) and len(groups) > 1:
        return Digits(digits.zfill(len(digits) + 4 - first), True)
    if first in (1, 2) and len(groups) > 1 and len(groups[1]) == 2:
        return Digits(digits.zfill(len(digits) + 2 - first), True)
    if first in (5, 6) and len(groups) > 1:
        return Digits(digits.zfill(len(digits) + 6 - first), True)
    return Digits(digits, False)


class _Reader:
    def __init__(self, edition: str, lengths: Lengths) -> None:
        self._edition, self._lengths = edition, lengths

    def read(self, text: str) -> Read:
        if not text:
            return None, None
        if _POWER.fullmatch(text):
            return None, f"'{shown(text)}' has lost digits in a spreadsheet; export the column as text"
        found = digits_of(text)
        if found is None:
            return None, f"'{shown(text)}' is not an HS code; write its digits"
        if sum(len(re.sub(r"\D", "", part)) >= SHORTEST for part in re.split(r"[ /-]+", text)) > 1:
            return None, f"'{shown(text)}' holds two codes; give each item a row of its own"
        if found.anchored:
            if found.digits[0] == "0" and text.lstrip()[0] != "0":
                self._restored(text)
            return self._whole(text, found.digits)
        return self._counted(text, found.digits)

    def _whole(self, text: str, digits: str) -> Read:
        if not SHORTEST <= len(digits) <= LONGEST:
            zero = " (a zero lost at the end?)" if len(digits) < SHORTEST else ""
            return None, f"'{shown(text)}' is not an HS code of {SHORTEST} to 12 digits{zero}"
        return self._known(digits[:6])

    def _counted(self, text: str, digits: str) -> Read:
        """A cell without groups: of its own length, or with a lost zero."""
        length, lengths = len(digits), self._lengths
        ways: dict[str, str] = {}
        if SHORTEST <= length <= LONGEST and lengths.possible(length):
            ways["whole"] = digits[:6]
        certain = length in lengths.used and length + 1 not in lengths.used
        can_lack = not digits.startswith("0") and length + 1 >= SHORTEST and lengths.possible(length + 1)
        if can_lack and not ("whole" in ways and certain) and not (length == SHORTEST and 7 not in lengths.used):
            ways["lost"] = f"0{digits}"[:6]
        known = {way: code for way, code in ways.items() if self._level(code) is not None}
        exact = {way: code for way, code in known.items() if self._exact(code)} or known
        if len(set(exact.values())) > 1:
            return None, TwoMeanings(
                f"'{shown(text)}' can be {exact['whole']} or, with a lost zero, {exact['lost']}; "
                f"state the digits of the codes in the mapping, as digits: {length} or digits: {length + 1}"
            )
        if exact:
            way, code = next(iter(exact.items()))
            if way == "lost":
                self._restored(text)
            return code, None
        if ways:
            return self._known(next(iter(ways.values())), lost="whole" not in ways)
        return None, self._wrong_length(text, length)

    def _restored(self, text: str) -> None:
        if len(self._lengths.restored) < MOST_RESTORED:
            self._lengths.restored.add(text)

    def _level(self, code: str) -> str | None:
        return hs_level(code, self._edition)

    def _exact(self, code: str) -> bool:
        return hs_known(code) or heirs(code, self._edition) is not None

    def _known(self, code: str, lost: bool = False) -> Read:
        if self._level(code) is not None:
            return code, None
        zero = " (a leading zero lost?)" if lost else ""
        if self._edition != EDITIONS[0]:
            return None, f"'{code}' is not in HS 2022, nor is its heading '{code[:4]}'{zero}; correct the code"
        older = next((edition for edition in EDITIONS[1:] if heirs(code, edition)), None)
        if older is None:
            return None, f"'{code}' is not in HS 2022{zero}; correct the code"
        now = ", ".join(heirs(code, older) or ())
        return None, f"'{code}' is not in HS 2022{zero}, but in HS {older} (now {now}); state hs_edition: \"{older}\""

    def _wrong_length(self, text: str, length: int) -> str:
        lost = " (a leading zero lost?)" if length + 1 in (6, 8, 10) else ""
        if self._lengths.stated:
            told = " or ".join(map(str, self._lengths.stated))
            return (
                f"'{shown(text)}' has {length} digits{lost}, but the mapping states digits: {told}; correct one of them"
            )
        return f"'{shown(text)}' is not an HS code of {SHORTEST} to 12 digits{lost}"
