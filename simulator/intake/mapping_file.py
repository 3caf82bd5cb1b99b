"""Reads a mapping file and reports all its faults at once, each with file and line."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import yaml

from simulator.errors import InputError
from simulator.files import MAX_CHARACTERS, compose, fault, read_text
from simulator.intake.cells import cell_reader
from simulator.intake.mapping import QUOTINGS, THOUSANDS, FieldRule, Mapping
from simulator.intake.mapping_nodes import Entries, Nodes, line_of
from simulator.intake.mapping_rules import field_rule, outcome_rule
from simulator.reference import EDITIONS, KEY, schema

TEXT_KEYS = ("name", "source", "delimiter", "quoting", "decimal", "thousands", "encoding", "hs_edition")
TOP_KEYS = (*TEXT_KEYS, "digits", "unknown", "fields", "outcome")
_FOLDER = Path(str(files("simulator"))) / "data" / "mappings"


def builtin_mappings() -> dict[str, Path]:
    """The mappings that come with Redlane, by short name."""
    return {path.stem: path for path in sorted(_FOLDER.glob("*.yaml"))}


def load_mapping(name_or_path: str | Path) -> Mapping:
    """Load a mapping by its short name or from a file; ``InputError`` lists all its faults with their lines.

    >>> from simulator.intake import load_mapping
    >>> mapping = load_mapping("korea_import")
    >>> mapping.fields["hs_code"].columns, mapping.hs_edition
    (('HS6 Code',), '2017')
    """
    path = builtin_mappings().get(str(name_or_path), Path(name_or_path))
    nodes = Nodes(path)
    mapping = _mapping(nodes, nodes.entries(_root(path), "the mapping", TOP_KEYS))
    if not nodes.faults:
        _check_constants(nodes, mapping)
    if nodes.faults:
        raise InputError(nodes.faults)
    return mapping


def _mapping(nodes: Nodes, top: Entries) -> Mapping:
    text = {key: nodes.text(*top[key]) for key in TEXT_KEYS if key in top}
    for key in ("name", "source", "fields"):
        if key not in top or text.get(key) == "":
            nodes.fault(1, f"'{key}' is missing; " + _WANTED[key])
    _check_format(nodes, top, text)
    rules: dict[str, FieldRule] = {}
    if "fields" in top:
        for field, (key_node, node) in nodes.entries(top["fields"][1], "'fields'", tuple(schema())).items():
            rules[field] = field_rule(nodes, field, key_node, node)
        if KEY not in rules and isinstance(top["fields"][1], yaml.MappingNode):
            nodes.fault(
                line_of(top["fields"][0]),
                f"'fields' needs {KEY}: the column that names each declaration; if there is none, "
                f"write {KEY}: {{row_number: yes}}",
            )
    delimiter = text.get("delimiter", ",")
    return Mapping(
        path=nodes.path,
        name=text.get("name", ""),
        source=text.get("source", ""),
        fields=rules,
        outcome=outcome_rule(nodes, *top["outcome"]) if "outcome" in top else None,
        delimiter={"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter),
        quoting=text.get("quoting", "auto"),
        decimal=text.get("decimal", "."),
        thousands=THOUSANDS.get(text.get("thousands", ""), ""),
        encoding=text.get("encoding", "utf-8"),
        hs_edition=next((one for one in EDITIONS if one == text.get("hs_edition")), EDITIONS[0]),
        digits=_digits(nodes, top),
        unknown=frozenset(cell.strip() for cell in nodes.texts(*top["unknown"])) if "unknown" in top else frozenset(),
    )


def _root(path: Path) -> yaml.Node:
    if not path.exists():
        known = ", ".join(builtin_mappings())
        raise InputError(f"{path}: no such mapping file; give a path, or one of: {known}")
    _loader, node = compose(read_text(path), path, MAX_CHARACTERS)
    if node is None:
        raise InputError(fault(path, 1, "is empty; copy sad_template.yaml and name your columns in it"))
    return node


def _check_format(nodes: Nodes, top: Entries, text: dict[str, str]) -> None:
    checks: dict[str, tuple[Callable[[str], bool], str]] = {
        "delimiter": (
            lambda value: (len(value) == 1 and value not in '"\r\n') or value in ("tab", "\\t"),
            "must be one character, such as ',' or ';', or tab",
        ),
        "quoting": (lambda value: value in QUOTINGS, f"must be {', '.join(QUOTINGS)}"),
        "decimal": (lambda value: value in (".", ","), "must be '.' or ','"),
        "thousands": (
            lambda value: value in THOUSANDS and value != text.get("decimal", "."),
            "must be ',', '.', \"'\" or space, and not the decimal sign",
        ),
        "encoding": (_is_encoding, "is not an encoding Python knows; utf-8, cp1252 and cp949 are usual"),
        "hs_edition": (lambda value: value in EDITIONS, f"must be one of {', '.join(EDITIONS)}"),
    }
    for key, (good, message) in checks.items():
        if key in text and not good(text[key]):
            nodes.fault(line_of(top[key][0]), f"{key} '{text[key]}' {message}")


def _digits(nodes: Nodes, top: Entries) -> tuple[int, ...]:
    if "digits" not in top:
        return ()
    told = nodes.texts(*top["digits"])
    if not told or not all(text.isascii() and text.isdigit() and 6 <= int(text[:3]) <= 14 for text in told):
        nodes.fault(line_of(top["digits"][0]), "digits must be the length of the HS codes, 6 to 14, as 9 or [6, 8]")
        return ()
    return tuple(sorted({int(text) for text in told}))


def _check_constants(nodes: Nodes, mapping: Mapping) -> None:
    for rule in mapping.fields.values():
        if rule.constant is not None:
            fault = cell_reader(schema()[rule.field], rule, mapping)(rule.constant)[1]
            if fault:
                nodes.fault(rule.line, f"constant of '{rule.field}': {fault}")


_WANTED = {
    "name": "say in a few words what the mapping is for",
    "source": "say what the file is and where it comes from",
    "fields": "list each schema field with its column",
}


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
        return isinstance("a".encode(name), bytes)
    except (LookupError, ValueError, TypeError):
        return False
