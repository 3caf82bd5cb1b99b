"""A batch of declarations as arrays for conditions; each column is read once, when a condition first needs it.

Text is encoded: a test is computed once for each distinct value and then copied to the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from simulator.derived import DERIVED, derive
from simulator.draws import Floats
from simulator.profiles.vocabulary import folded, words
from simulator.screening import Parties

TEXT = pa.large_string()
_BLANK = r"[\t-\r\x1c-\x1f ]"
"""The blanks of ``str.split`` in plain letters."""
_LOOSE = rf"^{_BLANK}|{_BLANK}$|{_BLANK}{{2}}|[\t-\r\x1c-\x1f]"


class Texts(NamedTuple):
    """A text-like column: for each row the position of its value in ``values``, -1 where unknown.

    ``folded`` are the values for comparison (``vocabulary.folded``); some may be equal.
    """

    codes: NDArray[np.intp]
    values: pa.Array
    folded: pa.Array

    def spread(self, decided: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The result for each value, copied to every row; false where the value is unknown."""
        return np.append(decided, False).take(self.codes)  # -1 takes the last

    def rows(self) -> pa.Array:
        """The value of every row for comparison, null where it is unknown."""
        return self.folded.take(pa.array(self.codes, mask=self.codes < 0))


class Columns:
    """Columns of one batch and its derived facts; ``parties`` is the list for ``listed_resemblance``."""

    def __init__(self, declarations: pd.DataFrame, parties: Parties | None = None) -> None:
        self._frame = declarations
        self._parties = parties
        self._texts: dict[str, Texts] = {}
        self._numbers: dict[str, Floats] = {}

    def __len__(self) -> int:
        return len(self._frame)

    def __contains__(self, name: str) -> bool:
        return name in DERIVED or name in self._frame.columns

    def texts(self, name: str) -> Texts:
        """A column of any kind except number and date."""
        known = self._texts.get(name)
        if known is None:
            codes, values = _encoded(self._column(name))
            known = self._texts[name] = Texts(codes.astype(np.intp), values, _folded(values))
        return known

    def numbers(self, name: str) -> Floats:
        """A number column, or a date column in microseconds since 1970 (exact in float64 for any year in use)."""
        known = self._numbers.get(name)
        if known is None:
            known = self._numbers[name] = _measured(self._column(name), is_date(name))
        return known

    def shown(self, name: str) -> Callable[[int], str]:
        """The value of a row in words."""
        if name not in self:
            return lambda row: "unknown"
        if is_measured(name):
            numbers, number = self.numbers(name), _day if is_date(name) else "{:.4g}".format
            return lambda row: "unknown" if np.isnan(numbers[row]) else number(float(numbers[row]))
        codes, values, _ = self.texts(name)
        return lambda row: "unknown" if codes[row] < 0 else values[codes[row]].as_py() or "(blank)"

    def _column(self, name: str) -> pd.Series[Any]:
        return self._facts[name] if name in DERIVED else self._frame[name]

    @cached_property
    def _facts(self) -> pd.DataFrame:
        return derive(self._frame, self._parties)


def is_date(name: str) -> bool:
    """Whether a field is a date."""
    return words()[name].kind == "date"


def is_measured(name: str) -> bool:
    """Whether a field has an order: numbers and dates."""
    return words()[name].kind in ("number", "date")


def _day(microseconds: float) -> str:
    return str(np.datetime64(int(microseconds), "us"))[:10]


def _measured(column: pd.Series[Any], date: bool) -> Floats:
    if date:
        times = pd.to_datetime(column, format="ISO8601", errors="coerce").to_numpy(dtype="datetime64[us]")
        days = times.astype("datetime64[D]").astype("datetime64[us]")  # a date has no time of day
        return cast(Floats, np.where(np.isnat(days), np.nan, days.astype(np.int64)))
    return pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)


def _encoded(column: pd.Series[Any]) -> tuple[NDArray[Any], pa.Array]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), _strings(column.cat.categories)
    if isinstance(column.dtype, pd.StringDtype):
        found = _strings(column).dictionary_encode()
        return found.indices.fill_null(-1).to_numpy(), found.dictionary
    codes, distinct = pd.factorize(column, use_na_sentinel=True)
    return codes, _strings(distinct)


def _strings(values: Any) -> pa.Array:
    """Values of any sort as text; half a character from a damaged source becomes a question mark."""
    if isinstance(values.dtype, pd.StringDtype):
        texts = pa.array(values, TEXT)
        return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return pa.array([str(value).encode("utf-8", "replace").decode() for value in values], TEXT)


def _folded(values: pa.Array) -> pa.Array:
    """The values as ``vocabulary.folded`` makes them; those of plain letters all at once."""
    if pc.all(pc.string_is_ascii(values)).as_py() is not False:
        lower = pc.ascii_lower(values)
        if pc.any(pc.match_substring_regex(lower, _LOOSE)).as_py():
            return pc.utf8_trim(pc.replace_substring_regex(lower, f"{_BLANK}+", " "), " ")
        return lower
    return pa.array([folded(value) for value in values.to_pylist()], TEXT)
