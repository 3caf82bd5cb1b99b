"""A YAML file as plain values with their line numbers, so that every fault can name its line."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml

from simulator.errors import InputError
from simulator.files.values import brief
from simulator.files.yaml_text import MAX_CHARACTERS, PlainLoader, compose, fault

Value = object


@dataclass
class Sheet:
    """One file's top-level mapping: values, the line of each key, and the faults found so far.

    Lines of nested values have the keys joined by dots, and list items have their number: ``examples.match.1``.
    """

    file: str
    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def fault(self, key: str | int, message: str) -> None:
        """Note a fault at a key's line (the first line if the key is missing) or at a line number."""
        line = key if isinstance(key, int) else self.lines.get(key, 1)
        self.faults.append(fault(self.file, line, message))

    def text(self, key: str, required: bool = True) -> str:
        """A text that is not blank; "" after a fault."""
        value = self.values.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None or required:
            said = f"{key} is {brief(value)}: write a text" if key in self.lines else f"{key} is missing: add it"
            self.fault(key, said)
        return ""

    def one_of(self, key: str, choices: Iterable[str]) -> str:
        """A text from a closed set; "" after a fault."""
        value, allowed = self.values.get(key), list(choices)
        if isinstance(value, str) and value in allowed:
            return value
        said = f"{key} is {brief(value)}" if key in self.lines else f"{key} is missing"
        self.fault(key, f"{said}: write one of {', '.join(allowed)}")
        return ""

    def share(self, key: str, default: float | None = None) -> float:
        """A number above 0 and at most 1; nan after a fault. A key with a default may be left out."""
        value = self.values.get(key)
        if default is not None and key not in self.lines:
            return default
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 1:
            return float(value)
        said = f"{key} is {brief(value)}" if key in self.lines else f"{key} is missing"
        self.fault(key, f"{said}: write a number above 0 and up to 1")
        return float("nan")

    def texts(self, key: str, required: bool = True) -> tuple[str, ...]:
        """A list of texts with at least one; empty after a fault, or if it is optional and left out."""
        value = self.values.get(key)
        if not required and key not in self.lines:
            return ()
        if isinstance(value, list) and value and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(str(item).strip() for item in value)
        hint = ' (put codes such as "NO" or "841410" in quotes)' if isinstance(value, list) else ""
        said = f"{key} must be a list of texts with at least one{hint}"
        self.fault(key, said if key in self.lines else f"{key} is missing: add a list of texts")
        return ()


def read_sheet(file: str, text: str, known: Iterable[str] | None = None) -> Sheet:
    """Read one file; ``known`` are the keys it may have. Faults are collected in the sheet; nothing is raised."""
    sheet = Sheet(file)
    try:
        loader, node = compose(text, file, MAX_CHARACTERS)
    except InputError as error:
        sheet.faults += error.faults
        return sheet
    if not isinstance(node, yaml.MappingNode):
        sheet.fault(1, "the file must be keys with their values; write lines such as key: value")
        return sheet
    for key_node, value_node in node.value:
        try:
            _take(sheet, loader, key_node, value_node)
        except yaml.MarkedYAMLError as error:
            sheet.fault(key_node.start_mark.line + 1, f"not plain YAML ({error.problem}); write a key of letters")
    if known is not None:
        allowed = list(known)
        for key in sheet.values:
            if key not in allowed:
                sheet.fault(key, f"unknown key {brief(key)}: there are {', '.join(allowed)}")
    return sheet


def _take(sheet: Sheet, loader: PlainLoader, key_node: yaml.Node, value_node: yaml.Node) -> None:
    line = key_node.start_mark.line + 1
    key = loader.construct_object(key_node, deep=True)
    if not isinstance(key, str):
        sheet.fault(line, f"the key {brief(key)} is not a text; put it in quotes")
        return
    if key in sheet.lines:
        sheet.fault(line, f"{key} is given twice: keep one")
        return
    _look_over(sheet, key, line, value_node)
    try:
        sheet.values[key] = loader.construct_object(value_node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        problem = getattr(error, "problem", None) or str(error)
        sheet.fault(value_node.start_mark.line + 1, f"{key} cannot be read ({problem}); correct it")


def _look_over(sheet: Sheet, key: str, line: int, value: yaml.Node) -> None:
    """Note the lines of everything under a key; find keys given twice and invisible characters."""
    nodes = deque([(key, value)])
    sheet.lines[key] = line
    while nodes:
        place, node = nodes.popleft()
        if isinstance(node, yaml.ScalarNode):
            hidden = next((sign for sign in node.value if not sign.isprintable() and sign not in "\n\t"), None)
            if hidden:
                sheet.fault(place, f"{place} has an invisible character (U+{ord(hidden):04X}): remove it")
            continue
        mapped = isinstance(node, yaml.MappingNode)
        parts = node.value if mapped else [(item, item) for item in node.value]
        for number, (name, item) in enumerate(parts, 1):
            inner = f"{place}.{name.value if mapped else number}"
            if inner in sheet.lines:
                sheet.fault(name.start_mark.line + 1, f"{inner} is given twice: keep one")
            sheet.lines[inner] = name.start_mark.line + 1
            nodes.append((inner, item))
