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
from simulator.profiles import wording
from simulator.profiles.vocabulary import words
from simulator.screening import Parties

TEXT = pa.large_string()
_SPACE = ord(" ")


class Texts(NamedTuple):
    """A text-like column: for each row the position of its value in ``values``, -1 where unknown.

    ``folded`` are the values for comparison, one way of writing for the same text: some may be equal.
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
        self._plain: dict[str, pa.Array] = {}
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

    def plain(self, name: str) -> pa.Array:
        """The folded values of a text column without accents."""
        known = self._plain.get(name)
        if known is None:
            known = self._plain[name] = _written(self.texts(name).folded, wording.plain)
        return known

    def numbers(self, name: str) -> Floats:
        """A number column, or a date column in microseconds since 1970 (exact in float64 for any year in use).

        The time of day is left out: a condition names days.
        """
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
        days = (
            pd.to_datetime(column, format="ISO8601", errors="coerce")
            .to_numpy(dtype="datetime64[D]")
            .astype("datetime64[us]")
        )
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


def is_ascii(values: pa.Array) -> bool:
    """Whether all texts are in ASCII."""
    return _signs(values).isascii()


def _signs(values: pa.Array) -> bytes:
    """All texts, one after the other: looking through them at once is far faster than text by text."""
    offsets = _offsets(values)
    return memoryview(values.buffers()[2] or b"")[offsets[0] : offsets[-1]].tobytes()


def _offsets(values: pa.Array) -> NDArray[np.int64]:
    return np.frombuffer(values.buffers()[1] or bytes(8), np.int64)[values.offset : values.offset + len(values) + 1]


def _folded(values: pa.Array) -> pa.Array:
    """As ``wording.folded``."""
    small = pc.ascii_lower(values)
    if _is_loose(small):
        small = pc.utf8_trim_whitespace(pc.replace_substring_regex(small, r"[ \t-\r\x1c-\x1f]+", " "))
    return _written(small, wording.folded)


def _is_loose(values: pa.Array) -> bool:
    """Whether there may be blanks that are not one space between two words."""
    signs, offsets = np.frombuffer(_signs(values), np.uint8), _offsets(values)
    if not len(signs):
        return False
    blank = signs <= _SPACE
    lines = bool(signs.min() < _SPACE)
    full = np.diff(offsets) > 0
    edges = np.append(offsets[:-1][full], offsets[1:][full] - 1) - offsets[0]
    return lines or bool((blank[1:] & blank[:-1]).any() or blank[edges].any())


def _written(values: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """The values that have letters outside ASCII, each changed."""
    if is_ascii(values):
        return values
    other = pc.invert(pc.string_is_ascii(values))
    changed = [change(value) for value in values.filter(other).to_pylist()]
    return pc.replace_with_mask(values, other, pa.array(changed, TEXT))
