"""A stream of consignments by the clock, through a reload, a restart and a second tab; and one that tells outcomes."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from exercises.record import Line
from exercises.store import clock
from tests.journeys import hidden
from tests.journeys.conftest import Running
from tests.journeys.steps import PATIENCE, Delivered, cite, decided, join, still_open, submit, to_desk

EVERY = 12

STREAM: dict[str, object] = {
    "slug": "counter",
    "title": "Counter",
    "briefing": "They come by the clock.",
    "level": "easy",
    "mode": "stream",
    "seed": 21,
    "pace": {"every": EVERY, "release": 600},
    "visible_tier": "document",
    "help": {"profiles": False, "classifier": False},
    "traffic": {"declarations": 10, "prevalence": 0.4, "subtlety": 0.1},
}


def waits(page: Page, name: str) -> None:
    """Wait until a consignment has come."""
    expect(page.locator(".st-key-stream")).to_contain_text(name, timeout=120_000)


def take(page: Page, name: str) -> None:
    """Open a consignment of the list by its button."""
    page.locator(".st-key-stream").get_by_role("button", name=name).click(timeout=PATIENCE)
    still_open(page, name)


def say(page: Page, word: str) -> None:
    """Hold or release the open consignment, and wait until it is saved."""
    page.locator(".st-key-decision").get_by_role("button", name=word).first.click(timeout=PATIENCE)
    decided(page, word)


def test_a_stream_survives_reload_restart_and_a_second_tab_and_sends_nothing_early(
    running: Running, browser: Browser
) -> None:
    exercise, batch = running.publish(STREAM)
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    truth = hidden.truth(batch) | hidden.advice(batch)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    delivered = Delivered(page)
    join(page, running, "Farah Saleh", delivered.read)
    to_desk(page, exercise)

    def nothing_early() -> None:
        """Of what has not come by now, and of what was there in truth, nothing was sent."""
        sent, coming = delivered.everything(), _coming(running, exercise, ids)
        assert coming and ids[0].encode() in sent
        assert hidden.heard(truth | hidden.fields(batch, ("declaration", "document"), coming), sent) == []

    waits(page, ids[0])
    nothing_early()
    take(page, ids[0])
    say(page, "Hold")
    waits(page, ids[1])
    take(page, ids[1])
    cite(page, "abnormal")

    # A reload in the middle: the open consignment and its draft are there.
    nothing_early()
    page.reload()
    still_open(page, ids[1])
    expect(page.locator(".st-key-decision [data-tag]")).to_contain_text("abnormal", timeout=PATIENCE)
    say(page, "Release")

    # The server is killed and comes back: nothing is lost, and the clock went on.
    delivered.read()
    running.kill()
    running.start()
    page.reload()
    still_open(page, ids[1])
    expect(page.locator(".st-key-desk-line")).to_contain_text("held 1", timeout=PATIENCE)
    waits(page, ids[2])
    nothing_early()

    # A second tab on another consignment: a decision goes where it was made, and each tab learns of the other's.
    other = context.new_page()
    other.goto(page.url)
    waits(other, ids[2])
    waits(other, ids[3])
    take(other, ids[3])
    take(page, ids[2])
    say(page, "Hold")
    say(other, "Release")
    assert _decisions(running, exercise) == {ids[0]: "red", ids[1]: "green", ids[2]: "red", ids[3]: "green"}
    for tab in (page, other):
        expect(tab.locator(".st-key-desk-line")).to_contain_text("held 2", timeout=PATIENCE)
    other.close()

    # The same ears hear of the rest, and of the truth, once the attempt is submitted.
    nothing_early()
    submit(page)
    main = page.locator("[data-testid=stMain]")  # the page is drawn again when it has kept its result
    for told in ("How well you told violations from lawful trade", "d′", "Criterion"):
        expect(main).to_contain_text(told, timeout=PATIENCE)
    sent = delivered.everything()
    assert {*hidden.heard(truth, sent)} >= hidden.stories(batch) and ids[9].encode() in sent
    assert "Traceback" not in running.log()
    context.close()


def test_where_outcomes_are_told_a_decision_stands_and_says_what_it_was(running: Running, browser: Browser) -> None:
    exercise, batch = running.publish({**STREAM, "slug": "told", "title": "Told", "feedback": True})
    assert batch.truth is not None
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    page = browser.new_page()
    join(page, running, "Goran Ilic")
    to_desk(page, exercise)
    waits(page, ids[0])
    take(page, ids[0])
    page.locator(".st-key-decision").get_by_role("button", name="Hold").first.click(timeout=PATIENCE)
    expect(page.locator(".st-key-question")).to_contain_text("Hold is final", timeout=PATIENCE)
    page.keyboard.press("4")
    expect(page.locator(".st-key-decision .rl-heading")).to_contain_text("saved", timeout=PATIENCE)
    assert _decisions(running, exercise) == {}
    page.get_by_role("button", name="Decide and see the outcome").click(timeout=PATIENCE)
    decided(page, "Hold")
    bad = bool(batch.truth["violation"].iloc[0])
    expect(page.locator(".st-key-decision")).to_contain_text(
        re.compile("hit|violation" if bad else "false alarm|lawful", re.IGNORECASE), timeout=PATIENCE
    )
    assert _decisions(running, exercise) == {ids[0]: "red"}
    page.close()


def _log(running: Running, exercise: str) -> list[Line]:
    """What the store holds of the one attempt at an exercise."""
    row = next(row for row in running.office.results(running.class_id, exercise))
    return running.office.log(row.attempt_id)


def _decisions(running: Running, exercise: str) -> dict[str, str | None]:
    """The lanes that were chosen, by consignment."""
    return {str(one.declaration_id): one.lane for one in _log(running, exercise) if one.lane}


def _coming(running: Running, exercise: str, ids: list[str]) -> list[str]:
    """Ids of the consignments that have not arrived by now."""
    begun = next(one.at for one in _log(running, exercise) if one.kind == "begin")
    passed = (clock.now() - begun).total_seconds()
    return ids[int(passed // EVERY) + 1 :]
