"""The goods of trade as arrays: which good fits which sector, and which words belong to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from pydantic import RootModel

from simulator.draws import Floats, Ints, take
from simulator.reference import Good, goods, sectors
from simulator.yaml_files import read

Precision = Literal["exact", "ordinary", "vague"]
KINDS = ("ordinary", "lookalike", "strategic")
TRADING, FORWARDING = "general_trading", "freight_forwarding"


class Wordings(RootModel[dict[str, dict[Precision, list[str]]]]):
    """Texts by HS code and precision, as in ``data/wordings.yaml``."""


@cache
def wordings() -> Mapping[str, dict[Precision, list[str]]]:
    """How each good is worded on a declaration."""
    return read(files("generators") / "data" / "wordings.yaml", Wordings).root


@dataclass(frozen=True)
class Shelf:
    """All goods in a fixed order, with what drawing and reading need; ``fits[sector, good]`` is true in line.

    ``mistaken[good]``: the goods whose words are found under its code, by slip or on purpose: its strategic neighbours
    if it is a lookalike, else goods of the same trades. ``hidden[good]``: strategic goods that could travel under it.
    """

    goods: tuple[Good, ...]
    index: Mapping[str, int]
    sectors: tuple[str, ...]
    sector_index: Mapping[str, int]
    kind: Ints
    fits: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    eur_per_kg: Floats
    kg_per_package: Floats
    air_share: Floats
    mistaken: tuple[Ints, ...]
    hidden: tuple[Ints, ...]

    def offers(self, sector: Ints) -> Ints:
        """Group of ``sector_offer``: 0 where the sector deals in strategic goods, else 1."""
        return np.where(self._in_line[sector, KINDS.index("strategic")], 0, 1)

    def in_line(self, sector: Ints, kind: Ints) -> Ints:
        """Group of ``kind_in_line``: 0 where the sector deals in goods of the kind, else 1."""
        return np.where(self._in_line[sector, kind], 0, 1)

    @property
    def _in_line(self) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        return np.stack([(self.fits & (self.kind == kind)).any(axis=1) for kind in range(len(KINDS))], axis=1)

    def pick(self, u: Floats, sector: Ints, kind: Ints, out_of_line: Ints) -> Ints:
        """A good of the kind, in or out of the sector's line, each as likely; shape as ``u``."""
        result = np.zeros(len(u), dtype=np.int64)
        group = (sector * len(KINDS) + kind) * 2 + out_of_line
        for code in np.unique(group):
            rows = group == code
            (s, k), outside = divmod(code // 2, len(KINDS)), bool(code % 2)
            choice = np.flatnonzero((self.kind == k) & (self.fits[s] != outside))
            result[rows] = choice[take(u[rows], len(choice))]
        return result


@cache
def shelf() -> Shelf:
    """The goods of ``simulator.reference`` as arrays."""
    stock = tuple(goods().values())
    lines = tuple(sectors())
    index = {good.hs6: number for number, good in enumerate(stock)}
    hidden = [_related(good, [other for other in stock if other.kind == "strategic"]) for good in stock]
    mistaken = [
        hidden[number] if good.neighbours else _related(good, [other for other in stock if other.kind == good.kind])
        for number, good in enumerate(stock)
    ]
    return Shelf(
        goods=stock,
        index=index,
        sectors=lines,
        sector_index={name: number for number, name in enumerate(lines)},
        kind=np.array([KINDS.index(good.kind) for good in stock]),
        fits=np.array([[line in good.sectors for good in stock] for line in lines]),
        eur_per_kg=np.array([good.eur_per_kg for good in stock]),
        kg_per_package=np.array([good.kg_per_package for good in stock]),
        air_share=np.array([good.air_share for good in stock]),
        mistaken=tuple(np.array([index[code] for code in codes]) for codes in mistaken),
        hidden=tuple(np.array([index[code] for code in codes]) for codes in hidden),
    )


def _related(good: Good, choice: Sequence[Good]) -> list[str]:
    """Codes among ``choice`` that stand near a good: its neighbours, else those of its trades, else all."""
    trades = set(good.sectors) - {TRADING, FORWARDING}
    others = [other for other in choice if other.hs6 != good.hs6]
    shared = [other.hs6 for other in others if trades & set(other.sectors)]
    return list(good.neighbours) or shared or [other.hs6 for other in others]
