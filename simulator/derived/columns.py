"""Columns of declarations as facts need them: numbers, and functions called once for each distinct value."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
import pandas as pd

from simulator.draws import Floats, Ints


def number(frame: pd.DataFrame, name: str) -> Floats:
    """A column as numbers; nan where unknown, and everywhere if the frame lacks it."""
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    return pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)


def ratio(over: Floats, under: Floats) -> Floats:
    """Quotient where both are known and positive, else nan."""
    result = np.full(len(over), np.nan)
    good = (over > 0) & (under > 0) & np.isfinite(over) & np.isfinite(under)
    np.divide(over, under, out=result, where=good)
    return result


def categories(frame: pd.DataFrame, name: str) -> tuple[Ints, list[str]]:
    """Codes (-1 unknown) and the distinct values of a column, as text."""
    if name not in frame.columns:
        return np.full(len(frame), -1), []
    column = frame[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.int64), [str(value) for value in column.cat.categories.tolist()]
    codes, distinct = pd.factorize(column, use_na_sentinel=True)
    return codes.astype(np.int64), [str(value) for value in distinct.tolist()]


def mapped(frame: pd.DataFrame, name: str, meaning: Callable[[str], str | None]) -> pd.Categorical:
    """A function applied to a column, with one call per distinct value; None stays unknown."""
    codes, distinct = categories(frame, name)
    return categorical(codes, [meaning(value) for value in distinct])


def categorical(codes: Ints, meanings: list[str | None]) -> pd.Categorical:
    """The meaning of each row's code as a category; code -1 and meaning None are unknown."""
    values = sorted({meaning for meaning in meanings if meaning is not None})
    place = {value: code for code, value in enumerate(values)}
    lookup = np.array([*(-1 if m is None else place[m] for m in meanings), -1])
    return pd.Categorical.from_codes(lookup[codes], categories=pd.Index(values, dtype="str"))


def looked_up(frame: pd.DataFrame, name: str, figure: Callable[[str], float]) -> Floats:
    """A figure for each value of a column, with one call per distinct value; nan where unknown."""
    codes, distinct = categories(frame, name)
    return cast(Floats, np.array([*(figure(value) for value in distinct), np.nan])[codes])
