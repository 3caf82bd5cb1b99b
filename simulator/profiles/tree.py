"""The syntax tree of a condition: tests on one field each, joined by *and* and *or*.

A tree has no ``not``: the reader moves it down to the tests, because each operator has an opposite. Unknown values
are neither true nor false, so this changes no result, and explanations are simpler.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Literal

import pandas as pd

Operator = Literal[
    "==",
    "!=",
    "<",
    ">=",
    ">",
    "<=",
    "in",
    "not in",
    "starts",
    "does not start",
    "contains",
    "does not contain",
]
OPPOSITE: dict[Operator, Operator] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "in": "not in",
    "not in": "in",
    "starts": "does not start",
    "does not start": "starts",
    "contains": "does not contain",
    "does not contain": "contains",
}


@dataclasses.dataclass(frozen=True)
class OtherField:
    """The right-hand side of a comparison between two fields."""

    name: str


Wanted = float | pd.Timestamp | tuple[str, ...] | OtherField


@dataclasses.dataclass(frozen=True)
class Comparison:
    """One test of one field; ``label`` names the shared list of the wanted values, "" for literals.

    ``selection`` is the named selection that contains it, "" for none; it does not change the test. ``least``: how many
    different ones of the wanted words a text must contain.
    """

    field: str
    operator: Operator
    wanted: Wanted
    label: str = ""
    selection: str = dataclasses.field(default="", compare=False)
    least: int = 1

    def fields(self) -> tuple[str, ...]:
        """The field, and the field that it is compared with, if any."""
        return (self.field, self.wanted.name) if isinstance(self.wanted, OtherField) else (self.field,)

    def opposite(self) -> Comparison:
        """The test that is true exactly where this one is false."""
        return dataclasses.replace(self, operator=OPPOSITE[self.operator])

    def shown(self) -> str:
        """The wanted value in words."""
        if isinstance(self.wanted, OtherField):
            return self.wanted.name
        if isinstance(self.wanted, tuple):
            values = ", ".join(value or "(blank)" for value in self.wanted[:6])
            if len(self.wanted) > 6:
                values += f", … ({len(self.wanted)} in all)"
            many = f"at least {self.least} of " if self.least > 1 else ""
            return many + (f"{self.label}: {values}" if self.label else values)
        return f"{self.wanted:g}" if isinstance(self.wanted, float) else self.wanted.date().isoformat()


@dataclasses.dataclass(frozen=True)
class And:
    """True where all parts are true."""

    parts: tuple[Node, ...]


@dataclasses.dataclass(frozen=True)
class Or:
    """True where any part is true."""

    parts: tuple[Node, ...]


Node = Comparison | And | Or


def comparisons(node: Node) -> Iterator[Comparison]:
    """Every test of a tree, left to right."""
    if isinstance(node, Comparison):
        yield node
    else:
        for part in node.parts:
            yield from comparisons(part)


def opposite(node: Node) -> Node:
    """The tree that is true exactly where this one is false (De Morgan)."""
    if isinstance(node, Comparison):
        return node.opposite()
    parts = tuple(opposite(part) for part in node.parts)
    return Or(parts) if isinstance(node, And) else And(parts)


def named(node: Node, selection: str) -> Node:
    """The same tree, with its tests marked as part of a selection."""
    if isinstance(node, Comparison):
        return dataclasses.replace(node, selection=selection)
    return type(node)(tuple(named(part, selection) for part in node.parts))
