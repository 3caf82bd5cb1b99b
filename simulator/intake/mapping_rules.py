"""The parts of a mapping file: the rule of one field, and the outcome."""

from __future__ import annotations

import math
from collections.abc import Mapping as Dictionary
from datetime import datetime

import yaml

from simulator.intake.mapping import SERIAL, FieldRule, Outcome
from simulator.intake.mapping_nodes import Entries, Nodes, is_null, line_of
from simulator.intake.outcomes import opposites, plain
from simulator.reference import KEY, schema

FIELD_KEYS = (
    "column",
    "columns",
    "join",
    "row_number",
    "constant",
    "values",
    "multiply",
    "units",
    "negative",
    "date_format",
    "codes",
    "evidence",
)
OUTCOME_KEYS = ("column", "violation_values", "lawful_values")
_FOR: Dictionary[str, tuple[str, str]] = {
    "multiply": ("number", "numbers"),
    "units": ("number", "numbers"),
    "negative": ("number", "numbers"),
    "date_format": ("date", "dates"),
    "codes": ("country", "countries"),
}
"""Keys that only fields of one kind can have."""


def field_rule(nodes: Nodes, field: str, key_node: yaml.Node, node: yaml.Node) -> FieldRule:
    """The rule of one field; faults are noted."""
    entries = nodes.entries(node, f"field '{field}'", FIELD_KEYS)
    lists = ("values", "columns", "units", "row_number")
    text = {key: nodes.text(*entries[key]) for key in entries if key not in lists}
    line, kind = line_of(key_node), schema()[field].kind
    row_number = "row_number" in entries and nodes.yes(*entries["row_number"])
    columns = _columns(nodes, entries, text)
    if isinstance(node, yaml.MappingNode):
        _check_origin(nodes, field, line, entries, row_number)
    for key, (wanted, plural) in _FOR.items():
        if key in entries and kind != wanted:
            nodes.fault(line_of(entries[key][0]), f"'{key}' is for {plural}; '{field}' is a {kind}")
    if "multiply" in text and not text.get("evidence"):
        nodes.fault(line, f"field '{field}' multiplies without 'evidence'; name its source or say assumption")
    if "date_format" in text and kind == "date" and not _is_date_format(text["date_format"]):
        nodes.fault(
            line_of(entries["date_format"][0]),
            f"date_format '{text['date_format']}' must give year and month, such as %d.%m.%Y or %Y-%m, or be serial",
        )
    _check_one_of(nodes, entries, text, "negative", ("fault", "unknown"))
    units = nodes.texts(*entries["units"]) if "units" in entries else ()
    if any(not unit.strip() or any(sign.isdigit() or sign in ".,()-" for sign in unit) for unit in units):
        nodes.fault(line_of(entries["units"][0]), "units must be letters or currency signs, as [kg, $]")
    _check_one_of(nodes, entries, text, "codes", ("letters", "numeric"))
    return FieldRule(
        field=field,
        line=line,
        columns=columns,
        join=text.get("join", "/" if kind == "id" else " "),
        row_number=row_number,
        constant=text.get("constant"),
        values=_values(nodes, field, *entries["values"]) if "values" in entries else None,
        multiply=_factor(nodes, entries["multiply"][0], text["multiply"]) if "multiply" in text else 1.0,
        date_format=text.get("date_format", "%Y-%m-%d"),
        units=units,
        negative_unknown=text.get("negative") == "unknown",
        numeric=text.get("codes") == "numeric",
        evidence=text.get("evidence", ""),
    )


def outcome_rule(nodes: Nodes, key_node: yaml.Node, node: yaml.Node) -> Outcome:
    """The rule of the outcome; without ``lawful_values`` they are the opposites of well-known words."""
    entries = nodes.entries(node, "'outcome'", OUTCOME_KEYS)
    line = line_of(key_node)
    column = nodes.text(*entries["column"]) if "column" in entries else ""
    bad = _plain_cells(nodes, entries, "violation_values")
    good = _plain_cells(nodes, entries, "lawful_values") if "lawful_values" in entries else opposites(bad)
    if isinstance(node, yaml.MappingNode):
        if not column:
            nodes.fault(line, "'outcome' needs the column that holds the finding")
        if not bad:
            nodes.fault(line, "'outcome' needs violation_values: the cells that mean a violation, as [\"1\"]")
        for cell in sorted(bad & good):
            nodes.fault(line, f"'{cell}' cannot mean both a violation and lawful goods; keep it in one list")
    return Outcome(column, bad, good, line)


def _plain_cells(nodes: Nodes, entries: Entries, key: str) -> frozenset[str]:
    return frozenset(plain(cell) for cell in nodes.texts(*entries[key])) if key in entries else frozenset()


def _columns(nodes: Nodes, entries: Entries, text: Dictionary[str, str]) -> tuple[str, ...]:
    several = nodes.texts(*entries["columns"]) if "columns" in entries else ()
    return (*((text["column"],) if "column" in text else ()), *several)


def _check_origin(nodes: Nodes, field: str, line: int, entries: Entries, row_number: bool) -> None:
    ways = [key for key in ("column", "columns", "constant") if key in entries]
    if len(ways) != 1 and not (row_number and not ways):
        nodes.fault(line, f"field '{field}' needs either a column or a constant (or 'columns': a list that is joined)")
    if field == KEY and "constant" in entries:
        nodes.fault(line, f"{KEY} cannot be a constant: each row needs a different value")
    if row_number and field != KEY:
        nodes.fault(line, f"'row_number' is for {KEY}; '{field}' needs a column or a constant")
    if "join" in entries and "columns" not in entries:
        nodes.fault(line, "'join' is for several 'columns'; leave it out")


def _check_one_of(nodes: Nodes, entries: Entries, text: Dictionary[str, str], key: str, known: tuple[str, ...]) -> None:
    if key in text and text[key] not in known:
        nodes.fault(line_of(entries[key][0]), f"{key} '{text[key]}' must be {' or '.join(known)}")


def _values(nodes: Nodes, field: str, key_node: yaml.Node, node: yaml.Node) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for cell, (cell_node, value_node) in nodes.entries(node, f"the values of '{field}'", None).items():
        values[cell] = None if is_null(value_node) else nodes.text(cell_node, value_node)
    if not values and isinstance(node, yaml.MappingNode):
        nodes.fault(line_of(key_node), f"the values of '{field}' are empty; leave 'values' out")
    return values


def _factor(nodes: Nodes, key_node: yaml.Node, text: str) -> float:
    try:
        factor = float(text)
    except ValueError:
        factor = math.nan
    if not (math.isfinite(factor) and factor > 0):
        nodes.fault(line_of(key_node), f"multiply '{text}' must be a positive number")
    return factor


def _is_date_format(text: str) -> bool:
    if text == SERIAL:
        return True
    day = datetime(2031, 12, 25)
    try:
        read = datetime.strptime(day.strftime(text), text)
    except ValueError:
        return False
    return read.date() in (day.date(), day.replace(day=1).date())
