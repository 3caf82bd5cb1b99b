"""The pages in French: nothing that has a translation is left in English, and figures and dates follow."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from exercises import languages
from exercises.build import build, copy_for_store
from exercises.catalogue import catalogue
from exercises.engine import Engine
from exercises.store import ExerciseCopy, Person, Store, open_store
from exercises.views import office, seat
from simulator.profiles import ProfileScorer, load

MAIN = Path(office.__file__).parent / "main.py"

WORLD = {"Documents", "Description", "Gross mass", "Net mass"}
"""English that stays: words that the papers of a consignment use too."""


class Words(HTMLParser):
    """The texts of HTML outside a consignment's papers, and what its attributes say to a reader."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._papers = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "article" and "rl-paper" in (named.get("class") or ""):
            self._papers += 1
        self.found |= {text for name in ("aria-label", "title", "alt") if (text := named.get(name))}

    def handle_endtag(self, tag: str) -> None:
        if tag == "article" and self._papers:
            self._papers -= 1

    def handle_data(self, data: str) -> None:
        if not self._papers and data.strip():
            self.found.add(data.strip())


@pytest.fixture(scope="module")
def copy() -> ExerciseCopy:
    """The first exercise of the catalogue, in small."""
    first = catalogue()[0]
    traffic = first.traffic.model_copy(update={"declarations": 24, "prevalence": 0.25})
    spec = first.model_copy(update={"traffic": traffic, "visible_tier": "check"})
    return copy_for_store(spec, build(spec, Engine(ProfileScorer(load()))))


@pytest.fixture
def sitting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Store, list[Person]]]:
    """A store behind the pages, and who sits there: the last of the list. Everyone chose French."""
    store, people = open_store(f"sqlite:///{tmp_path / 'french.db'}"), list[Person]()
    monkeypatch.setattr(office, "shared", lambda: SimpleNamespace(store=store))
    monkeypatch.setattr(office, "identify", lambda _user: people[-1])
    monkeypatch.setattr(
        seat.st, "context", SimpleNamespace(headers={"Accept-Language": "en"}, cookies={languages.COOKIE: "fr"})
    )
    st.cache_resource.clear()
    yield store, people
    store.close()
    languages.use(languages.SOURCE)


def page(name: str = "", **address: str) -> AppTest:
    """A page as if its address had been typed; "" is the person's first page."""
    test = AppTest.from_file(str(MAIN), default_timeout=60)
    if name:
        test._page_hash = calc_hash(name)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


def said(test: AppTest) -> set[str]:
    """Every text of a page: HTML, Markdown, and labels, options and hints of widgets."""
    assert not test.exception, test.exception
    words = Words()
    for block in test.get("html"):
        words.feed(str(block.proto.body))  # type: ignore[attr-defined]
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


def english(texts: set[str]) -> set[str]:
    """Texts that have another wording in French."""
    languages.use("fr")
    return {text for text in texts if languages._(text) != text} - WORLD


def test_a_trainee_reads_french_from_the_shelf_to_the_debrief(
    sitting: tuple[Store, list[Person]], copy: ExerciseCopy
) -> None:
    store, people = sitting
    instructor = store.register.add_login("kim", "Kim", "instructor", "-")
    assert instructor is not None
    desk = store.instructor(instructor.id)
    room = desk.create_class("Classe 1")
    head = desk.add_exercise(copy)
    desk.publish(head.id, room.id)
    trainee = store.register.add_member(room.id, "Ada", "ada", "trainee", "-")
    assert trainee is not None
    people.append(trainee)
    shelf = said(page())
    assert "Vos exercices" in shelf and not english(shelf)
    attempt = store.trainee(trainee.id).start(head.id)
    briefing = said(page("briefing", attempt=attempt))
    assert "Première vacation à Nordhaven" in briefing and not english(briefing)
    work = page("desk", attempt=attempt)
    next(button for button in work.button if button.label == "Suivant").click().run()
    opened = said(work.run())
    assert "Rouge" in {button.label for button in work.button} and not english(opened)
    office.attempt(trainee, attempt).submit()
    debrief = said(page("debrief", attempt=attempt))
    assert not english(debrief)


def test_an_instructor_reads_french(sitting: tuple[Store, list[Person]], copy: ExerciseCopy) -> None:
    store, people = sitting
    instructor = store.register.add_login("kim", "Kim", "instructor", "-")
    assert instructor is not None
    people.append(instructor)
    empty = said(page())
    assert "Vos classes" in empty and not english(empty)
    desk = store.instructor(instructor.id)
    room = desk.create_class("Classe 1")
    head = desk.add_exercise(copy)
    desk.publish(head.id, room.id)
    for name, address in (("classes", {}), ("compose", {}), ("upload", {}), ("detail", {"exercise": head.id})):
        read = said(page(name, **address))
        assert not english(read), name
