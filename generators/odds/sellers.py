"""Who sells goods abroad: a line of business for each code, ``data/sellers.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import RootModel

from simulator.files import read_yaml, shaped
from simulator.reference import sectors

_HELP = 'write chapters such as "84" or "84-85", or four to six digits'
_Range = Annotated[str, shaped(r"\d\d(-\d\d)?|\d{4,6}", _HELP)]


class Sellers(RootModel[dict[str, list[_Range]]]):
    """Chapters of the HS, headings and codes, by the line of business that sells their goods; the longest counts."""

    def lines(self, codes: Sequence[str]) -> list[str]:
        """The line of business that sells each code; ``KeyError`` for a chapter that nobody sells."""
        found: dict[str, str] = {}
        for name, ranges in self.root.items():
            for text in ranges:
                first, _, last = text.partition("-")
                chapters = [f"{number:02d}" for number in range(int(first), int(last or first) + 1)]
                found |= dict.fromkeys(chapters if len(first) == 2 else [text], name)
        return [next(found[code[:size]] for size in (6, 5, 4, 2) if code[:size] in found) for code in codes]


def sellers() -> Sellers:
    """Who sells goods abroad."""
    return load_sellers(files("generators") / "data")


def load_sellers(folder: Traversable) -> Sellers:
    """Read and check ``sellers.yaml``; ``InputError`` with every fault."""
    return read_yaml(folder / "sellers.yaml", Sellers, _unknown)


def _unknown(read: Sellers) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in read.root:
        if name not in sectors():
            yield (name,), f"{name} is no line of business of sectors.csv; correct it"
