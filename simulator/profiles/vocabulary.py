"""The words of a condition: declaration-tier fields, derived facts, and their closed sets of values."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import pycountry

from simulator.derived import DERIVED
from simulator.reference import Kind, schema, sectors

_COUNTRIES = ("", *sorted(country.alpha_2 for country in pycountry.countries))
_CHOICES = {
    "declaration_type": ("EX", "IM", "TR"),
    "channel": ("freight", "courier", "post"),
    "mode_at_border": ("1", "2", "3", "4", "5"),
    "container_indicator": ("0", "1"),
}


@dataclass(frozen=True)
class Word:
    """A field in a condition: its kind, its source fields, and its values if they are a closed set."""

    name: str
    kind: Kind
    sources: tuple[str, ...]
    choices: tuple[str, ...] = ()


@cache
def words() -> Mapping[str, Word]:
    """All words by name. Later tiers are left out: a profile applies to the declaration as lodged."""
    known: dict[str, Word] = {}
    for field in schema().values():
        if field.tier != "declaration":
            continue
        choices = _CHOICES.get(field.name, ())
        if field.kind == "country":
            choices = _COUNTRIES
        elif field.name == "consignee_activity":
            choices = ("", *sectors())
        known[field.name] = Word(field.name, field.kind, (field.name,), choices)
    for fact in DERIVED.values():
        choices = _COUNTRIES if fact.kind == "country" else fact.choices
        known[fact.name] = Word(fact.name, fact.kind, fact.sources, choices)
    return MappingProxyType(known)


def suggest(name: str, known: Iterable[str]) -> str:
    """A suggestion for an unknown name, as the end of a fault; "" if no known name is similar."""
    close = difflib.get_close_matches(name, [word for word in known if word], n=2, cutoff=0.6)
    return f" (did you mean {' or '.join(close)}?)" if close else ""
