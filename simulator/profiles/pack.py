"""The pack of risk profiles: one YAML file for each; all are read and checked together.

Loading reports every fault of every file at once, with file and line. ``docs/profiles.md`` explains the keys.
"""

from __future__ import annotations

import keyword
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, cast

from simulator.errors import InputError
from simulator.files import Sheet, brief, read_sheet
from simulator.profiles import examples
from simulator.profiles.language import FUNCTIONS, parse
from simulator.profiles.tree import And, Comparison, Node, comparisons, named
from simulator.profiles.vocabulary import suggest, words
from simulator.reference import catalogue, schema

Status = Literal["draft", "shadow", "active", "retired"]
Level = Literal["low", "medium", "high", "critical"]
Demand = Literal["red", "yellow", "blue"]
STATUSES = ("draft", "shadow", "active", "retired")
LEVELS = ("low", "medium", "high", "critical")
DEMANDS = ("red", "yellow", "blue")
SHIPPED = files("simulator") / "data" / "profiles"
LISTS = "lists.yaml"
_DIRECTIONS = {"export": "EX", "import": "IM", "transit": "TR"}
KEYS = (
    "id title status description references author valid_from valid_to direction offices indicators selections "
    "condition lane selection_share score level hit_cap false_positives instruction examples"
).split()


@dataclass(frozen=True)
class Profile:
    """One risk profile.

    ``tree`` is the condition together with direction and offices (none = all); ``selection_share`` the share of the
    hits that are sent to the lane; ``score`` in (0, 1) the author's chance that a hit is a violation; ``hit_cap`` the
    share of declarations above which the desk is warned (hits are never dropped).
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
    offices: tuple[str, ...]
    indicators: tuple[str, ...]
    selections: Mapping[str, str]
    condition: str
    tree: Node
    lane: Demand
    selection_share: float
    score: float
    level: Level
    hit_cap: float
    false_positives: tuple[str, ...]
    instruction: str


def load(folder: Traversable | None = None) -> list[Profile]:
    """All profiles of a folder (default: the shipped pack), by id. ``InputError`` with the faults of all files.

    >>> from simulator.profiles import load
    >>> profile = load()[0]
    >>> profile.id, profile.status, profile.lane
    ('advanced-goods-small-economy', 'active', 'yellow')
    """
    return list(_shipped()) if folder is None else _load(folder)


@cache
def _shipped() -> tuple[Profile, ...]:
    """The shipped pack, read and checked once in a process: that takes a second, as long as a week of a campaign."""
    return tuple(_load(SHIPPED))


def _load(place: Traversable) -> list[Profile]:
    found = sorted((item for item in place.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    faults: list[str] = []
    lists = next((_lists(item, faults) for item in found if item.name == LISTS), {})
    profiles = [_profile(item, lists, faults) for item in found if item.name != LISTS]
    if not profiles and not faults:
        faults.append(f"{place}: no profiles found: a profile is a .yaml file")
    if faults:
        raise InputError(dict.fromkeys(faults))
    return [profile for profile in profiles if profile is not None]


def load_one(file: Traversable, folder: Traversable | None = None) -> Profile:
    """A profile outside the pack, such as a draft, read with the shared lists of a pack (default: the shipped one).

    ``InputError`` with all its faults.
    """
    faults: list[str] = []
    lists = (folder or SHIPPED) / LISTS
    profile = _profile(file, _lists(lists, faults) if lists.is_file() else {}, faults)
    if faults or profile is None:
        raise InputError(faults)
    return profile


def _profile(item: Traversable, lists: Mapping[str, Sequence[str]], faults: list[str]) -> Profile | None:
    text = _text(item, faults)
    return None if text is None else read(item.name, text, lists, faults)


def _text(item: Traversable, faults: list[str]) -> str | None:
    try:
        return item.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        faults.append(f"{item.name}:1: the text is not UTF-8: save it as UTF-8")
    except OSError as error:
        faults.append(f"{item.name}:1: cannot be read ({error.strerror or error}): check the file and your rights")
    return None


def _lists(item: Traversable, faults: list[str]) -> Mapping[str, Sequence[str]]:
    sheet = read_sheet(LISTS, _text(item, faults) or "{}")
    for name in sheet.values:
        if fault := _unfit(name, ()):
            sheet.fault(name, f"{brief(name)} {fault}: choose another for the list")
    values = {name: sheet.texts(name) for name in sheet.values}
    faults.extend(sheet.faults)
    return {name: texts for name, texts in values.items() if texts}


def _unfit(name: object, lists: Collection[str]) -> str:
    """Why a list or a selection cannot have a name, "" if it can."""
    if not isinstance(name, str) or not name.isascii() or not name.isidentifier() or keyword.iskeyword(name):
        return "is not a name: use letters, digits and _"
    if name in schema() or name in words():
        return "is the name of a field"
    if name in FUNCTIONS:
        return "is the name of a function"
    return "is the name of a shared list" if name in lists else ""


def read(file: str, text: str, lists: Mapping[str, Sequence[str]], faults: list[str]) -> Profile | None:
    """One profile from its file's text; with faults, which are added to ``faults``, the result is ``None``."""
    sheet = read_sheet(file, text, KEYS)
    name = sheet.text("id")
    if name and name != file.removesuffix(".yaml"):
        sheet.fault("id", f"id is {brief(name)} but the file is {file}: they must agree")
    begins, ends = _day(sheet, "valid_from"), _day(sheet, "valid_to")
    if begins and ends and ends < begins:
        sheet.fault("valid_to", "valid_to is before valid_from: correct one of the two")
    direction, offices = sheet.one_of("direction", ("any", *_DIRECTIONS)), sheet.texts("offices", required=False)
    selections, tree = _condition(sheet, lists)
    if tree is not None:
        tree = And((*_scope(direction, offices), tree))
    score = sheet.share("score")
    if score == 1:
        sheet.fault("score", "score is 1: no profile is certain, write a number below 1")
    profile = Profile(
        id=name,
        title=sheet.text("title"),
        status=cast(Status, sheet.one_of("status", STATUSES)),
        description=sheet.text("description"),
        references=sheet.texts("references"),
        author=sheet.text("author"),
        valid_from=begins,
        valid_to=ends,
        direction=direction,
        offices=offices,
        indicators=_indicators(sheet),
        selections=selections,
        condition=sheet.text("condition"),
        tree=tree or And(()),
        lane=cast(Demand, sheet.one_of("lane", DEMANDS)),
        selection_share=sheet.share("selection_share", default=1.0),
        score=score,
        level=cast(Level, sheet.one_of("level", LEVELS)),
        hit_cap=sheet.share("hit_cap"),
        false_positives=sheet.texts("false_positives"),
        instruction=sheet.text("instruction"),
    )
    examples.check(sheet, tree)
    faults.extend(sheet.faults)
    return None if sheet.faults else profile


def _scope(direction: str, offices: tuple[str, ...]) -> Iterator[Comparison]:
    """Limits of a profile in addition to its condition; a declaration without the field is outside."""
    if direction in _DIRECTIONS:
        yield Comparison("declaration_type", "==", (_DIRECTIONS[direction],))
    if offices:
        yield Comparison("declaration_office", "in", offices, "offices")


def _day(sheet: Sheet, key: str) -> date | None:
    value = sheet.values.get(key)
    if value is not None and type(value) is not date:
        sheet.fault(key, f"{key} is {brief(value)}: write a date such as 2031-01-31, or leave it out")
        return None
    return value


def _indicators(sheet: Sheet) -> tuple[str, ...]:
    named = sheet.texts("indicators")
    for indicator in named:
        if indicator not in catalogue():
            sheet.fault(
                "indicators", f"unknown indicator {brief(indicator)}{suggest(indicator, catalogue())}: correct it"
            )
    return named


def _condition(sheet: Sheet, lists: Mapping[str, Sequence[str]]) -> tuple[Mapping[str, str], Node | None]:
    """Selections as written, and the tree of the condition; ``None`` after a fault in either."""
    told, trees = sheet.values.get("selections", {}), dict[str, Node]()
    before = len(sheet.faults)
    if not isinstance(told, dict) or ("selections" in sheet.lines and not told):
        sheet.fault("selections", "selections must be names, each with a condition")
        told = {}
    for name, text in told.items():
        place = f"selections.{name}"
        if fault := _unfit(name, lists):
            sheet.fault(place, f"selections: {brief(name)} {fault}: choose another for the selection")
        elif not isinstance(text, str):
            sheet.fault(place, f"{place} is {brief(text)}: write a condition")
        else:
            trees[name] = named(_tree(sheet, place, text, lists, {}) or And(()), name)
    condition = sheet.text("condition")
    tree = _tree(sheet, "condition", condition, lists, trees) if condition else None
    if len(sheet.faults) > before:
        return {}, None
    used = {test.selection for test in comparisons(tree)} if tree else set()
    for name in trees if tree else ():
        if name not in used:
            sheet.fault(f"selections.{name}", f"selections.{name} is not used in the condition: use it or delete it")
    return told, tree


def _tree(
    sheet: Sheet, place: str, text: str, lists: Mapping[str, Sequence[str]], selections: Mapping[str, Node]
) -> Node | None:
    try:
        return parse(text, lists, selections)
    except InputError as error:
        for fault in error.faults:
            sheet.fault(place, f"{place}: {fault}")
        return None
