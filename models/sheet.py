"""One batch of declarations laid out for encoding: levels, quantities and texts by name."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from models.encoding import text_codes
from models.wording import Words
from simulator.declaration import visible
from simulator.derived import derive
from simulator.draws import Floats, Ints


class Sheet:
    """The declaration-tier fields of a batch and facts derived from them; later tiers and other columns are cut off."""

    def __init__(self, declarations: pd.DataFrame) -> None:
        self._fields = visible(declarations, "declaration").reset_index(drop=True)
        self._words: dict[str, Words] = {}
        self.length = len(self._fields)

    @cached_property
    def _derived(self) -> pd.DataFrame:
        return derive(self._fields).reset_index(drop=True)

    def column(self, name: str) -> pd.Series:
        """A field, a derived fact, or a made-up level below; all null where the source does not have it."""
        if name == "chapter":
            return self._beginning("hs_code", 2)
        if name == "reference_given":
            given = self.column("document_reference")
            return (given != "").map({True: "given", False: "blank"}).where(given.notna())
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

    def words(self, name: str) -> Words:
        """The words of a text column."""
        if name not in self._words:
            self._words[name] = Words.of(self.column(name))
        return self._words[name]

    def same(self, left: str, right: str) -> Floats:
        """1 where two columns hold the same text, 0 where not, NaN where either is unknown; shape (n,)."""
        one, other = self.column(left).astype(object), self.column(right).astype(object)
        return np.where(one.isna() | other.isna(), np.nan, (one == other).to_numpy(dtype=np.float64))

    def traders(self) -> Ints:
        """A number for the trader of each row (consignee number, else name, else the row itself); shape (n,).

        Used to keep a trader's declarations together and to tell wording from names; never a feature.
        """
        trader = np.arange(self.length)
        for name in ("consignee_name", "consignee_id"):
            own, _ = text_codes(self.column(name))
            offset = int(trader.max(initial=0)) + 1
            trader = np.where(own < 0, trader, own + offset)
        return np.unique(trader, return_inverse=True)[1].astype(np.int64)

    def _beginning(self, name: str, length: int) -> pd.Series:
        own, kinds = text_codes(self.column(name))
        beginnings = [*kinds.str[:length], None]
        return pd.Series([beginnings[code] for code in own], dtype="str")
