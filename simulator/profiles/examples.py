"""Example rows of a profile: those under ``match`` must hit, those under ``no_match`` must not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from simulator.files import Sheet, brief
from simulator.profiles.evaluate import Evaluator
from simulator.profiles.tree import Node
from simulator.profiles.vocabulary import suggest
from simulator.reference import KEY, country_known, schema

LARGEST = 1e15  # as in conditions


def check(sheet: Sheet, tree: Node | None) -> None:
    """Check the example rows against the schema, and against the condition if it could be read."""
    told = sheet.values.get("examples")
    if not isinstance(told, dict) or set(told) != {"match", "no_match"}:
        sheet.fault("examples", "examples must have rows under match and under no_match")
        return
    numbered = [numbers for side in ("match", "no_match") for numbers in _good_rows(sheet, side, told[side])]
    if tree is None or not numbered:
        return
    hits = Evaluator(frame_of([row for _, _, row in numbered])).true(tree)
    for (side, number, _), hit in zip(numbered, hits, strict=True):
        if hit != (side == "match"):
            said = "matches the condition but should not" if hit else "should match the condition but does not"
            sheet.fault(f"examples.{side}.{number}", f"examples: {side} row {number} {said}: correct one of the two")


def _good_rows(sheet: Sheet, side: str, rows: object) -> list[tuple[str, int, Mapping[str, object]]]:
    """Side, number and row of the rows without a fault."""
    place = f"examples.{side}"
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) and row for row in rows):
        sheet.fault(place, f"examples: {side} must be a list of rows with at least one")
        return []
    return [(side, number, row) for number, row in enumerate(rows, 1) if _is_good(sheet, f"{place}.{number}", row)]


def frame_of(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Example rows as a frame of declarations; fields that a row does not name are unknown."""
    frame = pd.DataFrame([dict(row) for row in rows])
    frame[KEY] = [f"example-{number}" for number in range(1, len(rows) + 1)]
    return frame


def _is_good(sheet: Sheet, place: str, row: Mapping[object, object]) -> bool:
    faults = [(name, fault) for name, value in row.items() if (fault := _cell_fault(name, value))]
    for name, fault in faults:
        sheet.fault(f"{place}.{name}", f"{place}: {fault}")
    return not faults


def _cell_fault(name: object, value: object) -> str:
    field = schema().get(name) if isinstance(name, str) else None
    wanted = ""
    if field is None or field.tier != "declaration":
        return f"{brief(name)} is not a field of the declaration{suggest(str(name), schema())}"
    if field.kind == "number":
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not abs(value) < LARGEST:
            wanted = "a number"
    elif field.kind == "date":
        if type(value) is not date:
            wanted = "a date such as 2031-01-31"
    elif not isinstance(value, str) or not value.isprintable():
        wanted = "a text in quotes"
    elif field.kind == "country" and value and not country_known(value):
        wanted = "a two-letter country code"
    return f"{name} is {brief(value)}: write {wanted}" if wanted else ""
