"""The simplest way to score declarations: rules as Python lambdas on each row."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import pandas as pd

from simulator.profiles import And, Comparison, Node, OtherField, Profile, folded, pattern

Row = Mapping[str, Any]
Rule = Callable[[Row], bool]


def rule(profile: Profile) -> Rule:
    """A profile's condition as one Python function of a row."""
    return function(profile.tree)


def function(node: Node) -> Rule:
    """A tree as a Python function of a row."""
    if isinstance(node, Comparison):
        return _test(node)
    return reduce(_both if isinstance(node, And) else _either, map(function, node.parts))


def _both(left: Rule, right: Rule) -> Rule:
    return lambda row: left(row) and right(row)


def _either(left: Rule, right: Rule) -> Rule:
    return lambda row: left(row) or right(row)


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def _test(test: Comparison) -> Rule:
    """One lambda for each operator, as short as possible; ``None`` is an unknown value."""
    name, wanted, sign = test.field, test.wanted, test.operator
    if isinstance(wanted, OtherField):
        other, holds = wanted.name, _ORDER[sign]
        return lambda row: row[name] is not None and row[other] is not None and holds(row[name], row[other])
    if not isinstance(wanted, tuple):
        limit, holds = wanted.to_pydatetime() if isinstance(wanted, pd.Timestamp) else wanted, _ORDER[sign]
        return lambda row: (value := row[name]) is not None and holds(value, limit)
    wanted = tuple(map(folded, wanted))
    texts = frozenset(wanted)
    if sign in ("==", "in"):
        return lambda row: row[name] in texts
    if sign in ("!=", "not in"):
        return lambda row: (value := row[name]) is not None and value not in texts
    if sign == "starts":
        return lambda row: (value := row[name]) is not None and value.startswith(wanted)
    if sign == "does not start":
        return lambda row: (value := row[name]) is not None and not value.startswith(wanted)
    if test.least > 1:
        several = [re.compile(pattern((word,))).search for word in wanted]
        enough = test.least
        return lambda row: (
            (value := row[name]) is not None
            and ((sum(1 for search in several if search(value)) >= enough) == (sign == "contains"))
        )
    search = re.compile(pattern(wanted)).search
    if sign == "contains":
        return lambda row: (value := row[name]) is not None and search(value) is not None
    return lambda row: (value := row[name]) is not None and search(value) is None


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as dicts of plain values, ``None`` where unknown; texts as profiles compare them."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): _plain(value) for name, value in row.items()} for row in plain.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return folded(value)
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
