"""A sentence of a data file with fields in braces; names and goods replace the fields."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator

FIELDS = ("consignee", "declared", "hidden")
"""What the story of a violation may name: the consignee, the goods declared, the goods that were there instead."""


def fields_of(sentence: str) -> tuple[str, ...]:
    """The fields of a sentence, in the order of their first use.

    >>> from generators.odds.sentence import fields_of
    >>> fields_of("{consignee} ordered {declared} for {consignee}.")
    ('consignee', 'declared')
    """
    return tuple(dict.fromkeys(field for _text, field, *_rest in Formatter().parse(sentence) if field is not None))


def _named(sentence: str) -> str:
    wrong = [f"{{{field}}}" for field in fields_of(sentence) if field not in FIELDS]
    if wrong:
        raise ValueError(f"unknown fields {', '.join(wrong)}; use {', '.join(f'{{{field}}}' for field in FIELDS)}")
    return sentence


def _nameless(sentence: str) -> str:
    if fields_of(sentence):
        raise ValueError("the story of lawful trade may not have fields in braces; remove them")
    return sentence


def nameless(sentences: Iterable[str]) -> None:
    """``ValueError`` if a sentence has a field: the story of lawful trade names nobody."""
    for sentence in sentences:
        _nameless(sentence)


Named = Annotated[str, AfterValidator(_named)]
Nameless = Annotated[str, AfterValidator(_nameless)]
