"""A frame of declarations as the readers see it: columns by name, each distinct text looked at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pandas as pd

from generators.goods import shelf
from simulator.draws import Floats, Ints


class Sight:
    """Read-only view of the visible fields of n consignments; ``home`` is the office's country."""

    def __init__(self, declarations: pd.DataFrame, home: str) -> None:
        self.frame = declarations
        self.home = home

    def texts(self, name: str) -> list[str]:
        """A column as plain strings."""
        return self.frame[name].astype(str).tolist()

    def numbers(self, name: str) -> Floats:
        """A column as float64."""
        return self.frame[name].to_numpy(dtype=np.float64)

    def levels(self, name: str, meaning: Callable[[str], int]) -> Ints:
        """The level that each distinct text of a column means, for each row."""
        codes, distinct = pd.factorize(self.frame[name].astype(str))
        return np.array([meaning(str(text)) for text in distinct], dtype=np.int64)[codes]

    @cached_property
    def good(self) -> Ints:
        """Number of each row's good on the shelf."""
        return self.levels("hs_code", lambda code: shelf().index[code])

    @cached_property
    def sector(self) -> Ints:
        """Number of each consignee's sector."""
        return self.levels("consignee_activity", lambda name: shelf().sector_index[name])
