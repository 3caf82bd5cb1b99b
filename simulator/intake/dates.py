"""Reads a cell as a date, by the form that the mapping names. A time of day is left out; a month is its first day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from simulator.intake.mapping import SERIAL
from simulator.intake.shown import TwoMeanings, shown

Read = tuple[datetime | None, str | None]
_TIME = re.compile(
    r"(?:[T ]+(?:at )?|(?<=[0-9])-(?=[0-9]{2}:))(?:[01]?[0-9]|2[0-4])[:.h][0-5][0-9](?:[:.][0-5][0-9](?:[.,][0-9]+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?$"
)
_ZONE = re.compile(r"(?<=[0-9])(?:Z|[+-][0-9]{2}:[0-9]{2})$")
"""Behind a day without a time, as XML writes it."""
_TIME_OF_FORM = re.compile(r"[T ,-]*%[HIMSpfzZXTR].*$")
DAY_ZERO = datetime(1899, 12, 30)
"""Day 0 of spreadsheets."""
_LAST = 2_958_465  # 9999-12-31
_YEARS = range(1800, 2201)
"""Years that a declaration can name (assumption); 0024 and 9999 are slips, or mean that nothing is known."""
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


def date_reader(form: str, swapped: bool = False) -> Callable[[str], Read]:
    """Reader of dates of one form of ``strptime``, or of the day numbers of a spreadsheet.

    ``swapped``: other cells of the column have day and month the other way round, so 05/06/2024 is a fault.
    """
    if form == SERIAL:
        return _serial
    other = swapped_form(form) if swapped else ""
    day_form = _TIME_OF_FORM.sub("", form)

    def read(text: str) -> Read:
        if not text:
            return None, None
        moment = _parsed(text, form)
        if moment is None:
            moment = _parsed(_bare(text), day_form)
        if moment is None:
            return None, f"'{shown(text)}' is not a date of the form {form}{_advice(text, form)}"
        if moment.year not in _YEARS:
            return None, (
                f"'{shown(text)}' is in the year {moment.year}; correct it, or say that it is unknown, under 'values'"
            )
        if other and _parsed(_bare(text), other) not in (None, moment):
            return None, TwoMeanings(
                f"'{shown(text)}' can be two days, for other cells have the form {other}; write all in one form"
            )
        return moment, None

    return read


def swapped_form(form: str) -> str:
    """The form with day and month the other way round, without a time; "" if it does not have both as numbers."""
    day_form = _TIME_OF_FORM.sub("", form)
    if "%d" not in day_form or "%m" not in day_form:
        return ""
    return day_form.translate(str.maketrans("dm", "md"))


def is_swapped(text: str, form: str) -> bool | None:
    """Whether a cell has day and month the other way round than the form; None if it can be read in both ways."""
    own, other = _parsed(_bare(text), _TIME_OF_FORM.sub("", form)), _parsed(_bare(text), swapped_form(form))
    return None if (own is None) == (other is None) else own is None


def _bare(text: str) -> str:
    """A date without its time of day and zone."""
    return _ZONE.sub("", _TIME.sub("", text))


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
    number = text.replace(",", ".")
    if re.fullmatch(r"[0-9]{1,7}(?:\.[0-9]+)?", number) and 60 < float(number) <= _LAST:  # day 60 of 1900 never was
        return DAY_ZERO + timedelta(days=int(float(number))), None
    return None, f"'{shown(text)}' is not a day number of a spreadsheet{_advice(text, SERIAL)}"


def _advice(text: str, form: str) -> str:
    """The forms that the text could have, for the mapping."""
    bare = _bare(text)
    fitting = [other for other in FORMS if other != form and _parsed(bare, other) is not None]
    if re.fullmatch(r"[3-6][0-9]{4}(?:\.[0-9]+)?", text) and form != SERIAL:
        fitting.append(SERIAL)
    if not fitting:
        return ""
    told = " or ".join(f'"{other}"' for other in fitting[:2])
    return f"; in the mapping, date_format: {told} would read it"
