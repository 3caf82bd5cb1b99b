"""The library finds what it holds, says where it is from, and never calls an `ex` code controlled."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from exercises.design import citable
from exercises.dossier import specimens
from exercises.language import languages
from exercises.learning import SHELVES, Entry, match_label, search
from exercises.views import library, seat
from exercises.views.library import MOST, Offer
from simulator import reference
from simulator.packs import pack
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
        ("X060", "codes", "Individual export authorisation for dual-use items"),
        ("fob", "codes", "Free on board"),
        ("NL000101", "codes", "Rotterdam port"),
        ("Singapore hub", "countries", "Singapore: hub"),
        ("arms embargo Libya", "countries", "Libya: Arms embargo"),
        ("0101", "tariff", "Live horses, asses, mules and hinnies"),
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


@pytest.mark.parametrize(
    ("words", "shelf", "code"),
    [("CT", "codes", "CT"), ("AE", "countries", "AE"), ("44", "boxes", "44"), ("8414 10", "strategic", "841410")],
)
def test_what_is_looked_for_by_its_code_comes_first(words: str, shelf: str, code: str) -> None:
    assert (search(words)[0].shelf, search(words)[0].code) == (shelf, code)


def test_what_has_the_word_in_its_title_comes_before_what_only_mentions_it() -> None:
    named = ["declaration" in entry.title for entry in search("declaration", "glossary")]
    assert set(named) == {True, False} and named == sorted(named, reverse=True)
    assert {entry.shelf for entry in search("hub")[:20]} <= {"flags", "countries"}


def test_every_term_of_the_glossary_is_defined_in_every_language() -> None:
    def definitions() -> list[str]:
        return [entry.text.split("\n")[0] for entry in search("", "glossary")]

    english = definitions()
    assert len(set(english)) == len(english) and all(text.endswith(".") for text in english)
    languages.use("fr")
    try:
        french = definitions()
    finally:
        languages.use("en")
    assert len(set(french)) == len(english) and not set(french) & set(english)


def test_every_hub_and_measure_is_there_with_who_says_so() -> None:
    entries = search("", "countries", "eu-nl")
    hubs = {entry.code for entry in entries if entry.title.endswith(": hub")}
    assert hubs == {code for code, country in reference.countries().items() if country.hub}
    measures = [entry for entry in entries if "In force from" in entry.text]
    assert {(entry.code, entry.source) for entry in measures} == {
        (one.country, one.source) for one in pack("eu-nl").measures
    }


def test_a_hub_is_called_lawful_and_a_declared_licence_no_proof() -> None:
    assert all("which is lawful trade" in entry.text for entry in search("", "countries") if ": hub" in entry.title)
    assert "only the licence register shows whether it exists" in search("X060")[0].text


def test_codes_and_measures_are_those_of_the_pack_and_the_rest_stands_once() -> None:
    def known(rules: str) -> set[str]:
        return {entry.code for entry in search("", "codes", rules)}

    assert "X060" in known("eu-nl") and "GE01" not in known("eu-nl")
    assert "GE01" in known("ge") and "X060" not in known("ge")
    assert known("") >= known("eu-nl") | known("ge")
    assert len(search("FOB", "codes")) == len(search("FOB", "codes", "ge")) == 1
    assert {"FOB", "CT", "DEHAM"} <= known("no such pack") and "X060" not in known("no such pack")


def test_data_sheets_say_what_listed_and_other_goods_show() -> None:
    for entry in search("", "strategic"):
        sheet = reference.strategic()[entry.code].data_sheet
        assert entry.sheet == tuple((one.name, one.listed, one.other) for one in sheet) and sheet
    assert "261210" in {entry.code for entry in search("chemical concentrate in sealed drums")}


def test_every_code_of_the_tariff_is_on_one_of_two_shelves() -> None:
    listed, others = ({entry.code for entry in search("", shelf)} for shelf in ("strategic", "tariff"))
    assert not listed & others and others >= {*reference.headings()}
    assert listed | others == {*reference.codes(), *reference.headings()}
    assert {entry.text for entry in search("", "tariff") if len(entry.code) == 6} == {match_label("")}


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


EVERY = search("")
THERE = frozenset(EVERY)
WORDS = st.sampled_from(sorted({word for entry in EVERY for word in f"{entry.title} {entry.text}".split()}))


@settings(deadline=None)  # a search is no claim about time
@given(st.one_of(st.text(max_size=40), st.lists(WORDS, min_size=1, max_size=3).map(" ".join)))
def test_whatever_is_asked_every_entry_found_holds_every_word(asked: str) -> None:
    """Held as words in what is shown; what a good's figures mean has a test of its own."""
    found = search(asked)
    assert THERE.issuperset(found)
    wanted = plain(asked).split()
    if not wanted:
        assert found == EVERY
    if not any(word[0].isdecimal() for word in wanted):
        for entry in found:
            sheet = " ".join(" ".join(line) for line in entry.sheet)
            text = plain(f"{entry.code} {entry.title} {entry.text} {entry.source} {sheet}")
            assert all(word in text for word in wanted)


@given(st.sampled_from(EVERY), st.data())
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
    monkeypatch.setattr(library, "exercises", lambda _someone: {"one": Offer("One", "ge", citable(DECLARED))})


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
    shown = re.sub(r'<table class="rl-inner">.*?</table>', "", drawn("", "strategic"))
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
def test_an_exercise_brings_the_codes_of_its_administration() -> None:
    assert "X060" in drawn("", "codes") and "GE01" in drawn("GE01", "codes", "one")
    assert "No entry has all these words." in drawn("X060", "codes", "one")


@pytest.mark.usefixtures("seated")
def test_a_data_sheet_is_shown_as_a_table_in_the_language_of_papers() -> None:
    shown = drawn("261210", "strategic")
    assert (
        '<tbody lang="en"><tr><th scope="row">product stage</th><td>chemical concentrate in sealed drums</td>' in shown
    )


@pytest.mark.usefixtures("seated")
def test_every_specimen_says_that_it_is_one() -> None:
    shown = drawn("", "specimens")
    assert shown.count("<article") == shown.count(">specimen</div>") == len(specimens())


def test_the_library_knows_what_became_of_older_codes() -> None:
    found = [entry for entry in search("854140", "older", "") if entry.code == "854140"]
    assert len(found) == 1 and "HS 2017" in found[0].title and "854149: " in found[0].text
