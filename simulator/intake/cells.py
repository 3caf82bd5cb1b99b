"""Reads one cell as a field of the schema: ``cell -> (value, fault)``; an unknown value is ``None``."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime

from simulator import reference
from simulator.intake.mapping import FieldRule, Mapping
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

_NUMBER = re.compile(r"\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_NEGATIVE = re.compile(r"-[0-9.].*")
_NATIONAL_LENGTHS = (6, 8, 10)


def cell_reader(field: Field, rule: FieldRule, mapping: Mapping) -> CellReader:
    """Reader of the cells of one field: trims, translates by ``values``, then reads by the field's kind."""
    values = rule.values or {}
    by_kind = _reader_of_kind(field, rule, mapping)

    def read(cell: str) -> Read:
        text = cell.strip()
        if text in values:
            translated = values[text]
            if translated is None:
                return None, None
            text = translated
        return by_kind(text)

    return read


def _reader_of_kind(field: Field, rule: FieldRule, mapping: Mapping) -> CellReader:
    if field.name == KEY:
        return _key
    if field.name in CLOSED:
        return lambda text: _closed(text, CLOSED[field.name])
    if field.name == "countries_of_routing":
        return _routing
    if field.kind == "number":
        return lambda text: _number(text, mapping.decimal, rule.multiply)
    if field.kind == "date":
        return lambda text: _date(text, rule.date_format)
    if field.kind == "hs":
        return lambda text: _hs(text, mapping.hs_edition)
    if field.kind == "country":
        return _country
    if field.kind == "id":
        return lambda text: (text or None, None)
    return lambda text: (text, None)


def _key(text: str) -> Read:
    return (text, None) if text else (None, "is missing; each declaration needs its own")


def _closed(text: str, allowed: tuple[str, ...]) -> Read:
    if text in allowed or not text:
        return text or None, None
    return None, f"'{_shown(text)}' is not one of {', '.join(allowed)}; translate it under 'values'"


def _number(text: str, decimal: str, multiply: float) -> Read:
    if not text:
        return None, None
    plain = text if decimal == "." else text.replace(".", "!").replace(decimal, ".")
    if _NEGATIVE.fullmatch(plain):
        return None, f"'{_shown(text)}' is negative; write 0 or more"
    if not _NUMBER.fullmatch(plain):
        return None, f"'{_shown(text)}' is not a number (digits with '{decimal}', no thousands separators)"
    number = float(plain) * multiply
    return (number, None) if math.isfinite(number) else (None, f"'{_shown(text)}' is too large; write a smaller number")


def _date(text: str, form: str) -> Read:
    if not text:
        return None, None
    try:
        moment = datetime.strptime(text, form)
    except ValueError:
        return None, f"'{_shown(text)}' is not a date of the form {form}"
    return (moment.replace(tzinfo=None), None)


def _hs(text: str, edition: str) -> Read:
    if not text:
        return None, None
    digits = text.replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in _NATIONAL_LENGTHS:
        lost = " (a leading zero lost?)" if digits.isdigit() and len(digits) in (5, 7, 9) else ""
        return None, f"'{_shown(text)}' is not an HS code of 6, 8 or 10 digits{lost}"
    code = digits[:6]
    if reference.hs_known(code):
        return code, None
    if edition == "2022":
        return None, f"'{code}' is not in HS 2022; correct the code"
    if reference.heading_known(code[:4]):
        return code, None
    return None, f"'{code}' is not in HS 2022, nor is its heading '{code[:4]}'; correct the code"


def _country(text: str) -> Read:
    if not text:
        return None, None
    code = text.upper()
    if reference.country_known(code):
        return code, None
    return None, f"'{_shown(text)}' is not an ISO 3166 country; if it means unknown, say so under 'values'"


def _routing(text: str) -> Read:
    codes = [part.strip().upper() for part in text.split(";")] if text else []
    for code in codes:
        if not reference.country_known(code):
            return None, f"'{_shown(code)}' in '{_shown(text)}' is not an ISO 3166 country; use the form DE;AE;TR"
    return ";".join(codes) or None, None


def _shown(text: str) -> str:
    """A cell as shown in a fault: one short line."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
