"""Faults of values in plain words: what is wrong and what to do, with the line, and without words of Python."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from simulator.errors import InputError
from simulator.files import KeyFaults, faults_of, parse_yaml, shaped


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    also: str = "a"
    name: str = Field(default="x", min_length=1, max_length=5)
    long: str = Field(default="xxx", min_length=3)
    code: Annotated[str, shaped("[A-Z]+", "write capital letters")] = "A"
    whole: int = Field(default=1, ge=0)
    share: float = Field(default=0.5, gt=0, lt=1)
    most: float = Field(default=0.5, le=1, allow_inf_nan=False)
    flag: bool = True
    day: date = date(2026, 1, 1)
    kind: Literal["good", "bad"] = "good"
    only: Literal["one"] = "one"
    items: tuple[int, ...] = Field(default=(1,), min_length=1, max_length=2)
    names: frozenset[str] = frozenset()
    map: dict[str, float] = {}
    rows: list[float] | dict[str, list[float]] = []


class File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    parts: list[Part]

    @model_validator(mode="after")
    def _no_nine(self) -> File:
        nines = [place for place, part in enumerate(self.parts) if part.whole == 9]
        if nines:
            raise KeyFaults((("parts", place, "whole"), "is 9; write another number") for place in nines)
        return self


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "file.yaml", File)
    return caught.value.faults


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("name: 12", "name: is 12, not a text; put it in quotes"),
        ("name: NO", "name: is false, not a text; put it in quotes"),
        ("name:", "name: is empty; write a text"),
        ("name: ''", "name: is empty; write a text"),
        ("name: [a]", "name: is a list; write a text"),
        ("name: abcdefg", "name: has too many characters (7); write at most 5"),
        ("long: a", "long: has too few characters (1); write at least 3"),
        ("code: a b", "code: is 'a b'; write capital letters"),
        ("whole: many", "whole: is 'many'; write a whole number"),
        ("whole: 1.5", "whole: is 1.5; write a whole number"),
        ("whole: -1", "whole: is -1; write 0 or more"),
        ("share: {a: 1}", "share: is a group of keys; write a number"),
        ("share: 0", "share: is 0; write a number above 0"),
        ("share: 1.0", "share: is 1.0; write a number below 1"),
        ("most: 2", "most: is 2; write 1 or less"),
        ("most: .inf", "most: is inf; write a number"),
        ("flag: perhaps", "flag: is 'perhaps'; write true or false"),
        ("day: tomorrow", "day: is 'tomorrow'; write a date such as 2026-03-31"),
        ("kind: dear", "kind: is 'dear'; write one of good, bad"),
        ("only: two", "only: is 'two'; write one"),
        ("items: 3", "items: is 3; write a list such as [a, b]"),
        ("items: []", "items: has too few entries (0); write at least 1"),
        ("items: [1, 2, 3]", "items: has too many entries (3); write at most 2"),
        ("items: [1, b]", "items.2: is 'b'; write a whole number"),
        ("names: 3", "names: is 3; write a list such as [a, b]"),
        ("map: [a]", "map: is a list; write keys with their values"),
        ("map: {NO: 1}", "map.false: is false, not a text; put it in quotes"),
        ("map: {5: 1}", "map.5: is 5, not a text; put it in quotes"),
        ("rows: 5", "rows: is 5; write a list, or keys with their values"),
        ("rows: [a]", "rows.1: is 'a'; write a number"),
        ("rows: {a: 5}", "rows.a: is 5; write a list such as [a, b]"),
        ("strange: x", "strange: unknown key; correct it or take it out"),
    ],
)
def test_each_kind_of_fault_says_what_is_wrong_and_what_to_do(line: str, said: str) -> None:
    assert faults(f"parts:\n- name: a\n- also: a\n  {line}\n") == [f"file.yaml:4: parts.2.{said}"]


def test_a_missing_key_and_a_file_that_is_empty_or_a_list_are_faults_of_the_first_line() -> None:
    assert faults("{}") == ["file.yaml:1: parts: missing; add it"]
    assert faults("") == ["file.yaml:1: the file is empty; write keys with their values"]
    assert faults("- a") == ["file.yaml:1: the file is a list; write keys with their values"]


def test_a_part_that_is_a_text_needs_keys() -> None:
    assert faults("parts:\n- a\n") == ["file.yaml:2: parts.1: is 'a'; write keys with their values"]


def test_faults_that_a_validator_finds_have_each_their_own_line() -> None:
    text = "parts:\n- whole: 9\n- whole: 1\n- whole: 9\n"
    assert faults(text) == [f"file.yaml:{n}: parts.{n - 1}.whole: is 9; write another number" for n in (2, 4)]


def test_a_date_that_cannot_be_is_a_fault_of_its_line() -> None:
    (found,) = faults("parts:\n- name: a\n  day: 2026-13-45\n")
    assert found.startswith("file.yaml:3: not plain YAML (") and found.endswith("; correct it")


def test_a_long_value_is_cut_short() -> None:
    long = "x" * 5_000
    assert all(len(found) < 150 for line in (f"kind: {long}", f"code: {long}") for found in faults(f"parts:\n- {line}"))


def test_faults_are_translated_where_somebody_reads_them() -> None:
    with pytest.raises(ValidationError) as caught:
        Part.model_validate({"whole": None})
    assert faults_of(caught.value, {"is {value}; write a whole number": "{value}!", "empty": "vide"}.__getitem__) == [
        (("whole",), "vide!")
    ]


@pytest.mark.parametrize("value", [None, True, -5, 0.5, "", "Xx xx", [], {}, ["a"], {"k": 1}, float("nan"), date.max])
def test_no_fault_has_a_word_of_python_or_of_the_library(value: Any) -> None:
    for name in Part.model_fields:
        try:
            Part.model_validate({name: value})
        except ValidationError as error:
            ((_key, said), *_more) = faults_of(error)
            assert not re.search(r"None|True|False|nput|valid|dict|tuple|str\b|float|int\b|datetime", said), said
            assert ";" in said
