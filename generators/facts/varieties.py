"""What a description says of its variety, where one code holds listed goods and others: ``data/varieties.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, RootModel

from simulator.files import read_yaml
from simulator.reference import Good, strategic

OPEN, NOT_LISTED, LISTED = range(3)
"""A text leaves it open, or names goods that are not listed, or goods of the listed kind."""


class Variety(BaseModel):
    """The texts of one code that leave it open, and those that name the listed kind; all others name the other kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    open: list[str] = []
    listed: list[str] = []

    def says(self, text: str) -> int:
        """What a text of the code says."""
        return OPEN if text in self.open else LISTED if text in self.listed else NOT_LISTED


class Varieties(RootModel[dict[str, Variety]]):
    """By HS code."""


@cache
def varieties() -> Mapping[str, Variety]:
    """The texts of each code that has any which do not name goods that are not listed."""
    return read_yaml(files("generators") / "data" / "varieties.yaml", Varieties).root


def says(good: Good, text: str) -> int:
    """What a text says of goods of this code; nothing, unless the code holds listed goods and others."""
    if good.kind != "strategic" or strategic()[good.hs6].match == "named":
        return OPEN
    return varieties().get(good.hs6, Variety()).says(text)


def unknown(texts: Mapping[str, set[str]]) -> Iterator[str]:
    """A fault for each code that is not known, and for each text that its code does not have; ``texts`` by code."""
    for code, own in varieties().items():
        lost = [text for text in (*own.open, *own.listed) if text not in texts.get(code, ())]
        yield from (f"{text!r} is no text of {code}; correct it" for text in lost)
