"""Goods that come from some countries only, such as coffee and ores: ``data/producers.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, RootModel

from simulator.draws import Ints
from simulator.files import read_yaml, shaped
from simulator.reference import countries, goods


class Produce(BaseModel):
    """Goods by codes of the HS or their first digits, and the countries where they come from, larger ones first."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    goods: list[Annotated[str, shaped(r"\d{4,6}", "write four to six digits of the HS, in quotes")]] = Field(
        min_length=1
    )
    countries: list[str] = Field(min_length=2)


class Producers(RootModel[list[Produce]]):
    """The file's content."""

    def entry(self, hs6: str) -> int:
        """The number of the entry with the longest code of the goods; -1 for goods that are made anywhere."""
        fits = [(len(code), place) for place, own in enumerate(self.root) for code in own.goods if hs6.startswith(code)]
        return max(fits)[1] if fits else -1

    def entries(self, codes: Sequence[str]) -> Ints:
        """``entry`` of each code; shape as ``codes``."""
        return np.array([self.entry(hs6) for hs6 in codes], dtype=np.int64)


@cache
def producers() -> Producers:
    """Where goods come from that cannot be made anywhere."""
    return load_producers(files("generators") / "data")


@cache
def comes_from() -> NDArray[np.bool_]:
    """Whether goods come from a country: (entries + 1, countries); the last row, of all other goods, is true."""
    found = np.ones((len(producers().root) + 1, len(countries())), dtype=np.bool_)
    for row, own in zip(found, producers().root, strict=False):
        row[:] = [code in own.countries for code in countries()]
    return found


def load_producers(folder: Traversable) -> Producers:
    """Read and check ``producers.yaml``; ``InputError`` with every fault."""
    return read_yaml(folder / "producers.yaml", Producers, _strangers)


def _strangers(read: Producers) -> Iterator[tuple[tuple[str | int, ...], str]]:
    seen: dict[str, int] = {}
    for number, own in enumerate(read.root):
        for place, code in enumerate(own.countries):
            if code not in countries():
                yield (number, "countries", place), f"{code} is not a trading country of countries.csv; correct it"
        for place, code in enumerate(own.goods):
            if not any(hs6.startswith(code) for hs6 in goods()):
                yield (number, "goods", place), f"no goods of HS 2022 begin with {code}; correct the code"
            if seen.setdefault(code, number) != number:
                yield (number, "goods", place), f"{code} stands in two entries; take one out"
