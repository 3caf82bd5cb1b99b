"""Reads a cell as a number, by the signs that the mapping names."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from simulator.intake.mapping import FieldRule, Mapping
from simulator.intake.shown import TwoMeanings, shown

Number = tuple[float | None, str | None]
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f]")
_BESIDE = re.compile(r"[^0-9.,-]")
"""What stands beside the digits and their signs."""
_SIGNS = re.compile(r"[^\W\d_]+|[^\w\s.,()'\"’+-]")
UNKNOWN = ("null", "none", "nan", "n/a", "na", "n.a.", "#n/a", "-", "--", "?", "nil")
_OTHER = {".": ",", ",": "."}


def number_reader(rule: FieldRule, mapping: Mapping, foreign: bool = False) -> Callable[[str], Number]:
    """Reader of one field's numbers: signs of units, thousands, brackets or a minus behind; 0 or more.

    ``foreign``: other cells of the column have the other decimal sign, so 1.234 is a fault, not a guess.
    """
    read = _Reader(rule, mapping).read
    if not foreign or mapping.thousands:
        return read
    doubtful = re.compile(rf"-?[0-9]{{1,3}}{re.escape(mapping.decimal)}[0-9]{{3}}")

    def careful(text: str) -> Number:
        if doubtful.search(text) and doubtful.fullmatch(_BESIDE.sub("", text)):
            return None, TwoMeanings(
                f"'{shown(text)}' can be two numbers, for other cells have '{_OTHER[mapping.decimal]}' as decimal sign "
                f"or '{mapping.decimal}' between thousands; state decimal and thousands in the mapping"
            )
        return read(text)

    return careful


def looks_foreign(text: str, decimal: str) -> bool:
    """Whether a number is written with ``decimal`` as thousands separator, as 1.234.567 or 1.234,50 for ``.``."""
    mark, other = re.escape(decimal), re.escape(_OTHER[decimal])
    grouped = rf"-?[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+{other}[0-9]+|-?[0-9]{{1,3}}(?:{mark}[0-9]{{3}}){{2,}}"
    return re.fullmatch(grouped, _BESIDE.sub("", text)) is not None


def has_other_decimal(text: str, decimal: str) -> bool:
    """Whether a number has the other decimal sign for certain, as 12,5 or 1.234,50 for ``.``."""
    other = re.escape(_OTHER[decimal])
    return re.fullmatch(rf"-?[0-9]+{other}[0-9]{{1,2}}", _BESIDE.sub("", text)) is not None or looks_foreign(
        text, decimal
    )


class _Reader:
    def __init__(self, rule: FieldRule, mapping: Mapping) -> None:
        self._rule, self._decimal, self._thousands = rule, mapping.decimal, mapping.thousands
        self._units = sorted({unit.strip().casefold() for unit in rule.units if unit.strip()}, key=len, reverse=True)
        mark = r"[ \u00a0\u2007\u2009\u202f]" if self._thousands == " " else "['’]" if self._thousands == "'" else None
        self._mark = mark or re.escape(self._thousands)
        end = re.escape(self._decimal)
        self._grouped = re.compile(
            rf"[+-]?(?!0)[0-9]{{1,3}}(?:{self._mark}[0-9]{{2,3}})*{self._mark}[0-9]{{3}}(?:{end}[0-9]*)?"
        )

    def read(self, text: str) -> Number:
        if not text:
            return None, None
        if _NUMBER.fullmatch(text) and self._decimal == "." and text[0] != "-":
            return self._made(text, text)
        bare, negative = self._without_signs(text)
        if self._thousands and self._grouped.fullmatch(bare):
            bare = re.sub(self._mark, "", bare)
        plain = bare if self._decimal == "." else bare.replace(".", "!").replace(self._decimal, ".")
        if not _NUMBER.fullmatch(plain):
            return None, f"'{shown(text)}' is not a number{self._advice(text, bare)}"
        value, fault = self._made(text, plain)
        if value is not None and (value < 0 or (negative and value > 0)):
            if self._rule.negative_unknown:
                return None, None
            return None, f"'{shown(text)}' is negative; write 0 or more, or say negative: unknown in the mapping"
        return (abs(value), None) if value is not None else (None, fault)

    def _made(self, text: str, plain: str) -> Number:
        number = float(plain) * self._rule.multiply
        if not math.isfinite(number):
            return None, f"'{shown(text)}' is too large; write a smaller number"
        return number, None

    def _without_signs(self, text: str) -> tuple[str, bool]:
        """The number without its units, and whether brackets or a minus behind make it negative."""
        bare = text.replace("\u2212", "-").strip()
        bare = self._without_units(bare)
        negative = False
        if bare.startswith("(") and bare.endswith(")"):
            bare, negative = self._without_units(bare[1:-1].strip()), True
        if bare.endswith("-") and len(bare) > 1:
            bare, negative = bare[:-1].strip(), True
        if bare.startswith("-") and len(bare) > 1:
            bare = "-" + self._without_units(bare[1:].strip())
        return bare, negative

    def _without_units(self, bare: str) -> str:
        for unit in self._units:
            if bare.casefold().endswith(unit):
                bare = bare[: len(bare) - len(unit)].strip()
            if bare.casefold().startswith(unit):
                bare = bare[len(unit) :].strip()
        return bare

    def _advice(self, text: str, bare: str) -> str:
        """What the mapping could say to have the cell read."""
        if text.casefold() in UNKNOWN:
            return f'; if it means unknown, say unknown: ["{shown(text)}"] in the mapping'
        if not self._thousands and looks_foreign(bare, self._decimal):
            return f"; say decimal: '{_OTHER[self._decimal]}' and thousands: '{self._decimal}' in the mapping"
        unit = _SIGNS.search(bare)
        if unit and re.search(r"[0-9]", bare) and not re.fullmatch(r"[eE]", unit[0]):
            return f"; if '{unit[0]}' is its unit or currency, say units: [\"{unit[0]}\"] under the field"
        if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", bare) and self._decimal == ".":
            said = "thousands: ','" if re.fullmatch(r"[+-]?[0-9]{1,3},[0-9]{3}", bare) else "decimal: ','"
            return f"; say {said} in the mapping if that is its meaning"
        for mark, name in ((",", "','"), (".", "'.'"), (" ", "space"), ("'", '"\'"')):
            if mark not in (self._decimal, self._thousands) and mark in _BLANKS.sub(" ", bare).replace("’", "'"):
                return f"; if {name} separates thousands, say thousands: {name} in the mapping"
        thousands = f"'{self._thousands}' between" if self._thousands else "no sign between"
        return f" (digits with '{self._decimal}', {thousands} thousands)"
