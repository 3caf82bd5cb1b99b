"""The library finds what it holds, says where it is from, and never calls an `ex` code controlled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises import languages
from exercises.library import SHELVES, match_label, search
from exercises.specimens import specimens
from simulator import reference
from simulator.indicators import catalogue


@pytest.mark.parametrize(
    ("words", "shelf", "title"),
    [
        ("8419 40", "strategic", ""),
        ("consignee", "glossary", "consignee"),
        ("ROUTE abnormal", "flags", "Route is abnormal for the product and destination"),
        ("physical examination", "lanes", "Red"),
        ("gross mass", "boxes", "Gross mass"),
    ],
)
def test_each_shelf_is_searched(words: str, shelf: str, title: str) -> None:
    found = [entry for entry in search(words) if entry.shelf == shelf]
    assert found and (not title or title in {entry.title for entry in found})


def test_a_code_is_found_by_its_beginning_with_and_without_blanks() -> None:
    code = next(iter(reference.strategic()))
    for words in (code, f"{code[:4]} {code[4:]}", code[:4]):
        assert code in {entry.code for entry in search(words, "strategic")}
    assert all(entry.code.startswith("84") for entry in search("84", "strategic"))


def test_accents_do_not_matter() -> None:
    languages.use("fr")
    try:
        assert search("declarant") and search("déclarant")
        assert {one.title for one in search("expediteur", "glossary")} >= {"expéditeur (consignor)"}
    finally:
        languages.use("en")


def test_everything_is_there_and_says_where_it_is_from() -> None:
    every = search("")
    assert {entry.shelf for entry in every} == set(SHELVES)
    assert all(entry.source and entry.title for entry in every)
    assert {entry.code for entry in search("", "flags")} == set(catalogue())
    assert len(search("", "strategic")) == len(reference.strategic())


def test_an_ex_code_needs_identification_and_is_never_called_controlled() -> None:
    for entry in search("", "strategic"):
        if reference.strategic()[entry.code].match == "ex":
            assert "identify the commodity" in entry.told and "never means controlled" in entry.told
    assert match_label("") == "Not on the strategic list."


@given(st.text(max_size=40))
def test_any_words_are_answered_with_entries_that_hold_them(words: str) -> None:
    every = search("")
    found = search(words)
    assert set(found) <= set(every)
    if not words.split():
        assert found == every


def test_specimens_show_most_kinds_of_documents() -> None:
    assert {"invoice", "packing_list", "transport"} <= {paper.kind for paper in specimens()}
