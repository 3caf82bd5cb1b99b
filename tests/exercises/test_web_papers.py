"""The print view shows what the desk shows, to the person whose attempt it is, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from exercises.build import build, copy_for_store
from exercises.engine import Engine
from exercises.people import open_session
from exercises.spec import ExerciseSpec
from exercises.store import Person, open_store
from exercises.web.papers import address, routes
from exercises.web.site import Site
from simulator.means import usual
from simulator.profiles import ProfileScorer, load
from tests.exercises.test_web import Browser


class Desk:
    """A site with one exercise whose documents can be asked for, and a trainee's attempt at it."""

    def __init__(self, folder: Path) -> None:
        self.site = Site.of(open_store(f"sqlite:///{folder / 'papers.db'}"), "a secret long enough to sign with")
        store = self.site.store
        kim = store.register.add_login("kim", "Kim", "instructor", "-")
        assert kim is not None
        room = store.instructor(kim.id).create_class("Course")
        spec = ExerciseSpec.model_validate(
            {
                "slug": "print",
                "title": "Print",
                "briefing": "Print.",
                "seed": 4,
                "capacity": {"red": 2},
                "visible_tier": "declaration",
                "means": {"documents": usual().means["documents"]},
                "traffic": {"declarations": 12, "prevalence": 0.2},
            }
        )
        head = store.add_exercise(copy_for_store(spec, build(spec, Engine(ProfileScorer(load())))))
        store.instructor(kim.id).publish(head.id, room.id)
        self.people = []
        for name in ("Ada", "Bo"):
            person = store.register.add_member(room.id, name, name.casefold(), "trainee", "-")
            assert person is not None
            self.people.append(person)
        self.attempt_id = store.trainee(self.people[0].id).start(head.id)
        self.browser = Browser(Starlette(routes=routes(lambda: self.site)), self.site)

    def get(self, person: Person | None, path: str) -> tuple[int, str]:
        """Status and body of a page as this person sees it."""
        cookie = "" if person is None else self.site.cookie(open_session(self.site.store, person))
        answer = self.browser.ask("GET", path, cookie)
        return answer.status, answer.text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    found.site.store.close()


def test_papers_print_when_they_were_asked_for_and_not_before(desk: Desk) -> None:
    ada = desk.people[0]
    store = desk.site.store.desk(ada.id, desk.attempt_id)
    name = "D-0003"
    assert desk.get(ada, address(desk.attempt_id, name))[0] == 404
    store.request(name, "documents", usual().means["documents"], None)
    status, page = desk.get(ada, address(desk.attempt_id, name))
    assert status == 200 and 'class="rl-paper rl-invoice"' in page and "<script" not in page
    assert "rl-company_check" not in page  # not asked for
    assert desk.get(ada, address(desk.attempt_id, "D-0004"))[0] == 404


def test_nobody_else_prints_them(desk: Desk) -> None:
    ada, bo = desk.people
    desk.site.store.desk(ada.id, desk.attempt_id).request("D-0003", "documents", usual().means["documents"], None)
    path = address(desk.attempt_id, "D-0003")
    assert desk.get(bo, path)[0] == desk.get(None, path)[0] == 404
    for odd in (address("nothing", "D-0003"), address(desk.attempt_id, "D-9999"), address(desk.attempt_id, "%3Cb%3E")):
        status, page = desk.get(ada, odd)
        assert status == 404 and "<b>" not in page
