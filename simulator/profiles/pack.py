"""The pack of risk profiles: one YAML file each, read and checked all together.

Loading reports every fault of every file at once, with file and line. Example rows are part of a profile: those under
``match`` must hit and those under ``no_match`` must not.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, cast

import pandas as pd

from simulator.declaration import KEY, schema
from simulator.errors import InputError
from simulator.indicators import catalogue
from simulator.profiles import sheet as sheets
from simulator.profiles.evaluate import Evaluator
from simulator.profiles.language import parse
from simulator.profiles.sheet import Sheet
from simulator.profiles.tree import And, Comparison, Node
from simulator.reference import country_known

Status = Literal["draft", "shadow", "active", "retired"]
Level = Literal["low", "medium", "high", "critical"]
Demand = Literal["red", "yellow", "blue"]
STATUSES = ("draft", "shadow", "active", "retired")
LEVELS = ("low", "medium", "high", "critical")
DEMANDS = ("red", "yellow", "blue")
LISTS = "lists.yaml"
_DIRECTIONS = {"export": "EX", "import": "IM", "transit": "TR"}
_KEYS = (
    "id title status description references author valid_from valid_to direction indicators condition lane score level "
    "hit_cap false_positives instruction examples"
).split()


@dataclass(frozen=True)
class Profile:
    """One risk profile.

    ``tree`` is the condition together with the direction; ``score`` in (0, 1) is the chance the author gives a hit;
    ``hit_cap`` is the share of declarations above which the desk is warned (hits are never dropped).
    """

    id: str
    title: str
    status: Status
    description: str
    references: tuple[str, ...]
    author: str
    valid_from: date | None
    valid_to: date | None
    direction: str
    indicators: tuple[str, ...]
    condition: str
    tree: Node
    lane: Demand
    score: float
    level: Level
    hit_cap: float
    false_positives: tuple[str, ...]
    instruction: str


def load(folder: Traversable | None = None) -> list[Profile]:
    """All profiles of a folder (default: the shipped pack), by id. ``InputError`` with the faults of all files."""
    place = files("simulator") / "data" / "profiles" if folder is None else folder
    found = sorted((item for item in place.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    faults: list[str] = []
    lists = next((_lists(_read(item, faults), faults) for item in found if item.name == LISTS), {})
    profiles = [
        profile
        for item in found
        if item.name != LISTS and (profile := read(item.name, _read(item, faults), lists, faults)) is not None
    ]
    for profile in profiles:
        if sum(other.id == profile.id for other in profiles) > 1:
            faults.append(f"{profile.id}.yaml:1: id {profile.id!r} is used by more than one file")
    if not profiles and not faults:
        faults.append(f"{place}: no profiles here: a profile is a .yaml file")
    if faults:
        raise InputError(dict.fromkeys(faults))
    return profiles


def _read(item: Traversable, faults: list[str]) -> str:
    try:
        return item.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        faults.append(f"{item.name}:1: not a text in UTF-8: save it as UTF-8")
        return "{}"


def _lists(text: str, faults: list[str]) -> Mapping[str, Sequence[str]]:
    sheet = sheets.read(LISTS, text)
    for name in sheet.values:
        if not name.isidentifier():
            sheet.fault(name, f"{name!r} is no name for a list: letters, digits and _")
        elif name in schema():
            sheet.fault(name, f"{name!r} is the name of a field: choose another for the list")
    values = {name: sheet.texts(name) for name in sheet.values}
    faults.extend(sheet.faults)
    return {name: texts for name, texts in values.items() if texts}


def read(file: str, text: str, lists: Mapping[str, Sequence[str]], faults: list[str]) -> Profile | None:
    """One profile from its file's text; faults are added to ``faults``, and then the answer is ``None``."""
    sheet = sheets.read(file, text, _KEYS)
    name = sheet.text("id")
    if name and name != file.removesuffix(".yaml"):
        sheet.fault("id", f"id is {name!r} but the file is {file}: they must agree")
    direction, scope = _direction(sheet)
    begins, ends = _day(sheet, "valid_from"), _day(sheet, "valid_to")
    if begins and ends and ends < begins:
        sheet.fault("valid_to", "valid_to is before valid_from")
    condition = sheet.text("condition")
    tree = _tree(sheet, condition, lists) if condition else None
    score = sheet.share("score")
    if score == 1:
        sheet.fault("score", "score is 1: no profile is certain, write a number below 1")
    status, level = sheet.one_of("status", STATUSES), sheet.one_of("level", LEVELS)
    if tree is not None and scope is not None:
        tree = And((scope, tree))
    profile = Profile(
        id=name,
        title=sheet.text("title"),
        status=cast(Status, status),
        description=sheet.text("description"),
        references=sheet.texts("references"),
        author=sheet.text("author"),
        valid_from=begins,
        valid_to=ends,
        direction=direction,
        indicators=_indicators(sheet),
        condition=condition,
        tree=tree or And(()),
        lane=cast(Demand, sheet.one_of("lane", DEMANDS)),
        score=score,
        level=cast(Level, level),
        hit_cap=sheet.share("hit_cap"),
        false_positives=sheet.texts("false_positives"),
        instruction=sheet.text("instruction"),
    )
    _examples(sheet, tree)
    faults.extend(sheet.faults)
    return None if sheet.faults else profile


def _direction(sheet: Sheet) -> tuple[str, Comparison | None]:
    value = sheet.one_of("direction", ("any", *_DIRECTIONS))
    return value, Comparison("declaration_type", "==", (_DIRECTIONS[value],)) if value in _DIRECTIONS else None


def _day(sheet: Sheet, key: str) -> date | None:
    value = sheet.values.get(key)
    if value is not None and type(value) is not date:
        sheet.fault(key, f"{key} is {value!r}: write a date such as 2031-01-31, or leave it out")
        return None
    return value


def _indicators(sheet: Sheet) -> tuple[str, ...]:
    named = sheet.texts("indicators")
    for indicator in named:
        if indicator not in catalogue():
            close = difflib.get_close_matches(indicator, catalogue(), n=1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            sheet.fault("indicators", f"unknown indicator {indicator!r}{hint}")
    return named


def _tree(sheet: Sheet, condition: str, lists: Mapping[str, Sequence[str]]) -> Node | None:
    try:
        return parse(condition, lists)
    except InputError as error:
        for fault in error.faults:
            sheet.fault("condition", f"condition: {fault}")
        return None


def _examples(sheet: Sheet, tree: Node | None) -> None:
    """Check the example rows against the schema and, if the condition could be read, against it."""
    examples = sheet.values.get("examples")
    if not isinstance(examples, dict) or set(examples) != {"match", "no_match"}:
        sheet.fault("examples", "examples must have rows under match and under no_match")
        return
    for side, wanted in (("match", True), ("no_match", False)):
        rows = examples[side]
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) and row for row in rows):
            sheet.fault("examples", f"examples: {side} must be a list of rows with at least one")
            continue
        good = [_row_is_good(sheet, f"{side} row {number}", row) for number, row in enumerate(rows, 1)]
        if tree is None or not all(good):
            continue
        hits = Evaluator(frame_of(rows)).truth(tree).yes
        for number, hit in enumerate(hits, 1):
            if hit != wanted:
                said = "should match the condition but does not" if wanted else "matches the condition but should not"
                sheet.fault("examples", f"examples: {side} row {number} {said}: correct one of the two")


def _row_is_good(sheet: Sheet, place: str, row: Mapping[object, object]) -> bool:
    before = len(sheet.faults)
    for name, value in row.items():
        field = schema().get(name) if isinstance(name, str) else None
        if field is None or field.tier != "declaration":
            close = difflib.get_close_matches(str(name), schema(), n=1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            sheet.fault("examples", f"examples: {place}: {name!r} is no field of the declaration{hint}")
        elif field.kind == "number":
            if type(value) not in (int, float):
                sheet.fault("examples", f"examples: {place}: {name} is {value!r}: write a number")
        elif field.kind == "date":
            if type(value) is not date:
                sheet.fault("examples", f"examples: {place}: {name} is {value!r}: write a date such as 2031-01-31")
        elif not isinstance(value, str):
            sheet.fault("examples", f"examples: {place}: {name} is {value!r}: write a text in quotes")
        elif field.kind == "country" and value and not country_known(value):
            sheet.fault("examples", f"examples: {place}: {name} is {value!r}: write a two-letter country code")
    return len(sheet.faults) == before


def frame_of(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Example rows as a frame of declarations; fields a row does not name are unknown."""
    frame = pd.DataFrame([dict(row) for row in rows])
    frame[KEY] = [f"example-{number}" for number in range(1, len(rows) + 1)]
    return frame
