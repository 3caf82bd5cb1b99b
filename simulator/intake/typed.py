"""Values that have a type (of a spreadsheet or a Parquet file) as the cells that the readers of text expect.

A whole number has no ``.0``, so codes stay codes. A number has the mapping's decimal sign, and a day has the form
that the mapping names; where that form cannot hold the day, the cell stays ``2024-05-06``, and is a fault.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from collections.abc import Mapping as Dictionary
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from simulator.intake.dates import DAY_ZERO, date_reader
from simulator.intake.mapping import SERIAL, Mapping
from simulator.reference import schema

ToCell = Callable[[object], str]
_EXACT = 2**53  # above it, a float does not tell one whole number from the next


def cell_writers(mapping: Mapping) -> Dictionary[str, ToCell]:
    """For each column that the mapping reads as a number, a date or an HS code, what writes its values as cells."""
    writers: dict[str, ToCell] = {}
    for name, rule in mapping.fields.items():
        kind = schema()[name].kind
        for column in rule.columns:
            if kind == "number" and mapping.decimal != ".":
                writers[column] = lambda value: _number(value, mapping.decimal)
            elif kind == "date" and len(rule.columns) == 1:
                writers[column] = lambda value, form=rule.date_format: _day(value, form)  # type: ignore[misc]
            elif kind == "hs":
                writers[column] = _code
    return writers


def cell_of(value: object) -> str:
    """A value as a cell; nothing and not-a-number are blank."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, Decimal):
        text = format(value, "f") if value.is_finite() else ""
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime):
        day = value.replace(tzinfo=None)
        return day.date().isoformat() if day.time() == time() else day.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="backslashreplace")
    return str(value)


def _number(value: object, decimal: str) -> str:
    text = cell_of(value)
    return text.replace(".", decimal) if isinstance(value, (float, Decimal)) else text


def _code(value: object) -> str:
    """A day that a spreadsheet made of a code must not be read as one: 2009-11-01 is not heading 2009."""
    return f"{value.isoformat()} (a date)" if isinstance(value, (date, datetime)) else cell_of(value)


def _day(value: object, form: str) -> str:
    if not isinstance(value, date):
        return cell_of(value)
    moment = datetime(value.year, value.month, value.day)
    text = str((moment - DAY_ZERO) // timedelta(days=1)) if form == SERIAL else moment.strftime(form)
    return text if date_reader(form)(text)[0] == moment else cell_of(value)
