"""Evaluates conditions on a whole batch: NumPy masks over encoded columns; shared tests are computed once.

A test of an unknown value (absent column or null) is neither true nor false. A mask marks the rows where a tree is
certainly true; the mask of its opposite (``tree.opposite``) marks the rows where it is certainly false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from simulator.draws import Floats
from simulator.profiles.columns import TEXT, Columns, is_ascii, is_measured
from simulator.profiles.tree import And, Comparison, Node, Operator, Or, OtherField
from simulator.profiles.vocabulary import words
from simulator.profiles.wording import folded, pattern
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
_CONTAINS: tuple[Operator, ...] = ("contains", "does not contain")
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
        column, texts = self._columns.texts(test.field), cast("tuple[str, ...]", test.wanted)
        if test.operator in _CONTAINS and words()[test.field].kind == "text":
            decided = _worded(self._columns.plain(test.field), texts, test.least)
        else:
            decided = _decided(column.folded, test.operator, _all_folded(texts))
        return column.spread(decided != (test.operator in _NEGATIVE))

    def _equal(self, test: Comparison, other: str) -> Mask:
        """Two blanks are neither the same nor different: nothing is known of either."""
        left, right = self._columns.texts(test.field).rows(), self._columns.texts(other).rows()
        same = pc.equal(left, right)
        outcome = pc.and_(same, pc.not_equal(left, "")) if test.operator == "==" else pc.invert(same)
        return cast(Mask, pc.fill_null(outcome, False).to_numpy(zero_copy_only=False))


def _decided(values: pa.Array, operator: Operator, wanted: tuple[str, ...]) -> Mask:
    """The positive form of a test on each distinct value."""
    if operator in ("starts", "does not start"):
        found = reduce(pc.or_, (pc.starts_with(values, beginning) for beginning in wanted))
    elif operator in _CONTAINS:
        # All parts in one pass: the pattern has only literals, and RE2 runs in linear time.
        found = pc.match_substring_regex(values, "|".join(re.escape(part) for part in wanted))
    else:
        found = pc.is_in(values, pa.array(wanted, TEXT))
    return cast(Mask, found.to_numpy(zero_copy_only=False))


@lru_cache(maxsize=1024)
def _all_folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(folded, texts))


def _worded(values: pa.Array, wanted: tuple[str, ...], least: int) -> Mask:
    """Whether each plain text has at least so many different ones of the wanted words."""
    plain = is_ascii(values)

    def found(texts: pa.Array, some: tuple[str, ...]) -> Mask:
        return cast(Mask, pc.match_substring_regex(texts, pattern(some, plain)).to_numpy(zero_copy_only=False))

    decided = found(values, wanted)
    if least > 1 and plain and decided.any():  # most have one word once: those that have more are few
        often = pc.count_substring_regex(values.filter(pa.array(decided)), pattern(wanted))
        decided[decided] = often.to_numpy() >= least
    if least > 1 and decided.any():
        few = values.filter(pa.array(decided))
        decided[decided] = sum(found(few, (word,)).astype(int) for word in wanted) >= least
    return decided


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
