"""Notes: saved while they are typed, so that closing the tab loses at most the last words."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import Running
from tests.journeys.steps import PATIENCE, join, open_next, to_desk

SCREEN = ViewportSize(width=1366, height=768)


def note(page: Page, text: str) -> None:
    """Type a note, and neither press Enter nor leave the field."""
    field = page.locator("[class*=st-key-note-] input")
    field.click(timeout=PATIENCE)
    field.press_sequentially(text)


def kept(running: Running, declaration_id: str) -> str:
    """The note of a consignment as the store has it, of the attempt that was begun last; waits for one."""
    row = max(running.office.results(running.class_id, running.exercise_id), key=lambda row: str(row.started_at))
    lines = [one for one in running.office.log(row.attempt_id) if one.declaration_id == declaration_id and one.note]
    return lines[-1].note if lines else ""


def test_a_note_is_saved_while_it_is_typed_and_the_field_stays(running: Running, browser: Browser) -> None:
    first = str(running.batch.declarations["declaration_id"].iloc[0])
    page = browser.new_page(viewport=SCREEN)
    join(page, running, "Vera Okoye")
    to_desk(page, running.exercise_id)
    open_next(page, first)
    note(page, "ask the bank")
    heading = page.locator(".st-key-decision .rl-heading")
    expect(heading).to_contain_text(re.compile(r"saved \d\d:"), timeout=PATIENCE)
    assert kept(running, first) == "ask the bank"
    page.keyboard.type(", then the broker")  # the caret is still where it was
    for _ in range(100):
        if kept(running, first) == "ask the bank, then the broker":
            break
        page.wait_for_timeout(100)
    assert kept(running, first) == "ask the bank, then the broker"
    page.close()
