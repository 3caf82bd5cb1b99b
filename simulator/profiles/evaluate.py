"""Evaluates conditions on a whole batch: NumPy masks over encoded columns; shared tests are computed once.

A test of an unknown value (absent column or null) is neither true nor false. A mask marks the rows where a tree is
certainly true; the mask of its opposite (``tree.opposite``) marks the rows where it is certainly false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from simulator.draws import Floats
from simulator.profiles.columns import TEXT, Columns, is_measured
from simulator.profiles.tree import And, Comparison, Node, Operator, Or, OtherField
from simulator.profiles.vocabulary import folded, words
from simulator.screening import Parties

Mask = NDArray[np.bool_]
Explain = Callable[[int], "list[Leaf]"]
_ORDER: dict[Operator, np.ufunc] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_NEGATIVE: tuple[Operator, ...] = ("!=", "not in", "does not start", "does not contain")


@dataclass(frozen=True)
class Leaf:
    """One test that made a profile hit: the field, the value found, the operator and the value or list wanted.

    ``selection`` is the named selection that contains the test, "" if the condition itself contains it.
    """

    field: str
    found: str
    operator: str
    wanted: str
    selection: str = ""

    def to_json(self) -> dict[str, str]:
        """The test as plain JSON, without the selection: only the profile's author needs it."""
        return {"field": self.field, "found": self.found, "operator": self.operator, "wanted": self.wanted}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Leaf:
        """The inverse of ``to_json``."""
        return cls(**stored)


class Evaluator:
    """Evaluates trees on one batch of declarations; ``parties`` is the list for ``listed_resemblance``."""

    def __init__(self, declarations: pd.DataFrame, parties: Parties | None = None) -> None:
        self._columns = Columns(declarations, parties)
        self._masks: dict[Node, Mask] = {}

    def true(self, node: Node) -> Mask:
        """Rows where the tree is certainly true; shape (n,)."""
        known = self._masks.get(node)
        if known is None:
            known = self._masks[node] = self._test(node) if isinstance(node, Comparison) else self._joined(node)
        return known

    def explain(self, node: Node) -> Explain:
        """For a row where the tree is true, the tests that make it true (for an *or*, only its true parts)."""
        if isinstance(node, Comparison):
            return self._leaf(node)
        parts = [(self.true(part), self.explain(part)) for part in node.parts]
        return lambda row: [leaf for mask, leaves in parts if mask[row] for leaf in leaves(row)]

    def _leaf(self, test: Comparison) -> Explain:
        field, operator, wanted, selection = test.field, test.operator, test.shown(), test.selection
        if isinstance(test.wanted, OtherField):
            left, right = self._columns.shown(field), self._columns.shown(test.wanted.name)
            return lambda row: [Leaf(field, f"{left(row)} / {right(row)}", operator, wanted, selection)]
        found = self._columns.shown(field)
        return lambda row: [Leaf(field, found(row), operator, wanted, selection)]

    def _joined(self, node: And | Or) -> Mask:
        every = isinstance(node, And)
        join = np.logical_and if every else np.logical_or
        mask = np.full(len(self._columns), every)
        for part in node.parts:
            join(mask, self.true(part), out=mask)
        return mask

    def _test(self, test: Comparison) -> Mask:
        if any(name not in self._columns for name in test.fields()):
            return np.zeros(len(self._columns), dtype=bool)
        if is_measured(test.field):
            return self._ordered(test)
        return self._equal(test, test.wanted.name) if isinstance(test.wanted, OtherField) else self._listed(test)

    def _ordered(self, test: Comparison) -> Mask:
        values, wanted = self._columns.numbers(test.field), self._wanted(test)
        outcome = cast(Mask, _ORDER[test.operator](values, wanted))
        return outcome & ~np.isnan(values) & ~np.isnan(wanted) if test.operator == "!=" else outcome

    def _wanted(self, test: Comparison) -> Floats:
        if isinstance(test.wanted, OtherField):
            return self._columns.numbers(test.wanted.name)
        if isinstance(test.wanted, pd.Timestamp):
            return np.array(test.wanted.to_datetime64().astype("datetime64[us]").astype(np.int64), dtype=np.float64)
        return np.array(test.wanted, dtype=np.float64)

    def _listed(self, test: Comparison) -> Mask:
        column = self._columns.texts(test.field)
        part = test.operator not in ("==", "!=", "in", "not in")  # a part of a text can begin or end with a blank
        wanted = tuple(folded(value, ends=part) for value in cast("tuple[str, ...]", test.wanted))
        decided = _decided(column.folded, test.operator, wanted)
        return column.spread(decided != (test.operator in _NEGATIVE))

    def _equal(self, test: Comparison, other: str) -> Mask:
        left, right = self._columns.texts(test.field).rows(), self._columns.texts(other).rows()
        outcome = pc.equal(left, right) if test.operator == "==" else pc.not_equal(left, right)
        outcome = pc.and_(outcome, pc.invert(pc.and_(pc.equal(left, ""), pc.equal(right, ""))))  # nobody is nobody else
        return cast(Mask, pc.fill_null(outcome, False).to_numpy(zero_copy_only=False))


def _decided(values: pa.Array, operator: Operator, wanted: tuple[str, ...]) -> Mask:
    """The positive form of a test on each distinct value."""
    if operator in ("starts", "does not start"):
        found = reduce(pc.or_, (pc.starts_with(values, beginning) for beginning in wanted))
    elif operator in ("contains", "does not contain"):
        # All parts in one pass: the pattern has only literals, and RE2 runs in linear time.
        found = pc.match_substring_regex(values, "|".join(re.escape(part) for part in wanted))
    else:
        found = pc.is_in(values, pa.array(wanted, TEXT))
    return cast(Mask, found.to_numpy(zero_copy_only=False))


def missing(node: Node, columns: Collection[str]) -> set[str]:
    """Missing fields without which a tree is never true; empty if it can be true.

    An *and* needs all its parts, an *or* one; a derived fact needs its sources.
    """
    if isinstance(node, Comparison):
        return {source for name in node.fields() for source in words()[name].sources if source not in columns}
    lacking = [missing(part, columns) for part in node.parts]
    if isinstance(node, Or) and not all(lacking):
        return set()
    return set().union(*lacking)
