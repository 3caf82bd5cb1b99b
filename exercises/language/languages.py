"""The language of what people read: gettext catalogues, and figures, dates and countries as the language writes them.

Texts are written in English and wrapped in `_()`. A view calls `use(language)` at the start of a rerun; nothing is
installed for the process, so other threads are not affected. docs/languages.md says how a language is added.
"""

from __future__ import annotations

import datetime as dt
import gettext
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, dates, numbers

from simulator import reference

DOMAIN = "redlane"
SOURCE = "en"
FOLDER = Path(__file__).parents[1] / "locale"
COOKIE = "redlane_language"
"""Where a browser keeps the language that a person chose."""

_language: ContextVar[str] = ContextVar("redlane_language", default=SOURCE)

# The texts are British English, and set a narrow space before the per cent sign (ISO 80000-1).
_REGIONS = {SOURCE: "en_GB"}
_PERCENT = {SOURCE: "#,##0\u202f%"}


def use(language: str) -> None:
    """Choose the language of this thread's or task's texts; a language without a catalogue reads English."""
    _language.set(language)


def current() -> str:
    """The language chosen here."""
    return _language.get()


@cache
def available() -> list[str]:
    """Languages with a catalogue, English first; kept after the first call, because every rerun of a page asks."""
    found = sorted(path.parts[-3] for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return [SOURCE, *(language for language in found if language != SOURCE)]


@cache
def name(language: str) -> str:
    """What a language calls itself: English, Français."""
    own = Locale.parse(language).get_language_name(language) or language
    return own[:1].upper() + own[1:]


def preferred(accept_language: str, chosen: str = "") -> str:
    """The language that a person chose, if it is available; otherwise the best one for a browser's Accept-Language
    header."""
    known = available()
    if chosen in known:
        return chosen
    wishes = []
    for position, entry in enumerate(accept_language.split(",")[:20]):
        tag, _sep, quality = entry.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        wishes.append((-weight, position, tag.strip().lower().partition("-")[0]))
    return next((language for _weight, _position, language in sorted(wishes) if language in known), SOURCE)


def _(text: str) -> str:
    """The text in the language in use."""
    # gettext answers the empty text with the catalogue's header.
    return _catalogue(_language.get()).gettext(text) if text else text


def N_(text: str) -> str:  # noqa: N802 (the name that translators' tools know)
    """Mark a text for the catalogues; it is stored in English and translated where it is shown."""
    return text


def ngettext(singular: str, plural: str, number: int) -> str:
    """The text for a number of things, by the plural rules of the language in use."""
    return _catalogue(_language.get()).ngettext(singular, plural, number)


def number(value: float, decimals: int = 0) -> str:
    """A figure: 88,000.5 or 88 000,5; never −0."""
    return _number(_language.get(), _unsigned_zero(float(value), decimals), decimals)


def signed(value: float, decimals: int = 0) -> str:
    """A figure that has its sign, unless it is 0 as written."""
    return ("+" if _unsigned_zero(value, decimals) > 0 else "") + number(value, decimals)


def percent(share: float, decimals: int = 0) -> str:
    """A share of 1 in per cent."""
    return _percent(_language.get(), _unsigned_zero(float(share), decimals + 2), decimals)


def _unsigned_zero(value: float, decimals: int) -> float:
    """The value, or 0 where nothing of it is left with these decimals: "−0.0" says nothing."""
    return value if abs(value) > 0.5 * 10.0**-decimals else 0.0


def span(low: float, high: float, decimals: int = 0) -> str:
    """Two figures as a range in words, because either may be below 0."""
    return _("{low} to {high}").format(low=number(low, decimals), high=number(high, decimals))


def money(amount: float, currency: str) -> str:
    """An amount in whole units with its currency's code, as in declarations."""
    return f"{number(amount)}\u00a0{currency}"


def date(value: dt.date) -> str:
    """A day, with its month in letters: 5 Mar 2031."""
    return _date(_language.get(), value.year, value.month, value.day)


def moment(value: dt.datetime) -> str:
    """A day and time to the minute, in the server's local time; ``value`` knows its zone."""
    locale, local = _locale(_language.get()), value.astimezone().replace(tzinfo=None)
    joined: str = locale.datetime_formats["medium"]
    return joined.replace("{1}", date(local)).replace("{0}", dates.format_time(local, "short", locale=locale))


def day_order() -> str:
    """How the language writes a day in figures: DD/MM/YYYY, with its own order and its own sign between them."""
    pattern = _locale(_language.get()).date_formats["short"].pattern
    order = list(dict.fromkeys(letter for letter in pattern if letter in "dMy"))
    sign = next((letter for letter in pattern if letter in "/.-"), "/")
    return sign.join({"d": "DD", "M": "MM", "y": "YYYY"}[letter] for letter in order)


def country(code: str) -> str:
    """A country's name: in English from the reference where it is there, otherwise the language's own name from the
    Unicode CLDR through Babel, which also knows the flags of ships. An unknown code is returned as it is.
    """
    return _country(_language.get(), code)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language not in available():
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, FOLDER, languages=[language], fallback=True)


# Babel writes a number in some 7 µs; the same figures come again at every rerun.
@lru_cache(maxsize=16_384)
def _number(language: str, value: float, decimals: int) -> str:
    locale = _locale(language)
    value = value if round(value, decimals) else 0.0  # no figure is "-0.0"
    return str(_pattern(locale.decimal_formats[None].pattern, decimals).apply(value, locale))


@lru_cache(maxsize=4_096)
def _percent(language: str, share: float, decimals: int) -> str:
    locale = _locale(language)
    shape = _PERCENT.get(language) or locale.percent_formats[None].pattern
    return str(_pattern(shape, decimals).apply(share, locale))


@cache
def _pattern(shape: str, decimals: int) -> numbers.NumberPattern:
    """The locale's pattern with this number of decimals; grouping, signs and the place of "%" stay."""
    whole, _point, rest = shape.partition(".")
    return numbers.parse_pattern(whole.replace("0", "0." + "0" * decimals if decimals else "0") + rest.lstrip("0#"))


@lru_cache(maxsize=4_096)
def _date(language: str, year: int, month: int, day: int) -> str:
    return dates.format_date(dt.date(year, month, day), "medium", locale=_locale(language))


@cache
def _country(language: str, code: str) -> str:
    if language == SOURCE and (known := reference.countries().get(code)):
        return known.name
    return str(_locale(language).territories.get(code, code))


@cache
def _locale(language: str) -> Locale:
    """How a language writes figures and dates; English for one without a catalogue."""
    known = language if language in available() else SOURCE
    return Locale.parse(_REGIONS.get(known, known))
