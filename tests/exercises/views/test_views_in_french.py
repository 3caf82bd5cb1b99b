"""The pages in French: nothing that has a translation is left in English, and figures and dates follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from exercises.design import ExerciseBatch, ExerciseSpec, build, catalogue, copy_for_store
from exercises.engine import Engine
from exercises.language import languages
from exercises.language.catalogues import read
from exercises.learning import cases
from exercises.views import office
from simulator.profiles import ProfileScorer, load
from tests.exercises.staging import Stage, page, staged

pytestmark = pytest.mark.slow

WORLD = {"Documents", "Description", "Gross mass", "Net mass"}
"""English that stays: words that the papers of a consignment use too."""
VOID = ("br", "hr", "img", "input", "wbr")


class Words(HTMLParser):
    """The texts of HTML outside codes and what is marked as English, and what its attributes say to a reader."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._left_out: list[str] = []
        """Open tags from the first whose content is left out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if (self._left_out or tag == "code" or named.get("lang") == "en") and tag not in VOID:
            self._left_out.append(tag)
        self.found |= {text for name in ("aria-label", "aria-description", "title", "alt") if (text := named.get(name))}

    def handle_endtag(self, tag: str) -> None:
        if self._left_out and tag not in VOID:
            assert self._left_out.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self._left_out and data.strip():
            self.found.add(data.strip())


@pytest.fixture(scope="module")
def first() -> tuple[ExerciseSpec, ExerciseBatch]:
    """The first exercise of the catalogue, in small."""
    return small(catalogue()[0].slug, visible_tier="check")


def small(slug: str, **changed: object) -> tuple[ExerciseSpec, ExerciseBatch]:
    """An exercise of the catalogue with two dozen consignments."""
    known = next(spec for spec in catalogue() if spec.slug == slug)
    traffic = known.traffic.model_copy(update={"declarations": 24, "prevalence": 0.25})
    spec = known.model_copy(update={"traffic": traffic, **changed})
    return spec, build(spec, Engine(ProfileScorer(load())))


@pytest.fixture
def stage(
    tmp_path: Path, first: tuple[ExerciseSpec, ExerciseBatch], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """A fresh store behind the pages. Everyone chose French."""
    monkeypatch.setattr(
        st, "context", SimpleNamespace(headers={"Accept-Language": "en"}, cookies={languages.COOKIE: "fr"})
    )
    with staged(tmp_path, *first, monkeypatch) as found:
        yield found
    languages.use(languages.SOURCE)


def said(test: AppTest) -> set[str]:
    """Every text of a page: HTML, Markdown, and labels, options and hints of widgets."""
    assert not test.exception, test.exception
    words = Words()
    for block in test.get("html"):
        words.feed(str(block.proto.body))
    found = words.found | {str(block.value).strip() for block in test.markdown}
    for element in test.main:
        found |= _of(element)
    return found


def _of(element: Any) -> set[str]:
    if children := getattr(element, "children", None):
        inner = set[str]().union(*(_of(child) for child in children.values()))
        return inner | {str(getattr(element, "label", ""))}
    proto = getattr(element, "proto", None)
    texts = [str(getattr(proto, name, "")) for name in ("label", "placeholder", "help")]
    return {text for text in (*texts, *map(str, getattr(proto, "options", ()))) if text}


ENOUGH = 10
"""Letters beside the place holders by which a text is known."""


@cache
def templates() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """English and French of texts with a place holder, and enough else to be told from any other; where they differ."""
    found = []
    for message in read(languages.FOLDER / "fr" / "LC_MESSAGES" / f"{languages.DOMAIN}.po"):
        sources = (message.id,) if isinstance(message.id, str) else message.id
        targets = (message.string,) if isinstance(message.string, str) else message.string or ()
        for source in sources:
            if "{" in source and len(re.sub(r"\{.*?\}|[^A-Za-z]", "", source)) >= ENOUGH:
                found += [(shape(source), shape(target)) for target in targets if target != source]
    return tuple(found)


def shape(text: str) -> re.Pattern[str]:
    """What a text looks like with its place holders filled."""
    return re.compile(".+".join(map(re.escape, re.split(r"\{.*?\}", text))), re.DOTALL)


def english(texts: set[str]) -> set[str]:
    """Texts that have another wording in French, whole or with their place holders filled."""
    languages.use("fr")
    whole = {text for text in texts if languages._(text) != text}
    french = {text for text in texts for _english, known in templates() if known.fullmatch(text)}
    filled = {text for text in texts - french for known, _french in templates() if known.fullmatch(text)}
    return (whole | filled) - WORLD


def test_english_left_on_a_page_would_be_found() -> None:
    assert english({"Your exercises", "14:05 left", "D-1 was not decided"}) == {"Your exercises"}
    assert english({"You had already moved on: D-1 was not decided.", "Vos exercices"}) == {
        "You had already moved on: D-1 was not decided."
    }


def test_a_trainee_reads_french_from_the_shelf_to_the_debrief(stage: Stage) -> None:
    exercise = stage.publish()
    ada = stage.trainee("Ada")
    shelf = said(page())
    assert "Vos exercices" in shelf and not english(shelf)
    attempt = stage.start(ada, exercise)
    briefing = said(page("briefing", attempt=attempt))
    assert "Première vacation à Nordhaven" in briefing and not english(briefing)
    work = page("desk", attempt=attempt)
    next(button for button in work.button if button.label == "Suivant").click().run()
    opened = said(work.run())
    assert "Rouge" in {button.label for button in work.button} and not english(opened)
    office.attempt(ada, attempt).submit()
    debrief = said(page("debrief", attempt=attempt))
    assert not english(debrief)
    progress = said(page("progress"))
    assert "Votre progression" in progress and not english(progress)


def test_asking_and_judging_first_are_french(stage: Stage) -> None:
    exercise = stage.publish(copy_for_store(*small("inquiry-desk")))
    attempt = stage.start(stage.trainee("Ada"), exercise)
    assert not english(said(page("briefing", attempt=attempt)))
    work = page("desk", attempt=attempt)
    next(button for button in work.button if button.label == "Suivant").click().run()
    work.run()
    asked = [button for button in work.button if str(button.key).startswith("ask-")]
    assert asked and not english(said(work))
    asked[0].click().run()
    assert not english(said(work.run()))


def test_a_stream_is_french_to_its_debrief(stage: Stage) -> None:
    exercise = stage.publish(copy_for_store(*small("live-counter")))
    ada = stage.trainee("Ada")
    attempt = stage.start(ada, exercise)
    assert not english(said(page("briefing", attempt=attempt)))
    work = page("desk", attempt=attempt)
    next(button for button in work.button if button.label == "Suivant").click().run()
    assert not english(said(work.run()))
    next(button for button in work.button if button.label == "Retenir").click().run()
    assert not english(said(work.run()))
    office.attempt(ada, attempt).submit()
    assert not english(said(page("debrief", attempt=attempt)))


def test_courses_cases_and_the_library_are_french(stage: Stage) -> None:
    stage.publish(copy_for_store(*small("watch-1-quiet")))
    stage.trainee("Ada")
    for name in ("courses", "cases", "progress"):
        assert not english(said(page(name))), name
    case = page("cases", case=cases()[0].id)
    case.radio[0].set_value(case.radio[0].options[0])
    next(button for button in case.button if button.label == "Faire ceci").click().run()
    assert not english(said(case))
    library = page("library")
    assert not english(said(library))
    for shelf in library.selectbox[0].options:
        library.selectbox[0].set_value(shelf).run()
        assert not english(said(library)), shelf


def test_an_instructor_reads_french(stage: Stage) -> None:
    stage.sits = stage.instructor
    exercise = stage.publish()
    for name, address in (("classes", {}), ("compose", {}), ("upload", {}), ("detail", {"exercise": exercise})):
        read_ = said(page(name, **address))
        assert not english(read_), name
