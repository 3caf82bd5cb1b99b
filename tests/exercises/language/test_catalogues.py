"""Texts are collected for translators, French has them all, and a refresh keeps what was translated."""

from __future__ import annotations

import gettext
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.plurals import get_plural

from exercises.design import catalogue as exercises_shipped
from exercises.language import catalogues, languages, texts
from exercises.language.stories import earlier
from generators.odds import population, typologies
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
    named: list[tuple[str, ...]] = [(one.label, *one.story.sentences) for one in typologies().values()]
    named += [(one.label, *one.story.sentences) for one in population().lawful]
    named += [(*population().clean_story.sentences, population().no_trace), tuple(earlier().values())]
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
