"""A frame of declarations as the readers see it: columns by name; each distinct text is read only once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pandas as pd

from generators.odds import Settings, market, shelf
from simulator.draws import Floats, Ints


class Sight:
    """Read-only view of the visible fields of n consignments, and the settings of their traffic."""

    def __init__(self, declarations: pd.DataFrame, settings: Settings) -> None:
        self.frame = declarations
        self.settings = settings
        self.pack = settings.pack
        self.market = market(settings.traffic)

    def texts(self, name: str) -> list[str]:
        """A column as plain strings."""
        return self.frame[name].astype(str).tolist()

    def numbers(self, name: str) -> Floats:
        """A column as float64."""
        return self.frame[name].to_numpy(dtype=np.float64)

    def levels(self, name: str, meaning: Callable[[str], int]) -> Ints:
        """The level for each row, from the text of a column; each distinct text is read once."""
        codes, distinct = self._coded(name)
        return np.array([meaning(str(text)) for text in distinct], dtype=np.int64)[codes]

    def pair_levels(self, one: str, other: str, meaning: Callable[[str, str], int]) -> Ints:
        """The level for each row, from the texts of two columns; each distinct pair is read once."""
        first, second = self._coded(one), self._coded(other)
        pairs, row = np.unique(first[0] * len(second[1]) + second[0], return_inverse=True)
        left, right = np.divmod(pairs, len(second[1]))
        met = zip(left.tolist(), right.tolist(), strict=True)
        return np.array([meaning(str(first[1][a]), str(second[1][b])) for a, b in met], dtype=np.int64)[row]

    def _coded(self, name: str) -> tuple[Ints, pd.Index]:
        column = self.frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            return column.cat.codes.to_numpy().astype(np.int64), column.cat.categories
        codes, distinct = pd.factorize(column.astype(str))
        return codes.astype(np.int64), distinct

    @cached_property
    def good(self) -> Ints:
        """Index of each row's good on the shelf."""
        return self.levels("hs_code", lambda code: shelf().index.get(code, -1))

    @cached_property
    def sector(self) -> Ints:
        """Index of each consignee's sector."""
        return self.levels("consignee_activity", lambda name: shelf().sector_index.get(name, -1))
