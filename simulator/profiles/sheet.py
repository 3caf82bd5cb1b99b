"""A YAML file as plain values with their line numbers, so that every fault can name its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml

MAX_CHARACTERS = 100_000
Value = object


@dataclass
class Sheet:
    """One file's top-level mapping: values, the line of each key, and the faults found so far."""

    file: str
    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def fault(self, key: str | int, message: str) -> None:
        """Note a fault at a key's line (the first line if the key is missing) or at a line number."""
        line = key if isinstance(key, int) else self.lines.get(key, 1)
        self.faults.append(f"{self.file}:{line}: {message}")

    def text(self, key: str, required: bool = True) -> str:
        """A text that is not blank; "" after a fault."""
        value = self.values.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None or required:
            self.fault(key, f"{key} must be a text" if key in self.lines else f"{key} is missing: add it")
        return ""

    def one_of(self, key: str, choices: Iterable[str]) -> str:
        """A text out of a closed set; "" after a fault."""
        value, allowed = self.values.get(key), list(choices)
        if isinstance(value, str) and value in allowed:
            return value
        said = f"{key} is {value!r}" if key in self.lines else f"{key} is missing"
        self.fault(key, f"{said}: write one of {', '.join(allowed)}")
        return ""

    def share(self, key: str) -> float:
        """A number above 0 and at most 1; nan after a fault."""
        value = self.values.get(key)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 1:
            return float(value)
        said = f"{key} is {value!r}" if key in self.lines else f"{key} is missing"
        self.fault(key, f"{said}: write a number above 0 and up to 1")
        return float("nan")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts with at least one; empty after a fault."""
        value = self.values.get(key)
        if isinstance(value, list) and value and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(str(item).strip() for item in value)
        hint = ' (put codes such as "NO" or "841410" in quotes)' if isinstance(value, list) else ""
        said = f"{key} must be a list of texts with at least one{hint}"
        self.fault(key, said if key in self.lines else f"{key} is missing: add a list of texts")
        return ()


def read(file: str, text: str, known: Iterable[str] | None = None) -> Sheet:
    """Read one file; ``known`` are the keys it may have. Faults are gathered in the sheet, nothing is raised."""
    sheet = Sheet(file)
    if len(text) > MAX_CHARACTERS:
        sheet.fault(1, f"the file has {len(text)} characters: at most {MAX_CHARACTERS}")
        return sheet
    loader: yaml.SafeLoader | None = None
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if getattr(event, "anchor", None) is not None:
                sheet.fault(
                    event.start_mark.line + 1 if event.start_mark else 1,
                    "anchors (&) and aliases (*) are not used here: write it out",
                )
                return sheet
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            sheet.fault(1, "the file must be a mapping of keys to values")
            return sheet
        for key_node, value_node in node.value:
            _take(sheet, loader, key_node, value_node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        sheet.fault(mark.line + 1 if mark else 1, f"not readable as YAML: {error.problem or error.context}")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        sheet.fault(1, f"not readable as YAML: {str(error).splitlines()[0] if str(error) else type(error).__name__}")
    finally:
        if loader is not None:
            loader.dispose()
    if known is not None:
        allowed = list(known)
        for key in sheet.values:
            if key not in allowed:
                sheet.fault(key, f"unknown key {key!r}: there are {', '.join(allowed)}")
    return sheet


def _take(sheet: Sheet, loader: yaml.SafeLoader, key_node: yaml.Node, value_node: yaml.Node) -> None:
    line = key_node.start_mark.line + 1
    key = loader.construct_object(key_node, deep=True)
    if not isinstance(key, str):
        sheet.fault(line, f"the key {key!r} must be a text")
        return
    if key in sheet.lines:
        sheet.fault(line, f"{key} is given twice: keep one")
        return
    sheet.lines[key] = line
    try:
        sheet.values[key] = loader.construct_object(value_node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        problem = getattr(error, "problem", None) or str(error)
        sheet.fault(value_node.start_mark.line + 1, f"{key} cannot be read: {problem}")
