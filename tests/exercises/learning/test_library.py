"""The library finds what it holds, says where it is from, and never calls an `ex` code controlled."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from exercises.design import citable
from exercises.dossier import specimens
from exercises.language import languages
from exercises.learning import SHELVES, Entry, match_label, search
from exercises.views import library, seat
from exercises.views.library import MOST
from simulator import reference
from simulator.reference import Tier, catalogue

pytestmark = pytest.mark.slow
DECLARED: tuple[Tier, ...] = ("declaration",)


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
            assert (
                "identify the commodity" in entry.text and "does not show that the goods are controlled" in entry.text
            )
    assert match_label("") == "Not on the strategic list."


@pytest.mark.parametrize("words", ["8419 40 distilling", "distilling 8419.40", "DISTILLING 8419"])
def test_a_code_and_a_word_are_looked_for_together(words: str) -> None:
    assert [entry.code for entry in search(words)] == ["841940"]


WORDS = st.sampled_from(sorted({word for entry in search("") for word in f"{entry.title} {entry.text}".split()}))


@given(st.one_of(st.text(max_size=40), st.lists(WORDS, min_size=1, max_size=3).map(" ".join)))
def test_whatever_is_asked_every_entry_found_holds_every_word(asked: str) -> None:
    """Held as words in what is shown; what a good's figures mean has a test of its own."""
    found = search(asked)
    assert set(found) <= set(search(""))
    wanted = plain(asked).split()
    if not wanted:
        assert found == search("")
    if not any(word[0].isdecimal() for word in wanted):
        for entry in found:
            text = plain(f"{entry.code} {entry.title} {entry.text} {entry.source}")
            assert all(word in text for word in wanted)


@given(st.sampled_from(search("")), st.data())
def test_an_entry_is_found_by_its_own_words_without_accents_and_in_capitals(entry: Entry, data: st.DataObject) -> None:
    words = [word for word in entry.title.split() if not any(letter.isdecimal() for letter in word)]
    asked = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)) if words else [entry.code]
    assert entry in search(plain(" ".join(asked)).upper(), entry.shelf)


def plain(text: str) -> str:
    """Letters without accents, in small, written for the test alone."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def test_a_cost_says_whether_it_is_an_assumption() -> None:
    source = {entry.title: entry.source for entry in search("", "lanes")}
    assert "assumption" in source["Yellow"] and "CBP" in source["Red"]


def test_a_box_names_no_standard_that_does_not_number_it() -> None:
    assert not [entry.text for entry in search("", "boxes") if re.search(r"(EU|WCO) *(·|$)", entry.text)]


def test_specimens_show_most_kinds_of_documents() -> None:
    assert {"invoice", "packing_list", "transport"} <= {paper.kind for paper in specimens()}


@pytest.fixture
def seated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seat, "person", lambda: None)
    monkeypatch.setattr(library, "exercises", lambda _someone: {"one": ("One", citable(DECLARED))})


def drawn(words: str, shelf: str, exercise: str | None = None) -> str:
    """The HTML of the page after a search, compared with an exercise."""
    script = (
        "from exercises.language import languages\nfrom exercises.views import library\n"
        f"languages.use({languages.current()!r})\nlibrary.show()\n"
    )
    page = AppTest.from_string(script, default_timeout=60).run()
    page.selectbox[0].set_value(shelf)
    page.selectbox[1].set_value(exercise)
    page.text_input[0].set_value(words).run()
    assert not page.exception, page.exception
    return "".join(str(block.proto.body) for block in page.get("html")).replace("<wbr>", "")


@pytest.mark.usefixtures("seated")
@pytest.mark.parametrize("shelf", [*SHELVES, "specimens"])
def test_no_level_of_headings_is_left_out(shelf: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", drawn("", shelf))]
    assert levels[0] == 1 and len(levels) > 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.usefixtures("seated")
def test_a_word_found_without_its_accents_is_marked_with_them() -> None:
    languages.use("fr")
    try:
        assert "<mark>expéditeur</mark>" in drawn("EXPEDITEUR", "glossary")
    finally:
        languages.use("en")


@pytest.mark.usefixtures("seated")
def test_the_page_says_how_many_entries_it_does_not_show() -> None:
    shown = drawn("", "strategic")
    assert f"{len(reference.strategic())} entries" in shown and shown.count('<th scope="row">') == MOST


def test_a_flag_says_how_it_shows_and_why_it_can_be_innocent() -> None:
    for entry in search("", "flags"):
        known = catalogue()[entry.code]
        assert f"How it shows: {known.how_it_shows}" in entry.text.split("\n")
        assert f"Why it can be innocent, for example: {known.innocent}" in entry.text.split("\n")


@pytest.mark.usefixtures("seated")
def test_all_red_flags_are_shown_and_those_that_an_exercise_does_not_offer_are_marked() -> None:
    alone, beside = drawn("", "flags"), drawn("", "flags", "one")
    for shown in (alone, beside):
        assert all(f"<code>{flag}</code>" in shown for flag in catalogue())
    assert "not in this exercise" not in alone
    rows = dict(re.findall(r"<code>([a-z_.]+)</code>(.*?)</tr>", beside))
    marked = {flag for flag, row in rows.items() if "not in this exercise" in row}
    assert marked == set(catalogue()) - set(citable(DECLARED))


@pytest.mark.usefixtures("seated")
def test_every_specimen_says_that_it_is_one() -> None:
    shown = drawn("", "specimens")
    assert shown.count("<article") == shown.count(">specimen</div>") == len(specimens())
