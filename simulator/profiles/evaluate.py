"""Conditions over a whole batch: NumPy masks over encoded columns, shared tests computed once.

Three-valued: every node has the rows where it is certainly true and those where it is certainly false; a test of an
unknown value (absent column or null) is in neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.derived import DERIVED, derive
from simulator.draws import Floats
from simulator.profiles.tree import And, Comparison, Node, Operator, Or, OtherField
from simulator.profiles.vocabulary import words
from simulator.screening import Parties

Mask = NDArray[np.bool_]
_ORDER: dict[Operator, np.ufunc] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_NEGATIVE: tuple[Operator, ...] = ("!=", "not in", "does not start", "does not contain")


class Truth(NamedTuple):
    """Rows where a node is certainly true (``yes``) and certainly false (``no``); both shape (n,)."""

    yes: Mask
    no: Mask


class Encoded(NamedTuple):
    """A text-like column: per row the position of its value in ``values``, -1 where unknown."""

    codes: NDArray[np.int64]
    values: list[str]


@dataclass(frozen=True)
class Leaf:
    """One test that made a profile hit: the field, the value found, the operator and the value or list wanted."""

    field: str
    found: str
    operator: str
    wanted: str


class Evaluator:
    """Evaluates trees on one batch of declarations; ``parties`` is the list for ``listed_resemblance``."""

    def __init__(self, declarations: pd.DataFrame, parties: Parties | None = None) -> None:
        self._frame = declarations
        self._parties = parties
        self._rows = len(declarations)
        self._truths: dict[Node, Truth] = {}
        self._encoded: dict[str, Encoded] = {}

    @cached_property
    def _facts(self) -> pd.DataFrame:
        return derive(self._frame, self._parties)

    def truth(self, node: Node) -> Truth:
        """Where the tree is true and where it is false."""
        known = self._truths.get(node)
        if known is None:
            known = self._truths[node] = self._test(node) if isinstance(node, Comparison) else self._joined(node)
        return known

    def leaves(self, node: Node, row: int) -> Iterator[Leaf]:
        """The tests that make the tree true in a row (of an *or*, those parts that are true)."""
        if not self.truth(node).yes[row]:
            return
        if isinstance(node, Comparison):
            yield Leaf(node.field, self._found(node, row), node.operator, node.shown())
        else:
            for part in node.parts:
                yield from self.leaves(part, row)

    def _joined(self, node: And | Or) -> Truth:
        parts = [self.truth(part) for part in node.parts]
        if isinstance(node, And):
            yes, no = np.logical_and.reduce([p.yes for p in parts]), np.logical_or.reduce([p.no for p in parts])
        else:
            yes, no = np.logical_or.reduce([p.yes for p in parts]), np.logical_and.reduce([p.no for p in parts])
        return Truth(yes, no)

    def _column(self, name: str) -> pd.Series[Any] | None:
        if name in DERIVED:
            return self._facts[name]
        if name not in self._frame.columns:
            return None
        return self._frame[name]

    def _test(self, test: Comparison) -> Truth:
        column = self._column(test.field)
        other = test.wanted.name if isinstance(test.wanted, OtherField) else None
        if column is None or (other is not None and self._column(other) is None):
            nowhere = np.zeros(self._rows, dtype=bool)
            return Truth(nowhere, nowhere)
        if words()[test.field].kind in ("number", "date"):
            return self._ordered(test, other)
        return self._compared(test, other) if other is not None else self._listed(test)

    def _ordered(self, test: Comparison, other: str | None) -> Truth:
        values = self._measured(test.field)
        if other is not None:
            wanted = self._measured(other)
        elif isinstance(test.wanted, pd.Timestamp):
            wanted = np.array(test.wanted.to_datetime64().astype("datetime64[us]").astype(np.int64), dtype=np.float64)
        else:
            wanted = np.array(test.wanted, dtype=np.float64)
        known = ~np.isnan(values) & ~np.isnan(wanted)
        outcome = cast(Mask, _ORDER[test.operator](values, wanted))
        return Truth(outcome & known, ~outcome & known)

    def _measured(self, name: str) -> Floats:
        """A number column, or a date column in microseconds since 1970 (exact in float64 for any year in use)."""
        column = self._series(name)
        if words()[name].kind == "date":
            dates = pd.to_datetime(column, format="ISO8601", errors="coerce").to_numpy(dtype="datetime64[us]")
            return cast(Floats, np.where(np.isnat(dates), np.nan, dates.astype(np.int64)))
        return pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)

    def _series(self, name: str) -> pd.Series[Any]:
        column = self._column(name)
        return pd.Series(np.full(self._rows, None), index=self._frame.index) if column is None else column

    def _listed(self, test: Comparison) -> Truth:
        """A test on text: decided once for each distinct value, then spread over the rows."""
        encoded = self._codes(test.field)
        wanted = cast("tuple[str, ...]", test.wanted)
        if test.operator in ("starts", "does not start"):
            decided = [value.startswith(wanted) for value in encoded.values]
        elif test.operator in ("contains", "does not contain"):
            decided = [any(part in value for part in wanted) for value in encoded.values]
        else:
            allowed = frozenset(wanted)
            decided = [value in allowed for value in encoded.values]
        outcome = np.array([*decided, False], dtype=bool)[encoded.codes]  # code -1 takes the last one
        known = encoded.codes >= 0
        positive = Truth(outcome, ~outcome & known)
        return Truth(positive.no, positive.yes) if test.operator in _NEGATIVE else positive

    def _compared(self, test: Comparison, other: str) -> Truth:
        left, right = self._codes(test.field), self._codes(other)
        place = {value: code for code, value in enumerate(left.values)}
        translated = np.array([*(place.get(value, -2) for value in right.values), -1])[right.codes]
        known = (left.codes >= 0) & (right.codes >= 0)
        same = (left.codes == translated) & known
        return Truth(same, ~same & known) if test.operator == "==" else Truth(~same & known, same)

    def _codes(self, name: str) -> Encoded:
        known = self._encoded.get(name)
        if known is None:
            column = self._series(name)
            if isinstance(column.dtype, pd.CategoricalDtype):
                codes, values = column.cat.codes.to_numpy(), [str(value) for value in column.cat.categories]
            else:
                found, distinct = pd.factorize(column, use_na_sentinel=True)
                codes, values = found, [str(value) for value in distinct]
            if words()[name].kind in ("text", "id"):
                values = [value.casefold() for value in values]
            known = self._encoded[name] = _merged(np.asarray(codes, dtype=np.int64), values)
        return known

    def _found(self, test: Comparison, row: int) -> str:
        return " / ".join(self._plain(name, row) for name in test.fields())

    def _plain(self, name: str, row: int) -> str:
        column = self._column(name)
        value: Any = None if column is None else column.iloc[row]
        if value is None or pd.isna(value):
            return "unknown"
        if isinstance(value, pd.Timestamp):
            return value.date().isoformat()
        if isinstance(value, str):
            return value or "(blank)"
        return f"{float(value):.4g}"


def _merged(codes: NDArray[np.int64], values: list[str]) -> Encoded:
    """One code per distinct value, where folding the case made several categories equal."""
    distinct = list(dict.fromkeys(values))
    if len(distinct) == len(values):
        return Encoded(codes, values)
    place = {value: code for code, value in enumerate(distinct)}
    return Encoded(np.array([*(place[value] for value in values), -1])[codes], distinct)


def missing(node: Node, columns: Collection[str]) -> set[str]:
    """Fields whose absence keeps a tree from ever being true; empty if it could be.

    An *and* needs all its parts, an *or* one; a derived fact needs its sources.
    """
    if isinstance(node, Comparison):
        return {source for name in node.fields() for source in words()[name].sources if source not in columns}
    lacking = [missing(part, columns) for part in node.parts]
    if isinstance(node, Or) and not all(lacking):
        return set()
    return set().union(*lacking)
