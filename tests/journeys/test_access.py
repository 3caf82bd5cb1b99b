"""axe-core finds no violation of WCAG 2.1 A and AA on any page, in light and in dark.

With `REDLANE_PICTURES=folder` in the environment each page is kept as pictures of a laptop's screen, to be looked at.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from exercises.learning import cases
from tests.journeys.conftest import PASSWORD, Running
from tests.journeys.steps import PATIENCE, join, open_next, submit, to_desk
from tests.journeys.test_stream import STREAM, take, waits
from tests.journeys.test_targeting import INQUIRY, ask

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # of what passes axe then sends one example, not every node
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SHOWN = """scheme => {
    const ground = getComputedStyle(document.querySelector("[data-testid=stApp]") || document.body).backgroundColor;
    const [red, green, blue] = ground.match(/[0-9.]+/g).map(Number);
    return (red + green + blue > 382) === (scheme === "light");
}"""
"""The ground of the page is that of the scheme."""
SETTLED = """() => {
    const running = document.getAnimations().filter(
        one => one.playState === "running" && one.effect.getComputedTiming().endTime < Infinity
    );
    const ended = Promise.all(running.map(one => one.finished.catch(() => null)));
    return Promise.race([ended.then(() => null), new Promise(go => setTimeout(go, 1000))]);
}"""
"""Transitions of colours have ended: axe measures what is there."""

PICTURES = os.environ.get("REDLANE_PICTURES")
MOST_SCREENS = 8
"""Pictures of one page, from its top."""
SCROLL = """screen => {
    const main = document.querySelector("[data-testid=stMain]") || document.scrollingElement;
    main.scrollTop = screen * (main.clientHeight - 40);
    return main.scrollTop + main.clientHeight < main.scrollHeight - 4;
}"""


class Inspector:
    """Runs axe on pages and keeps what it objects to, so that all pages are told at once.

    It looks at each page in light and in dark. The page follows the browser's setting without a reload, so one journey
    is enough for both.
    """

    def __init__(self) -> None:
        self.pages = 0
        self.faults: list[str] = []

    def look(self, page: Page, name: str) -> None:
        """Inspect the page as it stands, once it has stopped drawing, in light and in dark."""
        self.pages += 1
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            running = page.locator("[data-testid=stApp][data-test-script-state=running]")
            expect(running).to_have_count(0, timeout=PATIENCE)
            page.wait_for_function(SHOWN, arg=scheme, timeout=PATIENCE)
            page.evaluate(SETTLED)
            self._inspect(page, name, scheme)

    def _inspect(self, page: Page, name: str, scheme: str) -> None:
        answer: dict[str, Any] = Axe().run(page, options=RULES).response
        self.faults += [
            f"{name}, {scheme}: {fault['id']} {node['target']} {node['html'][:120]}"
            for fault in answer["violations"]
            for node in fault["nodes"]
        ]
        if PICTURES:
            known = re.sub("[^a-z]+", "-", name.lower())
            self._picture(page, Path(PICTURES) / f"{self.pages:02d}-{known}-{scheme}")

    def _picture(self, page: Page, file: Path) -> None:
        """The page screen by screen; it scrolls in Streamlit's main part, or as a whole before the sign-in."""
        for screen in range(MOST_SCREENS):
            more = page.evaluate(SCROLL, screen)
            page.wait_for_timeout(300)
            page.screenshot(path=f"{file}-{screen}.png")
            if not more:
                break
        page.evaluate(SCROLL, 0)


def test_no_page_of_a_trainee_bars_anyone(running: Running, browser: Browser) -> None:
    inquiry, batch = running.publish(INQUIRY)
    stream, _ = running.publish(STREAM)
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    found = Inspector()
    context = _context(browser)
    page = context.new_page()
    page.goto(f"{running.address}/join")
    found.look(page, "join")
    join(page, running, "Hana Suzuki")
    found.look(page, "exercises")
    for name, heading in (("courses", "Courses"), ("cases", "Case studies"), ("progress", "Your progress")):
        page.goto(f"{running.address}/{name}")
        expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=PATIENCE)
        found.look(page, name)
    page.goto(f"{running.address}/cases?case={cases()[0].id}")
    page.get_by_role("radio").first.check(timeout=PATIENCE, force=True)
    page.get_by_role("button", name="Do this").click()
    expect(page.get_by_text("your choice")).to_be_visible(timeout=PATIENCE)
    found.look(page, "a case")
    _library(page, running, found)

    page.goto(running.address)
    to_desk(page, inquiry)
    found.look(page, "desk, nothing open")
    open_next(page, ids[0])
    for tab in ("Documents", "Parties", "Route", "Goods", "Engine", "Declaration"):
        page.get_by_role("tab", name=tab).click()
        found.look(page, f"desk, {tab}")
    page.get_by_role("note").first.focus()
    found.look(page, "desk, what a code means")
    page.get_by_role("button", name="Library").click()
    drawer = page.get_by_role("dialog", name="Reference library")
    drawer.get_by_label("Search").fill("vacuum pump", timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(drawer.get_by_role("table").first).to_be_visible(timeout=PATIENCE)
    found.look(page, "library beside the dossier")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0, timeout=PATIENCE)
    ask(page, "Documents")
    page.get_by_role("tab", name="Documents").click()
    found.look(page, "desk, documents asked for")
    page.locator(".st-key-submit button").click()
    expect(page.get_by_role("button", name="Submit and reveal")).to_be_visible(timeout=PATIENCE)
    found.look(page, "submit")
    page.get_by_role("button", name="Keep working").click()
    submit(page)
    found.look(page, "debrief")
    page.goto(f"{running.address}/progress")
    expect(page.get_by_text("Families of red flags")).to_be_visible(timeout=PATIENCE)
    found.look(page, "progress with history")

    page.goto(running.address)
    page.locator(f".st-key-enter-{stream} button").click(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Open the desk")).to_be_visible(timeout=PATIENCE)
    found.look(page, "briefing")
    page.get_by_role("button", name="Guided first dossier").click()
    open_next(page, "D-0001")
    found.look(page, "guide")
    page.get_by_role("button", name="Skip").click(timeout=PATIENCE)
    page.get_by_role("button", name="Open the desk").click(timeout=PATIENCE)
    waits(page, "D-0001")
    take(page, "D-0001")
    found.look(page, "stream")
    context.close()
    assert found.pages >= 20
    assert found.faults == []


def test_no_page_of_an_instructor_bars_anyone(running: Running, browser: Browser) -> None:
    found = Inspector()
    context = _context(browser)
    page = context.new_page()
    page.goto(f"{running.address}/login")
    found.look(page, "login")
    page.fill("#login", "kim")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(running.code)).to_be_visible(timeout=PATIENCE)
    found.look(page, "classes")
    for name, heading in (("compose", "New exercise"), ("upload", "Exercise from a file")):
        page.goto(f"{running.address}/{name}")
        expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=PATIENCE)
        found.look(page, name)
    page.goto(f"{running.address}/detail?exercise={running.exercise_id}")
    expect(page.get_by_text("Without a trainee")).to_be_visible(timeout=PATIENCE)
    found.look(page, "exercise")
    _library(page, running, found)
    context.close()
    assert found.pages >= 6
    assert found.faults == []


def _context(browser: Browser) -> BrowserContext:
    # axe is put into the page as a script, which our own policy would refuse.
    return browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True)


def _library(page: Page, running: Running, found: Inspector) -> None:
    page.goto(f"{running.address}/library")
    page.get_by_label("Search").fill("licence", timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").first).to_be_visible(timeout=PATIENCE)
    found.look(page, "library")
