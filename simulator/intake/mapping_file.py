"""Reads a mapping file and reports all its faults at once, each with file and line.

Scalars stay as written, without the types of YAML 1.1: ``NO`` is Norway, ``010`` keeps its leading zero.
"""

from __future__ import annotations

import codecs
import math
from collections.abc import Callable
from datetime import datetime
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

import yaml

from simulator.errors import InputError
from simulator.files import compose, fault, read_text
from simulator.intake.cells import cell_reader
from simulator.intake.mapping import HS_EDITIONS, FieldRule, Mapping, Outcome
from simulator.reference import KEY, schema

TOP_KEYS = ("name", "source", "delimiter", "decimal", "encoding", "hs_edition", "fields", "outcome")
FIELD_KEYS = ("column", "constant", "values", "multiply", "date_format", "evidence")
OUTCOME_KEYS = ("column", "violation_values")
_FOLDER = Path(str(files("simulator"))) / "data" / "mappings"


def builtin_mappings() -> dict[str, Path]:
    """The mappings that come with Redlane, by short name."""
    return {path.stem: path for path in sorted(_FOLDER.glob("*.yaml"))}


def load_mapping(name_or_path: str | Path) -> Mapping:
    """Load a mapping by its short name or from a file; ``InputError`` lists all its faults with their lines.

    >>> from simulator.intake import load_mapping
    >>> mapping = load_mapping("korea_import")
    >>> mapping.fields["hs_code"].column, mapping.hs_edition
    ('HS6 Code', '2017')
    """
    path = builtin_mappings().get(str(name_or_path), Path(name_or_path))
    return _MappingFile(path).load()


def closest(word: str, words: list[str]) -> str:
    """``; did you mean 'x'?`` if a known name is similar, else nothing."""
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


class _MappingFile:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[str] = []

    def load(self) -> Mapping:
        top = self._entries(self._root(), "the mapping", TOP_KEYS)
        text = {key: self._text(*top[key]) for key in TOP_KEYS[:6] if key in top}
        for key in ("name", "source", "fields"):
            if key not in top or text.get(key) == "":
                self._fault(1, f"'{key}' is missing; " + _WANTED[key])
        self._check_format(top, text)
        rules: dict[str, FieldRule] = {}
        if "fields" in top:
            for field, (key_node, node) in self._entries(top["fields"][1], "'fields'", tuple(schema())).items():
                rules[field] = self._rule(field, key_node, node)
            if KEY not in rules and isinstance(top["fields"][1], yaml.MappingNode):
                self._fault(_line(top["fields"][0]), f"'fields' needs {KEY}: the column that names each declaration")
        outcome = self._outcome(*top["outcome"]) if "outcome" in top else None
        mapping = Mapping(
            path=self.path,
            name=text.get("name", ""),
            source=text.get("source", ""),
            fields=rules,
            outcome=outcome,
            delimiter={"tab": "\t", "\\t": "\t"}.get(text.get("delimiter", ","), text.get("delimiter", ",")),
            decimal=text.get("decimal", "."),
            encoding=text.get("encoding", "utf-8"),
            hs_edition=text.get("hs_edition", "2022"),
        )
        if not self.faults:
            self._check_constants(mapping)
        if self.faults:
            raise InputError(self.faults)
        return mapping

    def _root(self) -> yaml.Node:
        if not self.path.exists():
            known = ", ".join(builtin_mappings())
            raise InputError(f"{self.path}: no such mapping file; give a path, or one of: {known}")
        _loader, node = compose(read_text(self.path), self.path)
        if node is None:
            raise InputError(fault(self.path, 1, "is empty; copy sad_template.yaml and name your columns in it"))
        return node

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(fault(self.path, line, message))

    def _entries(
        self, node: yaml.Node, what: str, known: tuple[str, ...] | None
    ) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Key → (key node, value node) of a YAML mapping; unknown and repeated keys are faults and left out."""
        entries: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        if not isinstance(node, yaml.MappingNode):
            self._fault(_line(node), f"{what} must be a list of 'key: value' lines")
            return entries
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if known is not None and key not in known:
                kind = "schema field" if "declaration_id" in known else "key"
                self._fault(_line(key_node), f"unknown {kind} '{key}' in {what}{closest(key, list(known))}")
            elif key in entries:
                self._fault(_line(key_node), f"'{key}' stands twice in {what}; keep one")
            else:
                entries[key] = (key_node, value_node)
        return entries

    def _text(self, key_node: yaml.Node, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self._fault(_line(key_node), f"'{key_node.value}' must be one value, not a list")
        return ""

    def _check_format(self, top: dict[str, tuple[yaml.Node, yaml.Node]], text: dict[str, str]) -> None:
        checks: dict[str, tuple[Callable[[str], bool], str]] = {
            "delimiter": (
                lambda value: (len(value) == 1 and value not in '"\r\n') or value in ("tab", "\\t"),
                "must be one character, such as ',' or ';', or tab",
            ),
            "decimal": (lambda value: value in (".", ","), "must be '.' or ','"),
            "encoding": (_is_encoding, "is not an encoding Python knows; utf-8, cp1252 and cp949 are usual"),
            "hs_edition": (lambda value: value in HS_EDITIONS, f"must be one of {', '.join(HS_EDITIONS)}"),
        }
        for key, (good, message) in checks.items():
            if key in text and not good(text[key]):
                self._fault(_line(top[key][0]), f"{key} '{text[key]}' {message}")

    def _rule(self, field: str, key_node: yaml.Node, node: yaml.Node) -> FieldRule:
        entries = self._entries(node, f"field '{field}'", FIELD_KEYS)
        text = {key: self._text(*entries[key]) for key in entries if key != "values"}
        line, kind = _line(key_node), schema()[field].kind
        if isinstance(node, yaml.MappingNode) and ("column" in text) == ("constant" in text):
            self._fault(line, f"field '{field}' needs either a column or a constant")
        if field == KEY and "constant" in text:
            self._fault(line, f"{KEY} cannot be a constant: each row needs a different value")
        if "multiply" in text:
            if kind != "number":
                self._fault(_line(entries["multiply"][0]), f"'multiply' is for numbers; '{field}' is a {kind}")
            if not text.get("evidence"):
                self._fault(line, f"field '{field}' multiplies without 'evidence'; name its source or say assumption")
        if "date_format" in text:
            if kind != "date":
                self._fault(_line(entries["date_format"][0]), f"'date_format' is for dates; '{field}' is a {kind}")
            elif not _is_date_format(text["date_format"]):
                self._fault(
                    _line(entries["date_format"][0]),
                    f"date_format '{text['date_format']}' must give year, month and day, such as %d.%m.%Y",
                )
        return FieldRule(
            field=field,
            line=line,
            column=text.get("column"),
            constant=text.get("constant"),
            values=self._values(field, *entries["values"]) if "values" in entries else None,
            multiply=self._factor(entries["multiply"][0], text["multiply"]) if "multiply" in text else 1.0,
            date_format=text.get("date_format", "%Y-%m-%d"),
            evidence=text.get("evidence", ""),
        )

    def _values(self, field: str, key_node: yaml.Node, node: yaml.Node) -> dict[str, str | None]:
        values: dict[str, str | None] = {}
        for cell, (cell_node, value_node) in self._entries(node, f"the values of '{field}'", None).items():
            is_null = isinstance(value_node, yaml.ScalarNode) and value_node.tag == "tag:yaml.org,2002:null"
            values[cell] = None if is_null else self._text(cell_node, value_node)
        if not values and isinstance(node, yaml.MappingNode):
            self._fault(_line(key_node), f"the values of '{field}' are empty; leave 'values' out")
        return values

    def _factor(self, key_node: yaml.Node, text: str) -> float:
        try:
            factor = float(text)
        except ValueError:
            factor = math.nan
        if not (math.isfinite(factor) and factor > 0):
            self._fault(_line(key_node), f"multiply '{text}' must be a positive number")
        return factor

    def _outcome(self, key_node: yaml.Node, node: yaml.Node) -> Outcome:
        entries = self._entries(node, "'outcome'", OUTCOME_KEYS)
        column = self._text(*entries["column"]) if "column" in entries else ""
        listed = entries["violation_values"][1] if "violation_values" in entries else None
        cells = listed.value if isinstance(listed, yaml.SequenceNode) else []
        values = frozenset(str(cell.value) for cell in cells if isinstance(cell, yaml.ScalarNode))
        if isinstance(node, yaml.MappingNode) and not column:
            self._fault(_line(key_node), "'outcome' needs the column that holds the finding")
        if isinstance(node, yaml.MappingNode) and not values:
            self._fault(
                _line(key_node), "'outcome' needs violation_values: the cells that mean a violation, as [\"1\"]"
            )
        return Outcome(column, values, _line(key_node))

    def _check_constants(self, mapping: Mapping) -> None:
        for rule in mapping.fields.values():
            if rule.constant is not None:
                fault = cell_reader(schema()[rule.field], rule, mapping)(rule.constant)[1]
                if fault:
                    self._fault(rule.line, f"constant of '{rule.field}': {fault}")


_WANTED = {
    "name": "say in a few words what the mapping is for",
    "source": "say what the file is and where it comes from",
    "fields": "list each schema field with its column",
}


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
        return isinstance("a".encode(name), bytes)
    except (LookupError, ValueError, TypeError):
        return False


def _is_date_format(text: str) -> bool:
    day = datetime(2031, 12, 25)
    try:
        return datetime.strptime(day.strftime(text), text).date() == day.date()
    except ValueError:
        return False
