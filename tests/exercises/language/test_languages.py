"""Texts are collected for translators and French has them all; a language is chosen for one thread without touching
another; figures, dates and countries are as the language writes them."""

from __future__ import annotations

import gettext
import io
import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.plurals import get_plural
from hypothesis import given
from hypothesis import strategies as st

from exercises.design import catalogue as exercises_shipped
from exercises.language import WRITTEN, catalogues, languages, story, story_label, texts
from generators.odds import population, story_texts, typologies
from generators.odds.sentence import FIELDS
from simulator import profiles
from simulator.reference import catalogue as indicators
from simulator.reference import lists as reference
from simulator.reference import schema

AGAIN = "run `make texts`, translate what is empty in exercises/locale/fr, and run it again"
TRANSLATED = [code for code in languages.available() if code != languages.SOURCE]


@pytest.fixture(scope="module")
def every() -> Catalog:
    """Every text of the project. Not collected on import, which each worker does with every file."""
    return catalogues.template()


def ids(catalogue: Catalog) -> set[str | tuple[str, ...]]:
    """Texts of a catalogue; of a plural all its forms."""
    return {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalogue if message.id}


def texts_of(message: Message) -> list[str]:
    """The translations of a text, one a plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def holders(text: str) -> list[str]:
    """The place holders of a text, in alphabetical order."""
    return sorted(field for _text, field, _spec, _conversion in Formatter().parse(text) if field is not None)


def of(language: str) -> Catalog:
    return catalogues.read(languages.FOLDER / language / "LC_MESSAGES" / "redlane.po")


@pytest.fixture
def french() -> Iterator[None]:
    """French in this thread."""
    languages.use("fr")
    yield
    languages.use(languages.SOURCE)


def test_the_template_holds_every_text_of_code_and_data(every: Catalog) -> None:
    assert ids(catalogues.read(languages.FOLDER / "redlane.pot")) == ids(every), AGAIN


def test_french_comes_with_english() -> None:
    assert languages.available()[:2] == ["en", "fr"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_every_text(language: str, every: Catalog) -> None:
    catalogue = of(language)
    assert ids(catalogue) == ids(every), AGAIN
    without = [message.id for message in catalogue if message.id and (message.fuzzy or not all(texts_of(message)))]
    assert not without, AGAIN


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_place_holders_and_the_space_around(language: str) -> None:
    for message in of(language):
        if not message.id:
            continue
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        for text in texts_of(message):
            assert holders(text) == holders(sources[-1]), text
            for edge in (r"^\s*", r"\s*$"):
                assert re.findall(edge, text)[0] == re.findall(edge, sources[0])[0], text


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_plural_forms_of_its_language(language: str) -> None:
    catalogue, rule = of(language), get_plural(language)
    assert (catalogue.num_plurals, catalogue.plural_expr) == (rule.num_plurals, rule.plural_expr)
    for message in catalogue:
        if message.id and message.pluralizable:
            assert len(texts_of(message)) == catalogue.num_plurals


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_runs_is_what_was_translated(language: str) -> None:
    place = languages.FOLDER / language / "LC_MESSAGES" / "redlane.mo"
    with place.open("rb") as content:
        runs = gettext.GNUTranslations(content)
    fresh = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(of(language))))
    assert {key: text for key, text in vars(runs)["_catalog"].items() if key} == {
        key: text for key, text in vars(fresh)["_catalog"].items() if key
    }, AGAIN


def test_texts_of_data_files_are_collected(every: Catalog) -> None:
    """What a file says in the template is word for word what its reader gives to the page."""
    named = [(one.label, one.story) for one in typologies().values()]
    named += [(one.label, one.story) for one in population().lawful]
    told = [
        *(field.label for field in schema().values()),
        *(indicator.label for indicator in indicators().values()),
        *reference.sectors().values(),
        *(text for spec in exercises_shipped() for text in (spec.title, spec.briefing)),
        *(text for one in named for text in one),
        *(text for profile in profiles.load() for text in (profile.title, profile.instruction)),
    ]
    assert not set(told) - ids(every) - {""}


def test_texts_are_found_in_calls_wherever_these_stand() -> None:
    code = """
text = f"<p>{escape(_('in an f-string'))}</p>"
more = _("in two " "pieces")
kept = N_("marked")
many = ngettext("{} thing", "{} things", number).format(number)
not_a_text = other("no"), _(variable), _(f"{made} up")
"""
    found = [text for _line, _name, text, _notes in texts.calls(io.BytesIO(code.encode()), (), (), {})]
    assert sorted(found, key=str) == [
        ("{} thing", "{} things"),
        "in an f-string",
        "in two pieces",
        "marked",
    ]


def test_texts_are_found_under_the_named_keys_however_deep() -> None:
    data = (
        "title: One\nid: no\nsteps:\n  - {text: Two, answers: [Three, {title: Four, score: 1}]}\nempty: {title: ''}\n"
    )
    options = {"keys": "title text answers"}
    found = [text for _line, _name, text, _notes in texts.keys(io.BytesIO(data.encode()), (), (), options)]
    assert found == ["One", "Two", "Three", "Four"]


def test_a_refresh_keeps_translations_and_drops_what_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "fr" / "LC_MESSAGES" / "redlane.po"
    place.parent.mkdir(parents=True)
    header = '"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    place.write_text(f'msgid ""\nmsgstr ""\n{header}\nmsgid "Submit"\nmsgstr "Remettre"\n\nmsgid "gone"\nmsgstr "x"\n')
    every = Catalog()
    every.add("Submit")
    every.add("Submitted")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogues, "template", lambda: every)
    catalogues.refresh()
    first = {file: file.read_bytes() for file in tmp_path.rglob("*.*")}
    kept = {str(message.id): message.string for message in catalogues.read(place) if message.id}
    assert kept == {"Submit": "Remettre", "Submitted": ""}
    every.creation_date = datetime(2040, 1, 1, tzinfo=UTC)
    catalogues.refresh()
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.*")} == first
    assert place.with_suffix(".mo") in first


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
        told = story(name, names)
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
