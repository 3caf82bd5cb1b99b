"""Reads one cell as a field of the schema: ``cell -> (value, fault)``; an unknown value is ``None``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import datetime

from simulator import reference
from simulator.intake.commodity import Lengths, code_reader
from simulator.intake.dates import date_reader
from simulator.intake.mapping import FieldRule, Mapping
from simulator.intake.numbers import number_reader
from simulator.intake.shown import shown
from simulator.reference import KEY, Field

Cell = str | float | datetime | None
Read = tuple[Cell, str | None]
CellReader = Callable[[str], Read]

CLOSED = {
    "declaration_type": ("EX", "IM", "TR"),
    "channel": ("freight", "courier", "post"),
    "mode_at_border": ("1", "2", "3", "4", "5"),
    "container_indicator": ("0", "1"),
}
"""Fields with a closed set of values; the mapping's ``values`` translates a source's own codes."""

_FORMULA = re.compile(r'="+([^"]*)"+')
_POWER = re.compile(r"[0-9][.,][0-9]+[eE]\+[0-9]+")
_WHOLE = re.compile(r"([0-9]+)\.0+")
_BEFORE = ("=", "'")
_HIDDEN = str.maketrans(dict.fromkeys("\ufeff\u200b\u200e\u200f", ""))
"""A byte order mark, a blank of no width and marks of direction; joiners stay, for they belong to names."""


def cleaned(cell: str, marked: bool = True, figures: bool = True) -> str:
    """A cell without what spreadsheets and exporters put around it.

    ``marked``: an apostrophe in front is no text. ``figures``: digits of other scripts, and those as wide as a Chinese
    character, become 0 to 9.
    """
    text = cell.strip()
    if not text.isascii():
        text = text.translate(_HIDDEN).strip()
        if figures:
            text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    if text[:1] not in _BEFORE:
        return text
    if found := _FORMULA.fullmatch(text):
        return found[1].strip()  # a spreadsheet's way to keep a number as text
    return text[1:].strip() if marked and text[0] == "'" else text  # the same, by a mark in front


def cell_reader(
    field: Field,
    rule: FieldRule,
    mapping: Mapping,
    lengths: Lengths | None = None,
    foreign: Collection[str] = (),
) -> CellReader:
    """Reader of the cells of one field: trims, translates by ``values``, then reads by the field's kind.

    ``lengths`` of the HS codes and the ``foreign`` fields are what a look at the columns showed (``survey.py``).
    """
    values = rule.values or {}
    folded: dict[str, set[str | None]] = {}
    for key, value in values.items():
        folded.setdefault(key.casefold(), set()).add(value)
    alike = {key: found.copy().pop() for key, found in folded.items() if len(found) == 1}
    marked = field.kind != "text"
    figures = field.kind in ("number", "date", "hs")
    coded = field.kind in ("category", "country")
    by_kind = _reader_of_kind(field, rule, mapping, lengths, field.name in foreign)

    def read(cell: str) -> Read:
        text = cleaned(cell, marked, figures)
        if text in mapping.unknown and not (field.kind == "country" and reference.country_known(text)):
            return None, None
        if values:
            whole = _WHOLE.fullmatch(text)
            for key in (text, whole[1] if whole else text):
                if key in values or key.casefold() in alike:
                    translated = values[key] if key in values else alike[key.casefold()]
                    if translated is None:
                        return None, None
                    return by_kind(translated)
        if coded and field.name in CLOSED and (whole := _WHOLE.fullmatch(text)):
            text = whole[1]
        return by_kind(text)

    return read


def _reader_of_kind(
    field: Field, rule: FieldRule, mapping: Mapping, lengths: Lengths | None, foreign: bool
) -> CellReader:
    if field.name == KEY:
        return _key
    if field.name in CLOSED:
        return lambda text: _closed(text, CLOSED[field.name])
    if field.name == "countries_of_routing":
        return lambda text: _routing(text, rule.numeric)
    if field.kind == "number":
        return number_reader(rule, mapping, foreign)
    if field.kind == "date":
        return date_reader(rule.date_format, foreign)
    if field.kind == "hs":
        return code_reader(mapping, lengths)
    if field.kind == "country":
        return lambda text: _country(text, rule.numeric)
    if field.kind == "id":
        return lambda text: (text or None, None)
    return lambda text: (text, None)


def _key(text: str) -> Read:
    if _POWER.fullmatch(text):
        return None, f"'{shown(text)}' has lost digits in a spreadsheet; export the column as text"
    return (text, None) if text else (None, "is missing; each declaration needs its own")


def _closed(text: str, allowed: tuple[str, ...]) -> Read:
    if text.upper() in allowed or not text:
        return text.upper() or None, None
    return None, f"'{shown(text)}' is not one of {', '.join(allowed)}; translate it under 'values'"


def _country(text: str, numeric: bool) -> Read:
    if not text:
        return None, None
    code, why = _meant(text, numeric)
    if code is not None:
        return code, None
    told = f": it is {why}" if why else ""
    return (
        None,
        f"'{shown(text)}' is not an ISO 3166 country{told}; translate it, or say that it is unknown, under 'values'",
    )


def _meant(text: str, numeric: bool) -> tuple[str | None, str]:
    """The country of a cell, or why there is none. A number needs a word of the mapping: offices have other lists."""
    if text[0].isdigit():
        code = reference.country_of_number(text)
        if numeric or code is None:
            return code, "" if numeric else "a number that ISO 3166 does not have"
        return None, f"{code} if it is a number of ISO 3166 (then say codes: numeric under the field)"
    return reference.country_meant(text)


def _routing(text: str, numeric: bool) -> Read:
    codes: list[str] = []
    for part in (part.strip() for part in text.split(";")) if text else ():
        code, why = _meant(part, numeric) if part else (None, "")
        if code is None:
            told = f": it is {why}" if why else ""
            return None, f"'{shown(part)}' in '{shown(text)}' is not an ISO 3166 country{told}; use the form DE;AE;TR"
        codes.append(code)
    return ";".join(codes) or None, None
