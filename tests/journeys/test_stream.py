"""A stream of consignments by the clock, through a reload, a restart and a second tab; and one that tells outcomes."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Running
from tests.journeys.steps import PATIENCE, Delivered, join, said, still_open, submit, to_desk

STREAM: dict[str, object] = {
    "slug": "counter",
    "title": "Counter",
    "briefing": "They come by the clock.",
    "level": "easy",
    "mode": "stream",
    "seed": 21,
    "pace": {"every": 12, "release": 600},
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
    expect(page.locator(".st-key-decision .rl-heading")).to_contain_text(re.compile(r"saved \d\d:"), timeout=PATIENCE)


def test_a_stream_survives_reload_restart_and_a_second_tab_and_sends_nothing_early(
    running: Running, browser: Browser
) -> None:
    exercise, batch = running.publish(STREAM)
    assert batch.truth is not None
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    buyers = [str(name).encode() for name in batch.declarations["consignee_name"]]
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    delivered = Delivered(page)
    join(page, running, "Farah Saleh", delivered.read)
    to_desk(page, exercise)
    waits(page, ids[0])

    # What has not arrived is nowhere in what was sent.
    early = delivered.everything()
    assert ids[0].encode() in early and ids[9].encode() not in early and buyers[9] not in early
    take(page, ids[0])
    say(page, "Hold")
    waits(page, ids[1])
    take(page, ids[1])

    delivered.read()
    page.reload()
    still_open(page, ids[1])
    say(page, "Release")

    delivered.read()
    running.kill()
    running.start()
    page.reload()
    still_open(page, ids[1])
    expect(page.locator(".st-key-desk-line")).to_contain_text("held 1", timeout=PATIENCE)
    waits(page, ids[2])

    other = context.new_page()
    other.goto(page.url)
    waits(other, ids[2])
    waits(other, ids[3])
    take(other, ids[3])
    take(page, ids[2])
    say(page, "Hold")
    say(other, "Release")
    record = _decisions(running, exercise)
    assert record == {ids[0]: "red", ids[1]: "green", ids[2]: "red", ids[3]: "green"}
    other.close()

    stories = {str(story).encode() for story in batch.truth.loc[batch.truth["violation"], "story"]}
    assert not any(story in delivered.everything() for story in stories)
    submit(page)
    told = said(page)
    assert "Your eye, and your line" in told and "d′" in told and "Criterion" in told
    assert any(story in delivered.everything() for story in stories)
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
    say(page, "Hold")
    bad = bool(batch.truth["violation"].iloc[0])
    expect(page.locator(".st-key-decision")).to_contain_text(
        re.compile("hit|violation" if bad else "false alarm|lawful", re.IGNORECASE), timeout=PATIENCE
    )
    assert _decisions(running, exercise) == {ids[0]: "red"}
    page.close()


def _decisions(running: Running, exercise: str) -> dict[str, str | None]:
    """What the store holds of the one attempt at an exercise."""
    row = next(row for row in running.office.results(running.class_id, exercise))
    return {str(one.declaration_id): one.lane for one in running.office.log(row.attempt_id) if one.kind == "decide"}
