"""The print view shows what the desk shows, to the person whose attempt it is, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from exercises.classroom import open_session
from exercises.design import ExerciseSpec, build, copy_for_store
from exercises.dossier import sheets
from exercises.engine import Engine
from exercises.play import StoredAttempt
from exercises.record import Act
from exercises.store import Person, open_store
from exercises.views import values
from exercises.web import address
from exercises.web.gate import Gate
from exercises.web.papers import STYLE, routes
from exercises.web.policy import COMMON
from exercises.web.site import Site
from simulator.office import usual_costs
from simulator.profiles import ProfileScorer, load
from simulator.reference import Consignment, schema
from tests.exercises.web.browser import Browser

pytestmark = pytest.mark.slow


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
                "means": {"documents": usual_costs().means["documents"]},
                "traffic": {"declarations": 12, "prevalence": 0.2},
            }
        )
        self.batch = build(spec, Engine(ProfileScorer(load())))
        head = store.add_exercise(copy_for_store(spec, self.batch))
        store.instructor(kim.id).publish(head.id, room.id)
        self.people = []
        for name in ("Ada", "Bo"):
            person = store.register.add_member(room.id, name, name.casefold(), "trainee", "-")
            assert person is not None
            self.people.append(person)
        self.attempt_id = store.trainee(self.people[0].id).start(head.id)
        bare = Starlette(routes=routes(lambda: self.site))
        self.browser = Browser(bare, self.site)
        self.gated = Browser(Gate(bare, lambda: self.site, lambda page: 0), self.site)

    def cookie(self, person: Person | None) -> str:
        """The cookie of a new session of this person."""
        return "" if person is None else self.site.cookie(open_session(self.site.store, person))

    def get(self, person: Person | None, path: str) -> tuple[int, str]:
        """Status and body of a page as this person sees it."""
        answer = self.browser.ask("GET", path, self.cookie(person))
        return answer.status, answer.text

    def ask_for_documents(self, name: str) -> str:
        """Ada asks for the documents of a consignment; where they are printed."""
        desk = self.site.store.desk(self.people[0].id, self.attempt_id)
        desk.write(Act("request", name, detail={"means": "documents"}))
        return address(self.attempt_id, name)


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
    store.write(Act("request", name, detail={"means": "documents"}))
    status, page = desk.get(ada, address(desk.attempt_id, name))
    assert status == 200 and 'class="rl-paper rl-invoice"' in page and "<script" not in page
    assert "rl-company_check" not in page  # not asked for
    assert desk.get(ada, address(desk.attempt_id, "D-0004"))[0] == 404


def test_nobody_else_prints_them(desk: Desk) -> None:
    ada, bo = desk.people
    desk.site.store.desk(ada.id, desk.attempt_id).write(Act("request", "D-0003", detail={"means": "documents"}))
    path = address(desk.attempt_id, "D-0003")
    assert desk.get(bo, path)[0] == desk.get(None, path)[0] == 404
    for odd in (address("nothing", "D-0003"), address(desk.attempt_id, "D-9999"), address(desk.attempt_id, "%3Cb%3E")):
        status, page = desk.get(ada, odd)
        assert status == 404 and "<b>" not in page


def test_the_page_prints_one_document_a_sheet_of_a4(desk: Desk) -> None:
    status, page = desk.get(desk.people[0], desk.ask_for_documents("D-0003"))
    assert status == 200 and STYLE in page
    assert "size: A4" in STYLE and "article { break-after: page" in STYLE
    assert page.count("<article ") == page.count("</article>") >= 3
    assert not re.findall(r"(?:src|href)=", page)  # nothing to load


def test_the_page_shows_what_the_desk_shows_and_no_field_more(desk: Desk) -> None:
    ada = desk.people[0]
    _status, page = desk.get(ada, desk.ask_for_documents("D-0003"))
    attempt = StoredAttempt(desk.site.store.desk(ada.id, desk.attempt_id))
    made = sheets(attempt.consignment("D-0003"), attempt.card.rules)
    assert page.count("<article ") == len(made)
    assert all(sheet.html in page for sheet in made)
    whole = Consignment.from_row(desk.batch.declarations, "D-0003")
    check = [values.plain(name, whole.get(name)) for name, field in schema().items() if field.tier == "check"]
    assert not [text for text in check if len(text) > 8 and text in page]


def test_the_page_comes_with_the_houses_headers_and_runs_nothing(desk: Desk) -> None:
    path = desk.ask_for_documents("D-0003")
    answer = desk.gated.ask("GET", path, desk.cookie(desk.people[0]))
    headers = dict(answer.headers)
    assert answer.status == 200 and headers["cache-control"] == "no-store"
    assert {name.lower(): value for name, value in COMMON.items()}.items() <= headers.items()
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy and "unsafe-inline" not in policy


def test_whoever_is_not_signed_in_is_sent_to_join(desk: Desk) -> None:
    path = desk.ask_for_documents("D-0003")
    answer = desk.gated.ask("GET", path, accept="text/html")
    assert answer.status == 303 and dict(answer.headers)["location"] == "/join"
    ended = desk.cookie(desk.people[0])
    desk.site.store.register.revoke_session(str(desk.site.session_of(ended)))
    assert desk.gated.ask("GET", path, ended, accept="text/html").status == 303


def test_only_reading_is_answered(desk: Desk) -> None:
    path = desk.ask_for_documents("D-0003")
    assert desk.browser.ask("POST", path, desk.cookie(desk.people[0])).status == 405
