"""The words that declare goods: texts at three levels of precision, and the goods that each text names.

Ordinary texts are the wordings of the code in the tariff (``simulator/data/tariff.csv``). Exact ones are trade names
(``data/wordings.yaml``) or the code's wordings with a maker's name and a model. Vague texts are those of the chapter
and name no particular goods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal
from zlib import crc32

import numpy as np
import pyarrow as pa
from pydantic import RootModel

from generators.facts import varieties
from generators.facts.names import pools
from generators.odds import Lists, shelf
from simulator.draws import Ints
from simulator.errors import InputError
from simulator.files import read_yaml
from simulator.reference import Good, chapters, goods, package_types

Precision = Literal["exact", "ordinary", "vague"]
PRECISION: tuple[Precision, ...] = ("exact", "ordinary", "vague")
_EXACT = 3  # exact texts of a code, if it has as many wordings
_MACHINES = range(84, 94)  # chapters whose goods bear the model of their maker
_FARM, _ART = range(1, 25), 97  # chapters whose goods are sold by the lot, as all goods in bulk are
_LETTERS = "BCDFGHKLMNPRSTVX"


class Catalogue(RootModel[dict[str, list[str]]]):
    """Trade names by HS code, as in ``data/wordings.yaml``."""


@dataclass(frozen=True)
class Wordings:
    """Every text once; ``of[precision]`` lists the texts of each good of the shelf.

    ``owner`` gives for each text the six-digit code that it names ("" if vague) and its precision; ``variety`` for each
    text what it says of the kind of its goods, see ``varieties``; (texts,).
    """

    texts: pa.Array
    of: tuple[Lists, Lists, Lists]
    owner: Mapping[str, tuple[str, int]]
    variety: Ints

    def level(self, text: str, code: str) -> int:
        """Level of ``goods.wording``: the text's precision, or 3 where it names goods of another code."""
        owner, precision = self.owner[text]
        return precision if code.startswith(owner) else len(PRECISION)


@cache
def trade_names() -> Mapping[str, list[str]]:
    """The trade names of catalogued goods by HS code."""
    return read_yaml(files("generators") / "data" / "wordings.yaml", Catalogue).root


@cache
def wordings() -> Wordings:
    """All texts of the goods on the shelf; ``InputError`` if a text names two codes, or has two precisions."""
    place: dict[str, int] = {}
    owner: dict[str, tuple[str, int]] = {}
    lists: tuple[list[list[int]], ...] = ([], [], [])
    stock = shelf().goods
    faults = [
        f"trade names of {code!r}, which is no HS code; correct it" for code in sorted(trade_names().keys() - goods())
    ]
    faults += varieties.unknown({good.hs6: {*trade_names().get(good.hs6, ()), *good.words} for good in stock})
    for good in stock:
        texts = _texts(good)
        for number, precision in enumerate(PRECISION):
            lists[number].append([place.setdefault(text, len(place)) for text in texts[precision]])
            for text in texts[precision]:
                own_of = "" if precision == "vague" else good.hs6, number
                if owner.setdefault(text, own_of) != own_of:
                    other = " ".join(part for part in (PRECISION[owner[text][1]], owner[text][0]) if part)
                    faults.append(
                        f"{text!r} is {precision} for {good.hs6}, and elsewhere {other}; change one of the two"
                    )
    if faults:
        raise InputError(
            [f"wordings.yaml, varieties.yaml, tariff.csv, chapters.csv: {fault}" for fault in dict.fromkeys(faults)]
        )
    exact, ordinary, vague = (Lists.of(own) for own in lists)
    said = {text: says for good in stock for text, says in _said(good)}
    variety = np.array([said.get(text, varieties.OPEN) for text in place], dtype=np.int64)
    return Wordings(pa.array(list(place), pa.string()), (exact, ordinary, vague), owner, variety)


def _said(good: Good) -> Iterator[tuple[str, int]]:
    """The texts that name a good, and what they say of its variety."""
    yield from ((text, varieties.says(good, text)) for text in trade_names().get(good.hs6, ()))
    for words in good.words:
        says = varieties.says(good, words)
        yield from ((words, says), (_made(good, words), says))


def _texts(good: Good) -> dict[Precision, list[str]]:
    made = [_made(good, words) for words in good.words]
    exact = [*trade_names().get(good.hs6, ()), *made][:_EXACT]
    return {"exact": exact, "ordinary": list(good.words), "vague": list(chapters()[good.hs6[:2]].vague)}


def _made(good: Good, words: str) -> str:
    """A wording with a maker's name and a model."""
    makers = pools().first_words
    return f"{makers[_seed(good.hs6, words) % len(makers)]} {words}, {_model(good, words)}"


def _model(good: Good, words: str) -> str:
    """A model, article number or lot as makers print it; always the same for a wording."""
    seed, chapter = _seed(words, good.hs6), int(good.hs6[:2])
    if chapter in _FARM or chapter == _ART or package_types()[good.package_type].bulk:
        return f"lot {seed % 900 + 100}"
    if chapter not in _MACHINES:
        return f"art. {seed % 90_000 + 10_000}"
    first, second, number = _LETTERS[seed % 16], _LETTERS[seed // 16 % 16], seed // 256 % 89 + 11
    looks = f"{first}{second}-{number}0", f"{first}{second}{number}", f"{first} {number}0", f"{first}{number}-{second}"
    return looks[seed // 65_536 % 4]


def _seed(*texts: str) -> int:
    return crc32(" ".join(texts).encode())


def in_sentence(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins an abbreviation.

    >>> from generators.facts import in_sentence
    >>> in_sentence("Vacuum pumps"), in_sentence("HFC-32 mixtures"), in_sentence("X-ray tubes")
    ('vacuum pumps', 'HFC-32 mixtures', 'X-ray tubes')
    """
    return label if not label[1:2].islower() else label[0].lower() + label[1:]
