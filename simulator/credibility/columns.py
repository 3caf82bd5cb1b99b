"""The declarations as a check reads them: numbers, days, and tests that run once for each distinct value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.draws import Floats, Ints
from simulator.packs import Pack

Bools = NDArray[np.bool_]
Links = Mapping[str, Collection[tuple[str, str]]]
"""Pairs of countries that ``road`` and ``rail`` connect, ferries included; the order within a pair does not count."""
Units = Mapping[str, tuple[str, float]]
"""Supplementary unit of a tariff code, and the mass of one unit in kg (nan where it is not known)."""


class Columns:
    """A frame in the schema, read column by column; what is read twice is kept.

    Unknown values are nan in numbers and days, and no test holds for them.
    """

    def __init__(self, frame: pd.DataFrame, pack: Pack | None, links: Links, units: Units) -> None:
        self._frame = frame
        self.pack = pack
        self.links = {mode: frozenset(pairs) | {(b, a) for a, b in pairs} for mode, pairs in links.items()}
        self.units = units
        self._coded: dict[str, tuple[Ints, list[str]]] = {}

    def number(self, name: str) -> Floats:
        """A numeric field; shape (rows,)."""
        return pd.to_numeric(self._frame[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)

    def day(self, name: str) -> Floats:
        """A date as days since 1970; shape (rows,)."""
        moments = pd.to_datetime(self._frame[name], errors="coerce").to_numpy(dtype="datetime64[D]")
        return np.where(np.isnat(moments), np.nan, moments.astype(np.float64))

    def equal(self, name: str, value: str) -> Bools:
        """Rows where a field has this value."""
        return self.where(lambda text: text == value, name)

    def matching(self, name: str, test: Callable[[list[str]], Bools]) -> Bools:
        """Rows where a test of whole columns holds; it sees each distinct value once."""
        codes, texts = self.coded(name)
        return cast(Bools, np.append(test(texts), False)[codes])

    def any_part(self, name: str, test: Callable[[list[str]], Bools]) -> Bools:
        """Rows where a test holds for one part or more of a field with several values (``A;B``)."""

        def any_of(texts: list[str]) -> Bools:
            parts = [parts_of(text) for text in texts]
            owner = np.repeat(np.arange(len(texts)), [len(own) for own in parts])
            found = np.zeros(len(texts), dtype=np.bool_)
            found[owner[test([part for own in parts for part in own])]] = True
            return found

        return self.matching(name, any_of)

    def listed(self, name: str) -> Floats:
        """Number of values in a field with several values; nan where unknown; shape (rows,)."""
        return self.figure(lambda text: len(parts_of(text)), name)

    def where(self, test: Callable[..., bool], *names: str) -> Bools:
        """Rows where a test of the values of these fields holds: one call for each distinct combination of values."""
        found = self.each(test, *names, dtype=np.bool_, unknown=False)
        return cast(Bools, found)

    def figure(self, reading: Callable[..., float], *names: str) -> Floats:
        """A number for each row from the values of these fields; nan where one is unknown."""
        return cast(Floats, self.each(reading, *names, dtype=np.float64, unknown=np.nan))

    def each(
        self, reading: Callable[..., object], *names: str, dtype: type[np.generic], unknown: object
    ) -> NDArray[np.generic]:
        """A reading of the values of these fields, called once for each distinct combination; shape (rows,)."""
        codes, texts = zip(*(self.coded(name) for name in names), strict=True)
        known = np.logical_and.reduce([code >= 0 for code in codes])
        if len(names) == 1:
            row, combination = codes[0], np.arange(len(texts[0]))[None]
        else:
            row, combination = _combinations([code[known] for code in codes], [len(text) for text in texts])
            row, chosen = np.full(len(known), -1), row
            row[known] = chosen
        read = [reading(*values) for values in zip(*_taken(texts, combination), strict=True)]
        return np.array([*read, unknown], dtype=dtype)[np.where(known, row, -1)]

    def coded(self, name: str) -> tuple[Ints, list[str]]:
        """Codes (-1 where unknown) and distinct texts of a field."""
        if name not in self._coded:
            column = self._frame[name]
            if isinstance(column.dtype, pd.CategoricalDtype):
                used, codes = np.unique(column.cat.codes.to_numpy(), return_inverse=True)
                codes -= used[0] < 0
                values = column.cat.categories[used[used >= 0]]
            else:
                codes, values = pd.factorize(column, use_na_sentinel=True)
            self._coded[name] = codes.astype(np.int64), [str(value) for value in values.tolist()]
        return self._coded[name]


def _combinations(codes: list[Ints], sizes: list[int]) -> tuple[Ints, Ints]:
    """For each row its combination, and for each combination the code of each field: shape (fields, combinations)."""
    row = codes[0]
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        row = pd.factorize(row * size + code)[0]
    first = np.zeros(int(row.max(initial=-1)) + 1, dtype=np.int64)
    first[row] = np.arange(len(row))
    return row, np.array([code[first] for code in codes])


def _taken(texts: tuple[list[str], ...], codes: Ints) -> list[list[str]]:
    return [[text[code] for code in column.tolist()] for text, column in zip(texts, codes, strict=True)]


def parts_of(text: str) -> list[str]:
    """The values of a field with several values."""
    return [part.strip() for part in text.split(";") if part.strip()]


def whole(figure: Floats) -> Bools:
    """Rows where a figure is a whole number; those where it is unknown count as such."""
    return np.isnan(figure) | np.equal(figure, np.floor(figure))


def outside(figure: Floats, low: float, high: float) -> Bools:
    """Rows where a figure is known and below ``low`` or above ``high``."""
    return np.less(figure, low) | np.greater(figure, high)


def ratio(over: Floats, under: Floats) -> Floats:
    """Quotient where the divisor is positive, else nan; shape as ``over``."""
    result = np.full(len(over), np.nan)
    np.divide(over, under, out=result, where=under > 0)
    return result
