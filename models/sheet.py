"""One batch of declarations, prepared for encoding: levels, quantities and texts by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.encoding import text_codes
from models.wording import Words
from simulator.derived import DERIVED, derive
from simulator.draws import Floats, Ints
from simulator.reference import visible


class Sheet:
    """The declaration-tier fields of a batch and facts derived from them; later tiers and other columns are removed."""

    def __init__(self, declarations: pd.DataFrame) -> None:
        self._fields = visible(declarations, "declaration").reset_index(drop=True)
        self._given = declarations
        self._words: dict[str, Words] = {}
        self.length = len(self._fields)

    @cached_property
    def _derived(self) -> pd.DataFrame:
        return derive(self._given).reset_index(drop=True)

    def column(self, name: str) -> pd.Series:
        """A field, a derived fact, or the four-digit heading; all null if the source does not have it."""
        if name == "heading":
            return self._heading
        for frame in (self._fields, self._derived):
            if name in frame.columns:
                return frame[name]
        return pd.Series([None] * self.length, dtype=object)

    def number(self, name: str) -> Floats:
        """A numeric column, NaN where unknown; shape (n,)."""
        return pd.to_numeric(self.column(name), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)

    def log(self, name: str) -> Floats:
        """Natural logarithm of a numeric column, NaN where unknown or not above 0; shape (n,)."""
        value = self.number(name)
        return np.log(np.where(value > 0, value, np.nan))

    def level(self, name: str) -> Floats:
        """Position of a derived fact's value among its choices, NaN where unknown; shape (n,)."""
        own, kinds = text_codes(self.column(name))
        choices = list(DERIVED[name].choices)
        return np.array([*(float(choices.index(kind)) for kind in kinds), np.nan])[own]

    def filled(self, name: str) -> Floats:
        """1 where a text column is not blank, 0 where it is, NaN where it is unknown; shape (n,)."""
        own, kinds = text_codes(self.column(name))
        return np.array([*(float(kind != "") for kind in kinds), np.nan])[own]

    def where(self, number: Floats, test: Callable[[Floats], NDArray[np.bool_]]) -> Floats:
        """1 where a test of a number holds, 0 where not, NaN where it is unknown; shape (n,)."""
        return np.where(np.isnan(number), np.nan, test(number).astype(np.float64))

    def words(self, name: str) -> Words:
        """The words of a text column."""
        if name not in self._words:
            self._words[name] = Words.of(self.column(name))
        return self._words[name]

    def same(self, left: str, right: str) -> Floats:
        """1 where two columns hold the same text, 0 where not, NaN where either is unknown; shape (n,)."""
        one, names = text_codes(self.column(left))
        other, others = text_codes(self.column(right))
        translated = np.append(names.astype(object).get_indexer(others.astype(object)), -1)[other]
        return np.where((one < 0) | (other < 0), np.nan, (one == translated).astype(np.float64))

    def traders(self) -> Ints:
        """A number for the trader of each row (consignee number, else name, else the row itself); shape (n,).

        It keeps a trader's declarations together and separates wording from names; it is never a feature.
        """
        trader = np.arange(self.length)
        for name in ("consignee_name", "consignee_id"):
            own, _ = text_codes(self.column(name))
            offset = int(trader.max(initial=0)) + 1
            trader = np.where(own < 0, trader, own + offset)
        return np.unique(trader, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def _heading(self) -> pd.Series:
        own, kinds = text_codes(self.column("hs_code"))
        four, names = pd.factorize(kinds.str[:4])
        codes = np.append(four, -1)[own]
        return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str")))
