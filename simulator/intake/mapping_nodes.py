"""Reads parts of a mapping file and collects their faults, each with file and line.

Scalars stay as written, without the types of YAML 1.1: ``NO`` is Norway, ``010`` keeps its leading zero.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import yaml

from simulator.files import fault

Entries = dict[str, tuple[yaml.Node, yaml.Node]]
"""Key → (key node, value node) of a YAML mapping."""
_NULL = "tag:yaml.org,2002:null"


def closest(word: str, words: list[str]) -> str:
    """``; did you mean 'x'?`` if a known name is similar, else nothing."""
    small = {known.casefold(): known for known in reversed(words)}
    near = get_close_matches(word.casefold(), list(small), n=1, cutoff=0.6)
    return f"; did you mean '{small[near[0]]}'?" if near else ""


def line_of(node: yaml.Node) -> int:
    """The node's line, from 1."""
    return int(node.start_mark.line) + 1


def is_null(node: yaml.Node) -> bool:
    """Whether the value is YAML's null."""
    return isinstance(node, yaml.ScalarNode) and node.tag == _NULL


class Nodes:
    """The nodes of one file as texts and lists; ``faults`` grows as they are read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[str] = []

    def fault(self, line: int, message: str) -> None:
        """Note a fault of a line."""
        self.faults.append(fault(self.path, line, message))

    def entries(self, node: yaml.Node, what: str, known: tuple[str, ...] | None) -> Entries:
        """The keys of a YAML mapping; unknown and repeated keys are faults and left out."""
        entries: Entries = {}
        if not isinstance(node, yaml.MappingNode):
            self.fault(line_of(node), f"{what} must be a list of 'key: value' lines")
            return entries
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if known is not None and key not in known:
                kind = "schema field" if "declaration_id" in known else "key"
                self.fault(line_of(key_node), f"unknown {kind} '{key}' in {what}{closest(key, list(known))}")
            elif key in entries:
                self.fault(line_of(key_node), f"'{key}' stands twice in {what}; keep one")
            else:
                entries[key] = (key_node, value_node)
        return entries

    def text(self, key_node: yaml.Node, node: yaml.Node) -> str:
        """A value as written."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self.fault(line_of(key_node), f"'{key_node.value}' must be one value, not a list")
        return ""

    def texts(self, key_node: yaml.Node, node: yaml.Node) -> tuple[str, ...]:
        """A list of values as written; one value is a list of one."""
        if isinstance(node, yaml.ScalarNode):
            return (str(node.value),)
        if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            return tuple(str(item.value) for item in node.value)
        self.fault(line_of(key_node), f'\'{key_node.value}\' must be one value or a list, as ["1", "2"]')
        return ()

    def yes(self, key_node: yaml.Node, node: yaml.Node) -> bool:
        """A value that is yes or no."""
        text = self.text(key_node, node).casefold()
        if text not in ("yes", "no", "true", "false"):
            self.fault(line_of(key_node), f"'{key_node.value}' must be yes or no")
        return text in ("yes", "true")
