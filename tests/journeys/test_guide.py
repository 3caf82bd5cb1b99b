"""The guided first dossier as a person plays it: each step waits, the end leads to the desk, and nothing is stored."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from exercises.language import indicator_label
from exercises.learning import specimen
from tests.journeys.conftest import Running
from tests.journeys.steps import PATIENCE, cite, decide, join, open_next


def step(page: Page, title: str) -> None:
    """Wait until the strip shows this step."""
    expect(page.locator(".rl-guide strong")).to_have_text(title, timeout=PATIENCE)


def to_guide(page: Page, exercise_id: str) -> None:
    """From the list through the briefing to the guide."""
    page.locator(f".st-key-enter-{exercise_id} button").click(timeout=PATIENCE)
    page.get_by_role("button", name="Guided first dossier").click(timeout=PATIENCE)
    step(page, "Where things stand")


def test_the_guide_waits_for_each_act_and_then_the_desk_begins(running: Running, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    join(page, running, "Hana Novak")
    to_guide(page, running.exercise_id)
    open_next(page, "D-0001")
    step(page, "Read, then ask")
    page.locator("[class*=st-key-ask-documents] button").click(timeout=PATIENCE)
    step(page, "Cite what you see")
    page.get_by_role("tab", name="Documents").click(timeout=PATIENCE)
    expect(page.locator(".rl-compared")).to_contain_text("Briskora Process Plant", timeout=PATIENCE)
    cite(page, indicator_label(specimen().shows))
    step(page, "Choose a lane")
    decide(page, "Yellow")
    step(page, "Say how sure you are")
    page.locator(".st-key-decision").get_by_text("fairly sure").click(timeout=PATIENCE)
    step(page, "That is all. Begin.")
    box = page.locator(".st-key-decision").bounding_box()
    assert box is not None and box["y"] + box["height"] <= 768  # the decision is in view below the strip

    page.get_by_role("button", name="Once more").click(timeout=PATIENCE)
    step(page, "Where things stand")
    page.get_by_role("button", name="Skip").click(timeout=PATIENCE)
    expect(page.get_by_text("What counts as a violation here")).to_be_visible(timeout=PATIENCE)

    # The exercise itself has not begun: no act is in its log.
    row = next(one for one in running.office.results(running.class_id, running.exercise_id) if one.name == "Hana Novak")
    assert running.office.log(row.attempt_id) == []
    page.get_by_role("button", name="Open the desk").click(timeout=PATIENCE)
    expect(page.locator(".st-key-submit")).to_be_visible(timeout=PATIENCE)
    assert running.office.log(row.attempt_id)[0].kind == "begin" and "Traceback" not in running.log()
    page.close()
