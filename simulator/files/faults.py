"""What pydantic finds wrong with values, in plain words: what is wrong, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import AfterValidator, ValidationError
from pydantic_core import ErrorDetails

from simulator.files.values import MOST_CHARACTERS, N_, Translate, brief

Key = tuple[str | int, ...]

_WANTED = {
    "int": N_("is {value}; write a whole number"),
    "float": N_("is {value}; write a number"),
    "finite": N_("is {value}; write a number"),
    "bool": N_("is {value}; write true or false"),
    "string": N_("is {value}; write a text"),
    "list": N_("is {value}; write a list such as [a, b]"),
    "tuple": N_("is {value}; write a list such as [a, b]"),
    "frozen": N_("is {value}; write a list such as [a, b]"),
    "set": N_("is {value}; write a list such as [a, b]"),
    "dict": N_("is {value}; write keys with their values"),
    "model": N_("is {value}; write keys with their values"),
    "date": N_("is {value}; write a date such as 2026-03-31"),
}
"""By the first word of pydantic's kind of fault."""
_OTHERS = {
    "missing": N_("missing; add it"),
    "extra_forbidden": N_("unknown key; correct it or take it out"),
    "invalid_key": N_("is {value}; write a text as key"),
    "literal_error": N_("is {value}; write {expected}"),
    "greater_than": N_("is {value}; write a number above {limit}"),
    "greater_than_equal": N_("is {value}; write {limit} or more"),
    "less_than": N_("is {value}; write a number below {limit}"),
    "less_than_equal": N_("is {value}; write {limit} or less"),
    "string_too_short": N_("has too few characters ({count}); write at least {limit}"),
    "string_too_long": N_("has too many characters ({count}); write at most {limit}"),
    "too_short": N_("has too few entries ({count}); write at least {limit}"),
    "too_long": N_("has too many entries ({count}); write at most {limit}"),
}
_EMPTY = N_("is empty; write a text")
_IN_QUOTES = N_("is {value}, not a text; put it in quotes")
_LIST_OR_KEYS = N_("is {value}; write a list, or keys with their values")
_UNKNOWN = N_("is {value}, which cannot be used here; correct it")


class KeyFaults(ValueError):
    """Several faults that a validator finds, each with the key below the value and the text."""

    def __init__(self, faults: Iterable[tuple[Key, str]]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{shown_key(key)}{text}" for key, text in self.faults))


def shaped(pattern: str, wanted: str) -> AfterValidator:
    """A check that a text has this form; ``wanted`` says in words what to write."""

    def checked(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"is {brief(text)}; {wanted}")
        return text

    return AfterValidator(checked)


def faults_of(error: ValidationError, translate: Translate = str) -> list[tuple[Key, str]]:
    """Each fault with its key, such as ``("documents", 2, "code")``."""
    return [fault for found in _settled(error.errors(include_url=False)) for fault in _faults(found, translate)]


def shown_key(key: Key) -> str:
    """A key as messages begin with it, such as ``documents.3.code: ``; list items count from 1."""
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in key)
    return f"{where}: " if where else ""


def _faults(found: ErrorDetails, translate: Translate) -> Iterator[tuple[Key, str]]:
    key, value, context = _plain(found), found["input"], found.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, KeyFaults):
        yield from (((*key, *below), text) for below, text in raised.faults)
    elif isinstance(raised, ValueError):
        text = str(raised)
        yield key, text.replace(value, value[:MOST_CHARACTERS]) if isinstance(value, str) and value else text
    else:
        yield key, _said(found["type"], value, context, translate)


def _said(kind: str, value: object, context: Mapping[str, Any], translate: Translate) -> str:
    limit = next((context[name] for name in ("gt", "ge", "lt", "le", "min_length", "max_length") if name in context), 0)
    count = len(value) if isinstance(value, (str, Sequence, Mapping)) else 0
    if kind == "string_too_short" and limit == 1:
        template = _EMPTY
    elif kind == "list_or_keys":
        template = _LIST_OR_KEYS
    elif kind in ("string_type", "invalid_key") and isinstance(value, (bool, int, float, date)):
        template = _IN_QUOTES
    else:
        template = _OTHERS.get(kind) or _WANTED.get(kind.split("_", maxsplit=1)[0], _UNKNOWN)
    expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
    if ", " in expected:
        expected = translate(N_("one of {choices}")).format(choices=expected)
    shown = f"{limit:g}" if isinstance(limit, float) else str(limit)
    return translate(template).format(value=brief(value, translate), expected=expected, limit=shown, count=count)


def _plain(found: ErrorDetails) -> Key:
    """The key without pydantic's own marks: ``[key]``, and which of several types a value was tried as."""
    key = found["loc"]
    if "[key]" in key or found["type"] == "invalid_key":  # the key itself has the fault, and it may be a number
        key = (*[part for part in key if part != "[key]"][:-1], brief(found["input"]).strip("'"))
    return tuple(part for part in key if not isinstance(part, str) or not _mark(part))


def _mark(part: str) -> bool:
    return re.match(r"(list|tuple|dict|function-\w+)\[", part) is not None


def _settled(found: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The faults. A value that may be a list or keys has those of the kind that it is; one fault if it is neither."""
    wrong = [_tried(one) for one in found]
    told: set[Key] = set()
    for one, tried in zip(found, wrong, strict=True):
        if not tried:
            yield one
        elif wrong.count(tried) > 1 and tried not in told:
            told.add(tried)
            yield {**one, "type": "list_or_keys"}


def _tried(found: ErrorDetails) -> Key:
    """The key of a value that is not of the type as which it was tried, one of several; empty for other faults."""
    *key, last = found["loc"] or ("",)
    shape = found["type"] in ("list_type", "tuple_type", "dict_type")
    return tuple(key) if shape and isinstance(last, str) and _mark(last) else ()
