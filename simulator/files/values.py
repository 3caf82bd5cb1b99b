"""Values of data files as messages show them, without words of Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

Translate = Callable[[str], str]
MOST_CHARACTERS = 60


def N_(text: str) -> str:  # noqa: N802 - the name by which texts for translators are found
    """The text as it is; whoever shows it translates it."""
    return text


def brief(value: object, translate: Translate = str) -> str:
    """A value as people write it, cut short; a number that is too long is not shown."""
    if value is None:
        return translate(N_("empty"))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _short(repr(value))
    if isinstance(value, Mapping):
        return translate(N_("a group of keys"))
    if isinstance(value, Sequence):
        return translate(N_("a list") if value else N_("an empty list"))
    try:
        return _short(str(value))
    except ValueError:
        return translate(N_("a number without end"))


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 3]}..."
