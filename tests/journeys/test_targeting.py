"""A targeting shift with means that cost and a risk engine that waits, through a reload, a restart and a second tab."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from simulator.office import usual_costs
from tests.journeys import hidden
from tests.journeys.conftest import Running
from tests.journeys.steps import (
    PATIENCE,
    Delivered,
    cite,
    decide,
    decided,
    join,
    open_next,
    said,
    still_open,
    submit,
    to_desk,
)

INQUIRY: dict[str, object] = {
    "slug": "inquiry",
    "title": "Inquiry",
    "briefing": "Twenty declarations wait.",
    "level": "easy",
    "seed": 12,
    "capacity": {"red": 3, "yellow": 3},
    "visible_tier": "declaration",
    "means": {name: usual_costs().means[name].model_dump() for name in ("documents", "company", "screening", "scan")},
    "officer_minutes": 60,
    "judge_first": True,
    "minutes": 60,
    "traffic": {"declarations": 20, "prevalence": 0.25, "subtlety": 0.1},
}
SECTIONS = (
    "What you expected",
    "What the administration knows",
    "What was really there",
    "How fast each choice finds violations",
    "Compared with the others",
    "Counts and their intervals",
    "Consignment by consignment",
    "After you saw the risk engine",
    "How well your confidence fits the outcomes",
    "What your requests were worth",
    "What it cost lawful trade",
    "Reached the line, was lawful",
    "One thing to do differently",
)


def ask(page: Page, means: str) -> None:
    """Press the button of a means, and wait until it is done."""
    page.locator(".st-key-means-offered").get_by_role("button", name=re.compile(f"^{means}")).click(timeout=PATIENCE)
    expect(page.locator(".st-key-means").get_by_role("button", name=re.compile(f"^{means}"))).to_have_count(
        0, timeout=PATIENCE
    )


def sure(page: Page, level: str) -> None:
    """Say how sure one is."""
    page.locator(".st-key-decision").get_by_role("button", name=level).or_(
        page.locator(".st-key-decision").get_by_role("radio", name=level)
    ).first.click(timeout=PATIENCE)


def judge(page: Page, lane: str) -> None:
    """Give one's own lane and confidence, before which the engine's view stays closed, and open it."""
    page.get_by_role("tab", name="Engine").click()
    look = page.get_by_role("button", name="Show the risk engine's advice")
    expect(look).to_be_disabled(timeout=PATIENCE)
    assert "Scores, 0 to 1" not in said(page)
    decide(page, lane)
    sure(page, "3 fairly sure")
    expect(look).to_be_enabled(timeout=PATIENCE)
    look.click()
    expect(page.get_by_text("Scores, 0 to 1")).to_be_visible(timeout=PATIENCE)


def test_asking_judging_reload_restart_and_a_second_tab(running: Running, browser: Browser) -> None:
    exercise, batch = running.publish(INQUIRY)
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    page = context.new_page()
    join(page, running, "Dina Haddad")
    to_desk(page, exercise)
    line = page.locator(".st-key-desk-line")

    # The cost is shown before it is paid, and paid once.
    open_next(page, ids[0])
    offered = page.locator(".st-key-means-offered")
    expect(offered.get_by_role("button", name=re.compile("^Documents"))).to_contain_text("6 min", timeout=PATIENCE)
    expect(line).to_contain_text("60 min left")
    ask(page, "Documents")
    expect(line).to_contain_text("54 min left", timeout=PATIENCE)
    expect(page.get_by_role("tab", name="Documents")).to_contain_text(re.compile(r"\([1-9]"), timeout=PATIENCE)

    # The risk engine waits for one's own judgement.
    judge(page, "Yellow")
    decide(page, "Red")

    # A reload in the middle: open consignment, decision, and a draft that has no lane yet.
    open_next(page, ids[1])
    cite(page, "abnormal")
    page.locator(".st-key-decision").get_by_placeholder("Note").fill("look at the route")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-decision .rl-heading")).to_contain_text("saved", timeout=PATIENCE)
    page.reload()
    still_open(page, ids[1])
    expect(page.locator(".st-key-decision").get_by_placeholder("Note")).to_have_value(
        "look at the route", timeout=PATIENCE
    )
    expect(page.locator(".st-key-decision [data-tag]")).to_contain_text("abnormal")
    expect(line).to_contain_text("54 min left")

    # The server is killed and comes back: nothing is lost, and the same person goes on.
    running.kill()
    running.start()
    page.reload()
    still_open(page, ids[1])
    expect(line).to_contain_text("examine 1/3", timeout=PATIENCE)

    # A second tab on another consignment: a decision goes where it was made, and each tab learns of the other's.
    other = context.new_page()
    other.goto(page.url)
    still_open(other, ids[1])
    open_next(other, ids[2])
    decide(page, "Green")
    decide(other, "Red")
    expect(other.locator(".st-key-desk-line")).to_contain_text("examine 2/3", timeout=PATIENCE)
    open_next(page, ids[2])
    decided(page, "Red")
    page.get_by_role("button", name="Previous").click()
    still_open(page, ids[1])
    decided(page, "Green")
    other.close()

    # One's own prediction comes before the result; the debrief comes in order, prints, and keeps a reflection.
    page.locator(".st-key-submit button").click(timeout=PATIENCE)
    page.get_by_label("How many of the violations in this batch did you catch?").fill("2")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Submit and reveal").click(timeout=PATIENCE)
    expect(page.get_by_text("Look up a consignment")).to_be_visible(timeout=PATIENCE)
    told = said(page)
    assert [section for section in SECTIONS if section not in told] == []
    places = [told.index(section) for section in SECTIONS]
    assert places == sorted(places)
    assert "You expected to catch 2" in told
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="Print as PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_label("In your own words").fill("papers before scores")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Saved. You will find it")).to_be_visible(timeout=PATIENCE)
    page.reload()
    expect(page.get_by_label("In your own words")).to_have_value("papers before scores", timeout=PATIENCE)
    assert "Traceback" not in running.log()
    context.close()


def test_what_was_not_asked_for_and_what_waits_is_never_sent(running: Running, browser: Browser) -> None:
    exercise, batch = running.publish(INQUIRY)
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    asked = ids[-2]
    answers = hidden.fields(batch, ("document", "check"), [asked])
    truth = hidden.truth(batch)
    others = hidden.fields(batch, ("document", "check"), {*ids} - {asked})
    engine = hidden.advice(batch)
    assert answers and len(others) > 10

    page = browser.new_page()
    delivered = Delivered(page)
    join(page, running, "Emeka Obi", delivered.read)
    to_desk(page, exercise)
    for name in ids:
        open_next(page, name)
        for tab in ("Documents", "Parties", "Goods", "Engine", "Declaration"):
            page.get_by_role("tab", name=tab).click()
    page.get_by_role("button", name="Previous").click()
    still_open(page, asked)
    sent = delivered.everything()
    assert ids[0].encode() in sent
    assert hidden.heard(truth | answers | others | engine, sent) == []

    # The same ears hear an answer once it is asked for, the engine once one has judged, the truth once it is revealed.
    ask(page, "Documents")
    ask(page, "Company check")
    sent = delivered.everything()
    assert hidden.heard(answers, sent)
    assert hidden.heard(truth | others | engine, sent) == []
    judge(page, "Red")
    sent = delivered.everything()
    assert hidden.heard(engine, sent)
    assert hidden.heard(truth | others, sent) == []
    submit(page)
    assert {*hidden.heard(truth, delivered.everything())} >= hidden.stories(batch)
    page.close()
