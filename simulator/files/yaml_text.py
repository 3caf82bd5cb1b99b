"""The reader of all YAML: plain YAML as people write it, with the line of every value."""

from __future__ import annotations

from typing import Any

import yaml

from simulator.errors import InputError

MAX_CHARACTERS = 100_000
MAX_DEPTH = 8


class PlainLoader(yaml.SafeLoader):
    """Reads a tree of limited depth, without anchors, aliases and tags."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """A node; refused if it is not plain."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        problem = ""
        if getattr(event, "anchor", None) is not None:
            problem = "anchors (&) and aliases (*) are not used here: write the value in full"
        elif getattr(event, "tag", None) is not None:
            problem = "tags (!) are not used here: write only the value"
        elif self.depth > MAX_DEPTH:  # reading it would take too long
            problem = f"nested more than {MAX_DEPTH} deep: write it flat"
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The value of a node; a date or number that cannot be is a fault of its line."""
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise yaml.MarkedYAMLError(problem=str(error), problem_mark=node.start_mark) from None


def fault(path: object, line: int, text: str) -> str:
    """A fault of a data file, in the one form: ``path:line: what, and what to do``."""
    return printable(f"{path}:{line}: {text}")


def printable(text: str) -> str:
    """The text without characters that control a terminal or hide text."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def compose(text: str, path: object, at_most: int | None = None) -> tuple[PlainLoader, yaml.Node | None]:
    """The text's tree (``None`` if it is empty) and the loader that makes values from it.

    ``InputError`` if the text is not plain YAML or has more than ``at_most`` characters.
    """
    if at_most is not None and len(text) > at_most:
        raise InputError(fault(path, 1, f"the file has {len(text)} characters; shorten it to {at_most}"))
    try:
        loader = PlainLoader(text)
        return loader, loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context
        raise InputError(fault(path, mark.line + 1 if mark else 1, f"not plain YAML ({problem}); correct it")) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        problem = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(fault(path, 1, f"not plain YAML ({problem}); correct it")) from None
