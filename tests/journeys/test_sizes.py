"""Tablets, enlarged pages and reduced motion: nothing overlaps, nothing is out of reach, and nothing moves."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Running
from tests.journeys.steps import PATIENCE, decide, join, open_next, to_desk
from tests.journeys.test_stream import STREAM, take, waits
from tests.journeys.test_targeting import INQUIRY

SIZES = {"laptop": (1366, 768), "tablet": (1024, 768), "upright": (800, 1100), "enlarged to 200 %": (683, 384)}
"""Sizes in CSS pixels; the last is a laptop's page at 200 %."""
OVERLAPS = """() => {
    const lines = ".rl-line > *, .rl-heading > *, .rl-count, .rl-person > *";
    const names = `button, a, input, [role=combobox], [role=tab], ${lines}`;
    const pieces = [...document.querySelectorAll(`[data-testid=stMain] :is(${names})`)]
        .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(".st-key-dossier-body"))
        .map(one => [one, one.getBoundingClientRect()]).filter(([, at]) => at.width > 2 && at.height > 2);
    const said = one => (one.innerText || one.getAttribute("aria-label") || one.className).slice(0, 40);
    const found = [];
    for (const [place, [one, a]] of pieces.entries())
        for (const [other, b] of pieces.slice(place + 1)) {
            if (one.contains(other) || other.contains(one)) continue;
            if (one.parentElement.closest("[data-baseweb]")?.contains(other)) continue;
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (wide > 2 && high > 2) found.push(`${said(one)} / ${said(other)}`);
        }
    return found;
}"""
"""Controls and lines of text that lie on each other; the dossier scrolls under its own edge."""
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
REACHED = """one => {
    one.scrollIntoView({block: "center"});
    const at = one.getBoundingClientRect();
    const top = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
    return one.contains(top);
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
    const style = getComputedStyle(one);
    return [style.transitionDuration, style.animationDuration].join().split(",").some(time => parseFloat(time) > 0.001);
}).map(one => one.className.toString().slice(0, 60))"""


def faults(page: Page, name: str) -> list[str]:
    """What lies on something else, or out of reach to the side, in each size."""
    found = []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(700)  # the table measures itself again
        found += [f"{name}, {size}: {pair}" for pair in page.evaluate(OVERLAPS)]
        if (beyond := page.evaluate(SIDEWAYS)) > 0:
            found.append(f"{name}, {size}: {beyond} pixels too wide")
    return found


def test_no_page_overlaps_on_a_tablet_or_enlarged_to_200_percent(running: Running, browser: Browser) -> None:
    inquiry, batch = running.publish(INQUIRY)
    stream, _ = running.publish(STREAM)
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    join(page, running, "Inez Duarte-Albuquerque")
    found = faults(page, "exercises")
    for name, heading in (("library", "Reference library"), ("progress", "Your progress"), ("cases", "Case studies")):
        page.goto(f"{running.address}/{name}")
        expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=PATIENCE)
        found += faults(page, name)
    page.goto(running.address)
    to_desk(page, inquiry)
    found += faults(page, "desk, nothing open")
    open_next(page, ids[0])
    found += faults(page, "desk")
    decide(page, "Red")
    for lane in ("Red", "Yellow", "Blue", "Green"):
        assert page.locator(".st-key-decision").get_by_role("button", name=lane).evaluate(REACHED), lane
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(running.address)
    to_desk(page, stream)
    waits(page, "D-0001")
    take(page, "D-0001")
    found += faults(page, "stream")
    page.close()
    assert found == []


def test_the_decision_stays_in_view_where_the_window_is_high_enough(running: Running, browser: Browser) -> None:
    exercise, batch = running.publish(INQUIRY)
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    join(page, running, "Jonas Falk")
    to_desk(page, exercise)
    open_next(page, str(batch.declarations["declaration_id"].iloc[0]))
    for width, height in ((1366, 768), (1024, 768), (800, 1100), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        expect(page.get_by_placeholder("Note")).to_be_in_viewport(ratio=1)
        main = page.locator("[data-testid=stMain]").evaluate("one => one.scrollHeight - one.clientHeight")
        assert main <= 2, (width, height)
    page.close()


def test_nothing_moves_for_those_who_asked_for_that(running: Running, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    join(page, running, "Kari Moe")
    to_desk(page, running.exercise_id)
    assert page.evaluate(MOVING) != []
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == []
    context.close()
