"""The language of what people read: gettext catalogues, chosen for each rerun, never installed for the process.

Texts are written in English and wrapped in `_()`. A view calls `use(language)` at the start of a rerun; other threads
are not affected.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "redlane"
SOURCE = "en"
FOLDER = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("redlane_language", default=SOURCE)


def use(language: str) -> None:
    """Choose the language of this thread's or task's texts; one without a catalogue reads English."""
    _language.set(language)


def current() -> str:
    """The language chosen here."""
    return _language.get()


def available() -> list[str]:
    """Languages with a catalogue, English first."""
    found = sorted(path.parts[-3] for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return [SOURCE, *(language for language in found if language != SOURCE)]


def preferred(accept_language: str) -> str:
    """The best available language for a browser's Accept-Language header."""
    wishes = []
    for position, entry in enumerate(accept_language.split(",")[:20]):
        tag, _sep, quality = entry.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        wishes.append((-weight, position, tag.strip().lower().partition("-")[0]))
    known = available()
    return next((language for _weight, _position, language in sorted(wishes) if language in known), SOURCE)


def _(text: str) -> str:
    """The text in the language in use."""
    # gettext answers the empty text with the catalogue's header.
    return _catalogue(_language.get()).gettext(text) if text else text


def ngettext(singular: str, plural: str, number: int) -> str:
    """The text for a number of things, by the plural rules of the language in use."""
    return _catalogue(_language.get()).ngettext(singular, plural, number)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language not in available():
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, FOLDER, languages=[language], fallback=True)
