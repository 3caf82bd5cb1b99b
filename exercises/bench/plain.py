"""What one would write first to score declarations: rules as Python functions on each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from simulator.declaration import schema
from simulator.profiles import Profile
from simulator.profiles.tree import And, Comparison, Node, OtherField

Row = Mapping[str, Any]


def rule(profile: Profile) -> Callable[[Row], bool]:
    """A profile's condition as one Python function of a row."""
    return _function(profile.tree)


def _function(node: Node) -> Callable[[Row], bool]:
    if isinstance(node, Comparison):
        return _test(node)
    parts = [_function(part) for part in node.parts]
    if isinstance(node, And):
        return lambda row: all(part(row) for part in parts)
    return lambda row: any(part(row) for part in parts)


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
    "starts": lambda left, right: left.startswith(right),
    "does not start": lambda left, right: not left.startswith(right),
    "contains": lambda left, right: any(word in left for word in right),
    "does not contain": lambda left, right: not any(word in left for word in right),
}


def _test(test: Comparison) -> Callable[[Row], bool]:
    name, wanted = test.field, test.wanted
    other = wanted.name if isinstance(wanted, OtherField) else None
    if test.operator in ("==", "!="):
        equal = test.operator == "=="
        if isinstance(wanted, tuple):
            return lambda row: row[name] is not None and (row[name] in wanted) is equal
        return lambda row: row[name] is not None and (row[name] == (row[other] if other else wanted)) is equal
    compare = _OPERATORS[test.operator]

    def known(row: Row) -> bool:
        left, right = row[name], row[other] if other else wanted
        return left is not None and right is not None and compare(left, right)

    return known


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as dicts, ``None`` where unknown; text in small letters, as profiles read it."""
    folded = [name for name, field in schema().items() if field.kind in ("text", "id") and name in frame]
    plain = frame.astype(object).where(frame.notna(), None)
    for name in folded:
        plain[name] = [value.casefold() if isinstance(value, str) else value for value in plain[name]]
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
