"""A language is chosen for one thread without touching another; figures, dates, countries and stories are as it writes
them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.language import WRITTEN, languages, story, story_label
from generators.odds import story_texts, typologies
from generators.odds.sentence import FIELDS
from simulator.reference import lists as reference


@pytest.fixture
def french() -> Iterator[None]:
    """French in this thread."""
    languages.use("fr")
    yield
    languages.use(languages.SOURCE)


def test_a_language_is_used_in_its_thread_alone_and_falls_back_to_english() -> None:
    heard: list[str] = []

    def speak() -> None:
        languages.use("fr")
        heard.append(languages._("Submit"))
        heard.append(languages.ngettext("{} document check", "{} document checks", 2).format(2))
        heard.append(languages._("A text nobody translated"))
        heard.append(languages.number(1234.5, 1))

    thread = threading.Thread(target=speak)
    thread.start()
    thread.join()
    assert heard == ["Remettre", "2 contrôles documentaires", "A text nobody translated", "1\u202f234,5"]
    assert languages._("Submit") == "Submit"
    assert languages.number(1234.5, 1) == "1,234.5"


def test_the_plural_follows_the_language() -> None:
    assert languages.ngettext("{} consignment", "{} consignments", 0) == "{} consignments"
    languages.use("fr")
    try:
        assert languages.ngettext("{} consignment", "{} consignments", 0) == "{} envoi"
    finally:
        languages.use(languages.SOURCE)


@pytest.mark.parametrize(
    ("wish", "chosen", "language"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", "", "fr"),
        ("en, fr;q=0.5", "", "en"),
        ("de", "", "en"),
        ("", "", "en"),
        ("fr;q=x, fr;q=0.1", "", "fr"),
        ("fr", "en", "en"),
        ("en", "fr", "fr"),
        ("fr", "xx", "fr"),
        ("fr", "../fr", "fr"),
    ],
)
def test_a_choice_is_heard_before_the_browsers_wish(wish: str, chosen: str, language: str) -> None:
    assert languages.preferred(wish, chosen) == language


def test_a_language_calls_itself_by_its_own_name() -> None:
    assert [languages.name(code) for code in ("en", "fr")] == ["English", "Français"]


def test_english_figures_dates_and_countries() -> None:
    assert languages.number(88000) == "88,000"
    assert languages.number(-1234.567, 2) == "-1,234.57"
    assert (languages.percent(0.123), languages.percent(0.0123, 1)) == ("12\u202f%", "1.2\u202f%")
    assert (languages.signed(0.7, 1), languages.signed(-0.7, 1)) == ("+0.7", "-0.7")
    assert languages.money(88000, "EUR") == "88,000\u00a0EUR"
    assert languages.date(date(2031, 3, 5)) == "5 Mar 2031"
    assert languages.day_order() == "DD/MM/YYYY"
    assert languages.country("HK") == reference.countries()["HK"].name
    assert languages.country("LR") == "Liberia"  # in no table of the reference, but ships fly its flag
    assert languages.country("XX") == "XX"


@pytest.mark.usefixtures("french")
def test_french_figures_dates_and_countries() -> None:
    assert languages.number(88000) == "88\u202f000"
    assert languages.number(-1234.567, 2) == "-1\u202f234,57"
    assert (languages.percent(0.123), languages.percent(0.0123, 1)) == ("12\u00a0%", "1,2\u00a0%")
    assert languages.signed(0.7, 1) == "+0,7"
    assert languages.money(88000, "EUR") == "88\u202f000\u00a0EUR"
    assert languages.date(date(2031, 3, 5)) == "5 mars 2031"
    assert languages.day_order() == "DD/MM/YYYY"
    assert languages.country("DE") == "Allemagne"
    assert languages.country("XX") == "XX"


def test_a_moment_is_told_in_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Etc/GMT-3")
    time.tzset()
    try:
        assert languages.moment(datetime(2031, 3, 5, 22, 30, tzinfo=UTC)) == "6 Mar 2031, 01:30"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_language_without_a_catalogue_writes_figures_as_english_does() -> None:
    languages.use("xx")
    try:
        assert (languages.number(1234.5, 1), languages._("Submit")) == ("1,234.5", "Submit")
    finally:
        languages.use(languages.SOURCE)


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_figure_reads_back(value: float, decimals: int) -> None:
    shown = languages.number(value, decimals)
    assert abs(float(shown.replace(",", "")) - value) <= 0.5 * 10**-decimals + abs(value) * 1e-12


NAMES = st.dictionaries(st.sampled_from(FIELDS), st.text(min_size=1, max_size=40))


@given(st.sampled_from(sorted(story_texts())), NAMES, st.sampled_from(languages.available()))
def test_a_story_shows_the_names_it_was_given(name: str, names: dict[str, str], language: str) -> None:
    """Whatever stands in a name; a name that the exercise did not keep is a gap."""
    wanted = story_texts()[name].fields
    languages.use(language)
    try:
        told = story(name, names, [clause.id for clause in story_texts()[name].clauses])
    finally:
        languages.use(languages.SOURCE)
    assert told and all(names.get(field, "…") in told for field in wanted)


@pytest.mark.usefixtures("french")
def test_a_story_is_told_in_french_and_its_goods_stay_as_they_were() -> None:
    named = {"hidden": "pressure transducers", "declared": "wall clocks"}
    told = story("misclassified_goods", named)
    assert told == "Les colis contenaient\u00a0: pressure transducers, déclaré sous la position de\u00a0: wall clocks."
    assert story_label("misclassified_goods", named) == languages._(typologies()["misclassified_goods"].label)


def test_a_story_of_an_id_that_is_gone_has_no_sentence_and_its_id_for_a_name() -> None:
    assert (story("given_up", {}), story_label("given_up", {})) == ("", "given_up")


@pytest.mark.usefixtures("french")
def test_a_story_that_was_stored_as_a_sentence_is_shown_as_it_is() -> None:
    fields = {
        "sentence": "The packages held {pumps}, declared under the heading for wall clocks.",
        "label": "Violation",
    }
    assert story(WRITTEN, fields) == fields["sentence"]
    assert story_label(WRITTEN, fields) == languages._("Violation") != "Violation"
