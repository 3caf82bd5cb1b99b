"""Pages drawn by Streamlit's AppTest over a real store on SQLite, for whoever sits there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from exercises.debrief import Debrief, Reveal
from exercises.design import ExerciseBatch, ExerciseCopy, ExerciseSpec, copy_for_store
from exercises.play import StoredAttempt
from exercises.store import Person, Store, open_store
from exercises.views import office
from simulator.reference import KEY

MAIN = Path(office.__file__).parent / "main.py"
SHIFT: dict[str, object] = {
    "slug": "short-shift",
    "title": "Short shift",
    "briefing": "Twenty consignments wait.",
    "level": "easy",
    "seed": 7,
    "capacity": {"red": 2, "yellow": 3},
    "visible_tier": "check",
    "traffic": {"declarations": 20, "prevalence": 0.25, "subtlety": 0.1},
}
"""A small exercise, with easy violations."""


class Stage:
    """A class with one exercise of twenty consignments; pages are drawn for whoever `sits` names."""

    def __init__(self, store: Store, spec: ExerciseSpec, batch: ExerciseBatch) -> None:
        self.store, self.spec, self.batch = store, spec, batch
        instructor = store.register.add_login("kim", "Kim", "instructor", "-")
        assert instructor is not None
        self.instructor = instructor
        self.desk = store.instructor(instructor.id)
        self.room = self.desk.create_class("Course 1")
        self.sits: Person | None = None
        self.ids = [str(name) for name in batch.declarations[KEY]]

    def publish(self, copy: ExerciseCopy | None = None) -> str:
        """Store the exercise and open it to the class; its id."""
        head = self.desk.add_exercise(copy or copy_for_store(self.spec, self.batch))
        self.desk.publish(head.id, self.room.id)
        return head.id

    def trainee(self, name: str) -> Person:
        """A new trainee, who sits at the page from now on."""
        person = self.store.register.add_member(self.room.id, name, name.casefold(), "trainee", "-")
        assert person is not None
        self.sits = person
        return person

    def start(self, person: Person, exercise_id: str) -> str:
        """The person's attempt."""
        return self.store.trainee(person.id).start(exercise_id)

    def attempt(self, person: Person, attempt_id: str) -> StoredAttempt:
        """The attempt as the database has it."""
        return StoredAttempt(self.store.desk(person.id, attempt_id))


def marked(attempt: StoredAttempt) -> Debrief:
    """Submit the attempt and mark it, as the page does."""
    attempt.submit()
    return Reveal().mine(vars(attempt)["_desk"], attempt)


@contextmanager
def staged(folder: Path, spec: ExerciseSpec, batch: ExerciseBatch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A fresh store behind the pages; who sits there is set by the test instead of a web session."""
    store = open_store(f"sqlite:///{folder / 'views.db'}")
    found = Stage(store, spec, batch)
    monkeypatch.setattr(office, "shared", lambda: SimpleNamespace(store=store))
    monkeypatch.setattr(office, "identify", lambda _user: found.sits)
    st.cache_resource.clear()
    try:
        yield found
    finally:
        store.close()


def page(name: str = "", **address: str) -> AppTest:
    """A page run once, as if its address had been typed; "" is the person's first page."""
    test = AppTest.from_file(str(MAIN), default_timeout=60)
    if name:
        test._page_hash = calc_hash(name)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


def html(test: AppTest) -> str:
    """All HTML and Markdown of the page."""
    assert not test.exception, test.exception
    blocks = [str(block.proto.body) for block in test.get("html")]
    return "\n".join([*blocks, *(str(block.value) for block in test.markdown)])


def press(test: AppTest, label: str) -> AppTest:
    """Press the one button with this label; a rerun of some fragments leaves others out, so draw the page first."""
    if label not in [button.label for button in test.button]:
        test.run()
    found = [button for button in test.button if button.label == label]
    assert len(found) == 1, [button.label for button in test.button]
    return found[0].click().run()
