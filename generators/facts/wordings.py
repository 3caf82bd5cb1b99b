"""The words that declare goods: texts at three levels of precision, and the goods that each text names.

A catalogued good has its own texts (``data/wordings.yaml``); any other good takes the texts of its heading
(``simulator/data/headings.csv``). Vague texts name no particular goods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import pyarrow as pa
from pydantic import RootModel

from generators.facts.names import pools
from generators.odds import Lists, shelf
from simulator.errors import InputError
from simulator.files import read_yaml
from simulator.reference import chapters, headings

Precision = Literal["exact", "ordinary", "vague"]
PRECISION: tuple[Precision, ...] = ("exact", "ordinary", "vague")


class Catalogue(RootModel[dict[str, dict[Precision, list[str]]]]):
    """Texts by HS code and precision, as in ``data/wordings.yaml``."""


@dataclass(frozen=True)
class Wordings:
    """Every text once; ``of[precision]`` lists the texts of each good of the shelf.

    ``owner`` gives for each text the code it names (an HS code, a heading, or "" if vague) and its precision.
    """

    texts: pa.Array
    of: tuple[Lists, Lists, Lists]
    owner: Mapping[str, tuple[str, int]]

    def level(self, text: str, code: str) -> int:
        """Level of ``goods.wording``: the text's precision, or 3 where it names goods of another code."""
        owner, precision = self.owner[text]
        return precision if code.startswith(owner) else len(PRECISION)


@cache
def catalogued() -> Mapping[str, dict[Precision, list[str]]]:
    """The texts of each catalogued good on a declaration."""
    return read_yaml(files("generators") / "data" / "wordings.yaml", Catalogue).root


@cache
def wordings() -> Wordings:
    """All texts of the goods on the shelf."""
    place: dict[str, int] = {}
    owner: dict[str, tuple[str, int]] = {}
    lists: tuple[list[list[int]], ...] = ([], [], [])
    faults: list[str] = []
    own = catalogued()
    for good in shelf().goods:
        texts, code = (own[good.hs6], good.hs6) if good.hs6 in own else (_by_heading(good.hs6[:4]), good.hs6[:4])
        for number, precision in enumerate(PRECISION):
            lists[number].append([place.setdefault(text, len(place)) for text in texts[precision]])
            for text in texts[precision]:
                own_of = "" if precision == "vague" else code, number
                if owner.setdefault(text, own_of) != own_of:
                    faults.append(
                        f"{text!r} names {code} and is {PRECISION[owner[text][1]]} elsewhere; change one of the two"
                    )
    if faults:
        raise InputError([f"wordings.yaml, headings.csv, chapters.csv: {fault}" for fault in dict.fromkeys(faults)])
    exact, ordinary, vague = (Lists.of(own) for own in lists)
    return Wordings(pa.array(list(place), pa.string()), (exact, ordinary, vague), owner)


@cache
def _by_heading(heading: str) -> dict[Precision, list[str]]:
    """Texts of a heading: its invoice words, the same with a maker's name and model, and its chapter's vague ones."""
    words, makers = headings()[heading].words, pools().first_words
    exact = []
    for number, phrase in enumerate(words):
        maker = makers[(int(heading) * 7 + number * 31) % len(makers)]
        model = "".join(word[0] for word in phrase.split()[:2]).upper()
        exact.append(f"{maker} {phrase} {model}-{int(heading) % 89 + number + 2}")
    return {"exact": exact, "ordinary": list(words), "vague": list(chapters()[heading[:2]].vague)}
