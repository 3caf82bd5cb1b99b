"""What is looked up at the desk: the library beside the dossier, what a code means, a queue that keeps its order."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Running
from tests.journeys.steps import PATIENCE, join, open_next, still_open, to_desk

TIP = "one => getComputedStyle(one, '::after').content"


def at_desk(running: Running, browser: Browser, name: str) -> tuple[Page, str]:
    """The desk of a new trainee with the first consignment open; its id."""
    page = browser.new_page(viewport={"width": 1366, "height": 620})
    join(page, running, name)
    to_desk(page, running.exercise_id)
    first = str(running.batch.declarations["declaration_id"].iloc[0])
    open_next(page, first)
    return page, first


def test_the_library_opens_beside_the_dossier_and_leaves_the_place(running: Running, browser: Browser) -> None:
    page, first = at_desk(running, browser, "Mara Lindqvist")
    dossier = page.locator(".st-key-dossier-body")
    dossier.evaluate("one => one.scrollTop = 90")
    page.get_by_role("button", name="Library").click(timeout=PATIENCE)
    drawer = page.get_by_role("dialog", name="Reference library")
    for words, told in (("X060", "only the licence register shows"), ("FOB", "Free on board"), ("AE", "hub")):
        drawer.get_by_label("Search").fill(words, timeout=PATIENCE)
        page.keyboard.press("Enter")
        expect(drawer).to_contain_text(told, timeout=PATIENCE)
    assert drawer.bounding_box()["width"] < 700  # type: ignore[index]
    expect(dossier).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0, timeout=PATIENCE)
    still_open(page, first)
    assert dossier.evaluate("one => one.scrollTop") == 90
    page.get_by_role("button", name="Library").click(timeout=PATIENCE)
    expect(drawer.get_by_label("Search")).to_have_value("AE", timeout=PATIENCE)
    page.close()


def test_a_code_says_what_it_means_on_hover_and_with_the_focus(running: Running, browser: Browser) -> None:
    page, _first = at_desk(running, browser, "Noor Haidari")
    code = page.get_by_role("note").filter(has_text="NL").first
    meaning = code.get_attribute("aria-description")
    assert meaning and "customs office" in meaning
    assert code.evaluate(TIP) == "none"
    code.hover()
    assert meaning in code.evaluate(TIP)
    page.mouse.move(0, 0)
    assert code.evaluate(TIP) == "none"
    code.focus()
    assert meaning in code.evaluate(TIP)
    page.close()


def test_the_order_of_the_queue_survives_a_reload(running: Running, browser: Browser) -> None:
    page, first = at_desk(running, browser, "Oskar Brandt")
    page.get_by_role("combobox", name="Sort by").click(timeout=PATIENCE)
    page.get_by_role("option", name="Value per kg, highest first").click(timeout=PATIENCE)
    page.get_by_role("combobox", name="State").click(timeout=PATIENCE)
    page.get_by_role("option", name="Undecided", exact=True).click(timeout=PATIENCE)
    page.wait_for_url("**sort=per_kg**", timeout=PATIENCE)
    page.wait_for_url("**state=undecided**", timeout=PATIENCE)
    page.reload()
    still_open(page, first)
    for label, word in (("Sort by", "Value per kg, highest first"), ("State", "Undecided")):
        expect(page.get_by_role("combobox", name=label)).to_have_value(word, timeout=PATIENCE)
    page.close()
