"""The same profiles in the language of the rule-engine package (PyPI), as its author would write them.

Membership is written as ``in``. Several beginnings or parts of a text are one regular expression, because the package
tests it far faster than each part separately.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from rule_engine import Context, Rule

from simulator.profiles import And, Comparison, Node, OtherField, Profile, folded, pattern


def rule(profile: Profile) -> Callable[[Mapping[str, Any]], bool]:
    """A profile's condition as a rule of the package; ``None`` in a row is an unknown value."""
    return function(profile.tree)


def function(node: Node) -> Callable[[Mapping[str, Any]], bool]:
    """A tree as a rule of the package."""
    matches: Callable[[Mapping[str, Any]], bool] = Rule(text(node), context=Context(default_value=None)).matches
    return matches


def text(node: Node) -> str:
    """A tree in the package's language."""
    if isinstance(node, Comparison):
        return _test(node)
    return f"({(' and ' if isinstance(node, And) else ' or ').join(map(text, node.parts))})"


def _test(test: Comparison) -> str:
    name, wanted, sign = test.field, test.wanted, test.operator
    known = f"{name} != null"
    if isinstance(wanted, OtherField):
        return f"({known} and {wanted.name} != null and {name} {sign} {wanted.name})"
    if isinstance(wanted, float):
        return f"({known} and {name} {sign} {wanted!r})"
    if not isinstance(wanted, tuple):
        return f'({known} and {name} {sign} d"{wanted.isoformat()}")'
    wanted = tuple(map(folded, wanted))
    negative = sign in ("!=", "not in", "does not start", "does not contain")
    if sign in ("==", "!=", "in", "not in"):
        found = f"{name} in [{', '.join(map(_quoted, wanted))}]" if len(wanted) > 1 else f"{name} == {_quoted(*wanted)}"
    elif sign in ("starts", "does not start"):
        found = f"{name} =~ {_quoted('|'.join(map(re.escape, wanted)))}"
    else:
        found = _worded(name, wanted, test.least)
    return f"({known} and {f'not ({found})' if negative else found})"


def _worded(name: str, wanted: tuple[str, ...], least: int) -> str:
    """At least so many of the words: one of them, and the rest among those behind it in the list."""
    first = f"{name} =~~ {_quoted(pattern(wanted))}"
    if least == 1:
        return first
    rest = (
        f"({_worded(name, (word,), 1)} and {_worded(name, wanted[place:], least - 1)})"
        for place, word in enumerate(wanted[: 1 - least], 1)
    )
    return f"({first} and ({' or '.join(rest)}))"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
