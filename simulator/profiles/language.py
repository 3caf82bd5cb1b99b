"""The language of conditions: one line, read into a small tree by an allow-list, and never executed.

    strategic_match in ("named", "sanctions") and document_reference == "" and not starts(hs_code, "84")

``and``, ``or``, ``not``; comparisons of a field with a literal or with another field; ``in`` / ``not in`` a list of
literals or a named shared list; ``starts(field, values)``, ``contains(field, values)`` and, for two different ones of
the values, ``contains(field, values, 2)``; the names of selections. Comparison ignores case and the ways of writing
(``simulator.profiles.wording``). A test on an unknown value is neither true nor false. Python's parser only gives the
structure of the text; every structure that is not named here is refused.
"""

from __future__ import annotations

import ast
import dataclasses
import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

import pandas as pd

from simulator.errors import InputError
from simulator.profiles.syntax import depth_exceeds, shape
from simulator.profiles.tree import And, Comparison, Node, Operator, Or, OtherField, Wanted, comparisons, opposite
from simulator.profiles.vocabulary import Word, suggest, words
from simulator.profiles.wording import folded

MAX_LENGTH = 1000
MAX_DEPTH = 12
MAX_NODES = 300
_COMPARISONS: dict[type[ast.cmpop], Operator] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_MIRRORED: dict[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
FUNCTIONS: dict[str, Operator] = {"starts": "starts", "contains": "contains"}


def parse(
    text: str, lists: Mapping[str, Sequence[str]] | None = None, selections: Mapping[str, Node] | None = None
) -> Node:
    """Tree of a condition; it may name the given ``lists`` and ``selections``.

    ``InputError`` with every fault and its column.
    """
    if not isinstance(text, str) or not text.strip():
        raise InputError("the condition is empty: write at least one test")
    if len(text) > MAX_LENGTH:
        raise InputError(f"the condition has {len(text)} characters: at most {MAX_LENGTH}; use shared lists")
    if not text.isprintable():
        raise InputError("the condition has a line break or an invisible character: write one plain line")
    text = text.strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        column = getattr(error, "offset", None)
        place = f"column {column}: " if column else ""
        what = f"not a condition ({getattr(error, 'msg', None) or 'cannot be read'})"
        raise InputError(f"{place}{what}: write tests joined by and, or, not") from None
    if depth_exceeds(body, MAX_DEPTH) or sum(1 for _ in ast.walk(body)) > MAX_NODES:
        raise InputError(f"the condition is nested more than {MAX_DEPTH} deep or has over {MAX_NODES} parts: split it")
    reader = _Reader(text, dict(lists or {}), dict(selections or {}))
    node = reader.node(body)
    if reader.faults or node is None:
        raise InputError(reader.faults)
    if sum(1 for _ in comparisons(node)) > MAX_NODES:
        raise InputError(f"the condition with its selections has over {MAX_NODES} tests: make it two profiles")
    return node


class _Reader:
    """Converts Python's tree to ours and collects the faults."""

    def __init__(self, text: str, lists: Mapping[str, Sequence[str]], selections: Mapping[str, Node]) -> None:
        self.faults: list[str] = []
        self._bytes = text.encode()
        self._lists = lists
        self._selections = selections

    def _fault(self, node: ast.AST, message: str) -> None:
        before = self._bytes[: getattr(node, "col_offset", 0)].decode()
        self.faults.append(f"column {len(before) + 1}: {message}")

    def _name(self, node: ast.expr) -> str | None:
        """A name as written in the text; Python's parser may replace letters of other alphabets with Latin ones."""
        if not isinstance(node, ast.Name):
            return None
        return self._bytes[node.col_offset : node.end_col_offset].decode()

    def node(self, node: ast.expr) -> Node | None:
        if isinstance(node, ast.BoolOp):
            parts = [self.node(value) for value in node.values]
            known = tuple(part for part in parts if part is not None)
            if len(known) < len(parts):
                return None
            return And(known) if isinstance(node.op, ast.And) else Or(known)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.node(node.operand)
            return None if inner is None else opposite(inner)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.Call):
            return self._function(node)
        name = self._name(node)
        if name is None:
            self._fault(
                node, f"{shape(node)} cannot be used: there are and, or, not, comparisons, in, starts, contains"
            )
        elif name in self._selections:
            return self._selections[name]
        elif name in words() or not self._selections:
            self._fault(node, f"'{name}' is not a complete test: compare it with something")
        else:
            self._fault(node, f"'{name}' is not a selection{suggest(name, self._selections)}, and not a complete test")
        return None

    def _comparison(self, node: ast.Compare) -> Node | None:
        sides = [node.left, *node.comparators]
        parts: list[Node | None] = []
        for left, sign, right in zip(sides, node.ops, sides[1:], strict=False):
            operator = _COMPARISONS.get(type(sign))
            if operator is None:
                self._fault(node, "'is' is not allowed: use == or !=")
                parts.append(None)
                continue
            if not isinstance(left, ast.Name) and isinstance(right, ast.Name) and operator in _MIRRORED:
                left, right, operator = right, left, _MIRRORED[operator]
            parts.append(self._test(left, operator, right))
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        return known[0] if len(known) == 1 else And(known)

    def _function(self, node: ast.Call) -> Node | None:
        name = self._name(node.func) or shape(node.func)
        if name not in FUNCTIONS:
            self._fault(node, f"unknown function {name}{suggest(name, FUNCTIONS)}: there are starts and contains")
            return None
        most = 3 if name == "contains" else 2
        if node.keywords or not 2 <= len(node.args) <= most or any(isinstance(v, ast.Starred) for v in node.args):
            self._fault(node, f"{name} takes a field and a text or a list: {name}(field, values)")
            return None
        test = self._test(node.args[0], FUNCTIONS[name], node.args[1])
        return test if test is None or len(node.args) == 2 else self._several(test, node.args[2])

    def _several(self, test: Comparison, node: ast.expr) -> Comparison | None:
        """The test of a text for several different words of a list."""
        least = node.value if isinstance(node, ast.Constant) else None
        if words()[test.field].kind != "text":
            self._fault(node, f"'{test.field}' is no text, and several words are only counted in a text")
        elif type(least) is not int or not 2 <= least <= len(cast("tuple[str, ...]", test.wanted)):
            self._fault(node, "the third value of contains is how many words: 2 or more, at most those of the list")
        else:
            return dataclasses.replace(test, least=least)
        return None

    def _test(self, left: ast.expr, operator: Operator, right: ast.expr) -> Comparison | None:
        word = self._word(left)
        if word is None:
            return None
        if operator in ("<", "<=", ">", ">=") and word.kind not in ("number", "date"):
            self._fault(left, f"'{word.name}' is a {word.kind} field and has no order: use == or in")
            return None
        if operator in ("in", "not in", "starts", "contains"):
            return self._listed(word, operator, right)
        if isinstance(right, ast.Name):
            other = self._word(right)
            if other is None:
                return None
            if _family(other) != _family(word):
                kinds = f"'{word.name}' is a {word.kind} and '{other.name}' a {other.kind}"
                self._fault(right, f"{kinds}, so they cannot be compared: name fields of one kind")
                return None
            return Comparison(word.name, operator, OtherField(other.name))
        wanted = self._literal(word, right)
        return None if wanted is None else Comparison(word.name, operator, wanted)

    def _word(self, node: ast.expr) -> Word | None:
        name = self._name(node)
        if name is None:
            self._fault(node, f"{shape(node)} is in a place where a field is expected: write the name of a field")
            return None
        word = words().get(name)
        if word is None:
            hint = f"unknown field{suggest(name, words())}: correct the name"
            if name in self._lists:
                hint = "is a shared list, not a field: compare a field with it, as in field in list"
            elif name in self._selections:
                hint = "is a selection: use it without a comparison"
            self._fault(node, f"'{name}': {hint}")
        return word

    def _listed(self, word: Word, operator: Operator, node: ast.expr) -> Comparison | None:
        if word.kind in ("number", "date"):
            self._fault(node, f"'{word.name}' is a {word.kind} field: use comparisons")
            return None
        label, values = "", self._texts(node, plain=operator in ("starts", "contains"))
        if isinstance(node, ast.Name) and values is not None:
            label = node.id
        if values is None or not self._fits(word, operator, values, node):
            return None
        return Comparison(word.name, operator, values, label)

    def _texts(self, node: ast.expr, plain: bool) -> tuple[str, ...] | None:
        """Texts of a list, of a named list or (``plain``) of one text; ``None`` after a fault."""
        name = self._name(node)
        if name is not None:
            if name in self._lists:
                return tuple(self._lists[name])
            self._fault(node, f"unknown list '{name}'{suggest(name, self._lists)}: correct the name")
            return None
        if plain and isinstance(node, ast.Constant) and isinstance(node.value, str):
            return (node.value,)
        if not isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            self._fault(
                node, f'{shape(node)} is in a place where a list is expected: ["A", "B"] or the name of a shared list'
            )
            return None
        values: list[str] = []
        for element in node.elts:
            if not isinstance(element, ast.Constant) or not isinstance(element.value, str):
                self._fault(element, f"{shape(element)} in a list: write texts in quotes")
                return None
            values.append(element.value)
        if not values:
            self._fault(node, "the list is empty: write at least one text")
            return None
        return tuple(values)

    def _literal(self, word: Word, node: ast.expr) -> Wanted | None:
        if word.kind == "number":
            return self._number(word, node)
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            self._fault(node, f"'{word.name}' is a {word.kind} field: compare it with a text in quotes or a field")
            return None
        if word.kind == "date":
            try:
                return pd.Timestamp(date.fromisoformat(node.value))
            except ValueError:
                self._fault(node, f"'{node.value}' is not a date: write \"2031-01-31\"")
                return None
        return (node.value,) if self._fits(word, "==", (node.value,), node) else None

    def _number(self, word: Word, node: ast.expr) -> float | None:
        sign, inner = 1.0, node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            sign, inner = -1.0, node.operand
        value = inner.value if isinstance(inner, ast.Constant) else None
        if type(value) in (int, float) and abs(value) < 1e15 and math.isfinite(value):  # type: ignore[arg-type]
            return sign * float(value)  # type: ignore[arg-type]
        self._fault(node, f"'{word.name}' is a number: compare it with a number or a number field")
        return None

    def _fits(self, word: Word, operator: Operator, values: Iterable[str], node: ast.expr) -> bool:
        """Whether values can occur in the field; a value that cannot occur is a mistake of the author."""
        for value in values:
            if operator in ("starts", "contains"):
                if not folded(value):
                    self._fault(node, f"{operator} needs a text that is not blank")
                    return False
                if word.kind == "hs" and not (value.isascii() and value.isdigit() and len(value) <= 6):
                    self._fault(node, f"'{value}' is not the beginning of an HS code: up to 6 digits")
                    return False
            elif word.kind == "hs" and value and not (value.isascii() and value.isdigit() and len(value) == 6):
                self._fault(node, f"'{value}' is not an HS code of 6 digits: for headings use starts")
                return False
            elif word.choices and value not in word.choices:
                self._fault(node, f"'{value}' is not a value of '{word.name}'{suggest(value, word.choices)}")
                return False
        return True


def _family(word: Word) -> str:
    """Fields of one family can be compared: all sorts of text with each other, countries only with countries."""
    return "text" if word.kind in ("text", "id") else word.kind
