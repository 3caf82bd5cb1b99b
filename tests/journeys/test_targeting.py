"""A targeting shift with means that cost and a risk engine that waits, through a reload, a restart and a second tab."""

from __future__ import annotations

import re
import struct

import pandas as pd
from playwright.sync_api import Browser, Page, expect

from simulator.declaration import schema
from simulator.means import usual
from tests.journeys.conftest import Running
from tests.journeys.steps import (
    PATIENCE,
    Delivered,
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
    "means": {name: usual().means[name].model_dump() for name in ("documents", "company", "screening", "scan")},
    "officer_minutes": 60,
    "judge_first": True,
    "minutes": 60,
    "traffic": {"declarations": 20, "prevalence": 0.25, "subtlety": 0.1},
}
SECTIONS = (
    "What you expected",
    "What the administration knows",
    "What was really there",
    "How fast each choice catches",
    "Beside the others",
    "The counts, and how sure they are",
    "Consignment by consignment",
    "After you saw the risk engine",
    "How well you know what you know",
    "What asking was worth",
    "What it cost lawful trade",
    "Looked bad, was clean",
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
    page.get_by_role("tab", name="Engine").click()
    look = page.get_by_role("button", name="Show the risk engine's view")
    expect(look).to_be_disabled(timeout=PATIENCE)
    assert "Scores, 0 to 1" not in said(page)
    decide(page, "Yellow")
    sure(page, "3 fairly sure")
    expect(look).to_be_enabled(timeout=PATIENCE)
    look.click()
    expect(page.get_by_text("Scores, 0 to 1")).to_be_visible(timeout=PATIENCE)
    decide(page, "Red")

    # A reload in the middle: open consignment, decision, and a draft that has no lane yet.
    open_next(page, ids[1])
    page.locator(".st-key-decision").get_by_placeholder("Note").fill("look at the route")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-decision .rl-heading")).to_contain_text("saved", timeout=PATIENCE)
    page.reload()
    still_open(page, ids[1])
    expect(page.locator(".st-key-decision").get_by_placeholder("Note")).to_have_value(
        "look at the route", timeout=PATIENCE
    )
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
    expect(page.get_by_text("Look one up")).to_be_visible(timeout=PATIENCE)
    told = said(page)
    places = [told.index(section) for section in SECTIONS]
    assert places == sorted(places)
    assert "You expected to have caught 2" in told
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="Print as PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_label("In your own words").fill("papers before scores")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Kept.")).to_be_visible(timeout=PATIENCE)
    page.reload()
    expect(page.get_by_label("In your own words")).to_have_value("papers before scores", timeout=PATIENCE)
    assert "Traceback" not in running.log()
    context.close()


def hidden_fields(batch_declarations: pd.DataFrame, asked: str) -> list[bytes]:
    """Values of document and check fields that stand on no other consignment and in no open field, but for one id."""
    counted = pd.Series(batch_declarations.astype("str").to_numpy().ravel()).value_counts()
    secret = [
        field.name for field in schema().values() if field.tier != "declaration" and field.name in batch_declarations
    ]
    rows = batch_declarations[batch_declarations["declaration_id"] != asked][secret].astype("str")
    values = {value for column in secret for value in rows[column] if len(value) >= 8 and counted[value] == 1}
    return [value.encode() for value in values]


def test_what_was_not_asked_for_and_what_waits_is_never_sent(running: Running, browser: Browser) -> None:
    exercise, batch = running.publish(INQUIRY)
    assert batch.truth is not None and batch.evidence is not None and batch.answers is not None
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    fields = hidden_fields(batch.declarations, ids[-2])
    assert len(fields) > 10
    stories = {str(story).encode() for story in batch.truth.loc[batch.truth["violation"], "story"]} - {b""}
    chances = [
        float(chance) for chance in (*batch.evidence["posterior"], *batch.engine["profile_score"]) if 0 < chance < 1
    ]
    numbers = [struct.pack("<d", chance) for chance in chances] + [f"{chance:.6f}"[1:].encode() for chance in chances]
    advice = {hit.encode() for hits in batch.engine["hits"] for hit in re.findall(r'"title": "([^"]+)"', hits)}
    assert advice and stories

    page = browser.new_page()
    delivered = Delivered(page)
    join(page, running, "Emeka Obi", delivered.read)
    to_desk(page, exercise)
    for name in ids:
        open_next(page, name)
        for tab in ("Documents", "Parties", "Engine", "Declaration"):
            page.get_by_role("tab", name=tab).click()
    page.get_by_role("button", name="Previous").click()
    still_open(page, ids[-2])
    sent = delivered.everything()
    assert ids[0].encode() in sent
    assert [secret for secret in (*fields, *stories, *numbers, *advice) if secret in sent] == []

    # The same ears hear an answer once it is asked for, and the truth once it is revealed.
    own = [value for value in hidden_fields(batch.declarations, "") if value not in fields]
    ask(page, "Documents")
    ask(page, "Company check")
    asked = delivered.everything()
    assert own and any(value in asked for value in own)
    assert [secret for secret in (*fields, *stories, *numbers, *advice) if secret in asked] == []
    submit(page)
    assert all(story in delivered.everything() for story in stories)
    page.close()
