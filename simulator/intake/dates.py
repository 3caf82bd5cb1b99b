"""Reads a cell as a date, by the form that the mapping names. A time of day is left out; a month is its first day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from simulator.intake.mapping import SERIAL
from simulator.intake.shown import shown

Read = tuple[datetime | None, str | None]
_TIME = re.compile(
    r"(?:[T ]+(?:at )?|(?<=[0-9])-(?=[0-9]{2}:))(?:[01]?[0-9]|2[0-4])[:.h][0-5][0-9](?:[:.][0-5][0-9](?:[.,][0-9]+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?$"
)
_TIME_OF_FORM = re.compile(r"[T ,-]*%[HIMSpfzZXTR].*$")
DAY_ZERO = datetime(1899, 12, 30)
"""Day 0 of spreadsheets."""
_LAST = 2_958_465  # 9999-12-31
FORMS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y/%m/%d",
    "%Y%m%d",
    "%d-%m-%Y",
    "%d-%b-%Y",
    "%Y-%m",
    "%m/%Y",
    "%Y%m",
    "%Y%m%d%H%M%S",
    "%Y%m%d%H%M%SZ",
)


def date_reader(form: str) -> Callable[[str], Read]:
    """Reader of dates of one form of ``strptime``, or of the day numbers of a spreadsheet."""
    if form == SERIAL:
        return _serial
    day_form = _TIME_OF_FORM.sub("", form)

    def read(text: str) -> Read:
        if not text:
            return None, None
        moment = _parsed(text, form)
        if moment is None:
            moment = _parsed(_TIME.sub("", text), day_form)
        if moment is None:
            return None, f"'{shown(text)}' is not a date of the form {form}{_advice(text, form)}"
        return moment, None

    return read


def _parsed(text: str, form: str) -> datetime | None:
    """The day; None if the text has another form. Digits without signs between them must be complete."""
    tight = _is_tight(form)
    if tight and re.fullmatch(r"[0-9]+\.0+", text):
        text = text.partition(".")[0]
    try:
        moment = datetime.strptime(text, form)
        if tight and len(moment.strftime(form)) != len(text):
            return None
    except ValueError:
        return None
    return datetime(moment.year, moment.month, moment.day)


@cache
def _is_tight(form: str) -> bool:
    """Whether two parts of the date stand without a sign between them."""
    return re.search(r"%[a-zA-Z]%[a-zA-Z]", form) is not None


def _serial(text: str) -> Read:
    if not text:
        return None, None
    if re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]+)?", text) and 60 < float(text) <= _LAST:  # day 60 of 1900 never was
        return DAY_ZERO + timedelta(days=int(float(text))), None
    return None, f"'{shown(text)}' is not a day number of a spreadsheet{_advice(text, SERIAL)}"


def _advice(text: str, form: str) -> str:
    """The forms that the text could have, for the mapping."""
    bare = _TIME.sub("", text)
    fitting = [other for other in FORMS if other != form and _parsed(bare, other) is not None]
    if re.fullmatch(r"[3-6][0-9]{4}(?:\.[0-9]+)?", text) and form != SERIAL:
        fitting.append(SERIAL)
    if not fitting:
        return ""
    told = " or ".join(f'"{other}"' for other in fitting[:2])
    return f"; in the mapping, date_format: {told} would read it"
