"""Which field the name of a column means: names in several languages, without case, accents and units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from rapidfuzz.distance import Levenshtein

from simulator.accents import without_accents
from simulator.files import read_table
from simulator.intake.wco_xml import elements
from simulator.reference import schema

EXTRA = ("item", "year", "month", "day", "outcome")
"""What a column can hold beside fields: parts of the id and of the date, and the finding of a control."""
_WHOLE = ("item", "year", "month", "day")
"""Meanings that only a whole name has: "item price" is no number of an item."""
SURE = 3
_UNITS = frozenset("kg kgs kgm eur euro usd gbp krw try inr in iso iso2 iso3 alpha2 alpha3".split())
_SMALL = frozenset("of the de du des d l la le les der des von del do da di no".split())
_BOX = re.compile(r"^(?:box|case|feld|casilla|casa)\s*([0-9]{1,2}[a-e]?|[a-j])\b\s*")
_NUMBERS = frozenset("id no nr number code tin vat eori nif nit ruc cnpj nummer numero key".split())
"""Words behind the name of a party that make it the party's number."""
_ENOUGH_LETTERS = 6  # shorter names are not taken for others with a typing error


@dataclass(frozen=True)
class Meaning:
    """A field that a name can mean. ``score``: 3 is sure, 2 has other words beside it, 1 is one letter away."""

    field: str
    score: float
    why: str = ""


def load_header_words(folder: Traversable) -> Mapping[str, tuple[str, ...]]:
    """Read and check ``header_words.csv``: field by plain name. One name can mean several fields."""
    columns = ("field", "words", "source")
    table = read_table(folder, "header_words.csv", columns, required=columns)
    found: dict[str, tuple[str, ...]] = {}
    for row in table.rows:
        field = table.one_of(row, "field", [*schema(), *EXTRA])
        for word in row.parts("words"):
            plain = plain_name(word)
            if field not in found.get(plain, ()):  # languages share words
                found[plain] = (*found.get(plain, ()), field)
    table.checked()
    return MappingProxyType(found)


@cache
def header_words() -> Mapping[str, tuple[str, ...]]:
    """The fields by the plain names that mean them, with the names that Redlane itself shows."""
    told = dict(load_header_words(files("simulator") / "data"))
    for field in schema().values():
        if field.tier == "declaration":
            for name in (field.name, field.label):
                told.setdefault(plain_name(name), (field.name,))
    return MappingProxyType(told)


def plain_name(name: str) -> str:
    """A name in small letters, without accents, signs and the words of units."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = re.sub(r"[\W_]+", " ", without_accents(apart).casefold().replace("ı", "i")).split()
    kept = [word for word in words if word not in _UNITS] or words
    return " ".join(kept)


def meanings(name: str) -> list[Meaning]:
    """The fields that a column's name can mean, the likeliest first."""
    if name in elements():
        return [Meaning(elements()[name], SURE)]
    plain = plain_name(name)
    box = _BOX.match(plain)
    rest = plain[box.end() :] if box else plain
    known = header_words()
    found: dict[str, Meaning] = {}
    for text in dict.fromkeys((plain, rest, _bare(rest))):
        for field in known.get(text, ()):
            found.setdefault(field, Meaning(field, SURE))
    words = set(rest.split())
    for told, fields in known.items():
        parts = set(told.split())
        if _bare(told) == _bare(rest) != "":
            score, why = float(SURE), ""
        elif parts <= words and len(told) > 2:
            share = sum(map(len, parts)) / sum(map(len, words))
            score, why = 1 + share, f"'{told}' stands in the name"
        elif min(len(told), len(rest)) >= _ENOUGH_LETTERS and Levenshtein.distance(told, rest, score_cutoff=1) == 1:
            score, why = 1.5, f"the name is like '{told}'"
        else:
            continue
        for field in fields:
            if field in _WHOLE and score < SURE:
                continue
            if field.endswith("_name") and words & _NUMBERS and not parts & _NUMBERS:
                field = field.replace("_name", "_id")
            if field not in found or found[field].score < score:
                found[field] = Meaning(field, score, why)
    if box and not found:
        boxed = [f.name for f in schema().values() if box[1] in f.sad_box.casefold().replace("(", " ").split()]
        found = {field: Meaning(field, 1, f"box {box[1]} of the SAD") for field in boxed}
    return sorted(found.values(), key=lambda meaning: -meaning.score)


def _bare(name: str) -> str:
    return " ".join(word for word in name.split() if word not in _SMALL)
