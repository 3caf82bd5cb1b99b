"""One shift from the first page to the reveal, in a real browser on a real server."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.journeys import hidden
from tests.journeys.conftest import PASSWORD, Running
from tests.journeys.steps import PATIENCE, Delivered, cite, decide, join, open_next, still_open, submit, to_desk


def test_a_shift_is_joined_played_refreshed_submitted_revealed_and_seen_by_the_instructor(
    running: Running, browser: Browser
) -> None:
    ids = [str(name) for name in running.batch.declarations["declaration_id"]]
    trainee = browser.new_page(viewport={"width": 1366, "height": 768})
    join(trainee, running, "Amina Okafor")
    to_desk(trainee, running.exercise_id)

    open_next(trainee, ids[0])
    decide(trainee, "Red")
    cite(trainee, "abnormal")
    line = trainee.locator(".st-key-desk-line")
    expect(line).to_contain_text("examine 1/2", timeout=PATIENCE)
    expect(line).to_contain_text("1 of 20 opened", timeout=PATIENCE)

    # A capacity that is used up is said calmly, and changes nothing.
    open_next(trainee, ids[1])
    decide(trainee, "Red")
    open_next(trainee, ids[2])
    expect(trainee.locator(".st-key-decision").get_by_role("button", name="Red")).to_be_enabled()
    trainee.keyboard.press("r")
    question = trainee.locator(".st-key-question")
    expect(question).to_contain_text("Red is full: all 2 places are used.", timeout=PATIENCE)
    expect(line).to_contain_text("examine 2/2")
    decide(trainee, "Yellow")
    expect(question).to_have_count(0, timeout=PATIENCE)

    # A refresh loses nothing, not even the open consignment.
    trainee.reload()
    expect(line).to_contain_text("examine 2/2", timeout=PATIENCE)
    expect(line).to_contain_text("3 of 20 opened")
    still_open(trainee, ids[2])
    for declaration_id in (ids[1], ids[0]):
        trainee.get_by_role("button", name="Previous").click(timeout=PATIENCE)
        still_open(trainee, declaration_id)
    expect(trainee.locator(".st-key-decision")).to_contain_text("abnormal", timeout=PATIENCE)

    # The key to submit asks first.
    trainee.keyboard.press("s")
    expect(trainee.get_by_role("button", name="Submit and reveal")).to_be_visible(timeout=PATIENCE)
    trainee.get_by_role("button", name="Keep working").click()
    expect(trainee.get_by_role("button", name="Submit and reveal")).to_have_count(0, timeout=PATIENCE)

    submit(trainee)
    expect(trainee.get_by_text("Compared with the others")).to_be_visible(timeout=PATIENCE)
    expect(trainee.get_by_text("What the administration knows")).to_be_visible(timeout=PATIENCE)
    expect(trainee.get_by_text("Reached the line, was lawful")).to_be_visible(timeout=PATIENCE)

    office = browser.new_context().new_page()
    office.goto(f"{running.address}/login")
    office.fill("#login", "kim")
    office.fill("#password", PASSWORD)
    office.get_by_role("button", name="Sign in").click()
    row = office.get_by_role("row", name="Amina Okafor")
    expect(row).to_contain_text("%", timeout=PATIENCE)
    expect(office.get_by_text(running.code)).to_be_visible()
    assert "Traceback" not in running.log()


def test_a_killed_server_loses_nothing_and_the_same_person_continues(running: Running, browser: Browser) -> None:
    ids = [str(name) for name in running.batch.declarations["declaration_id"]]
    page = browser.new_page()
    join(page, running, "Bram de Vries")
    to_desk(page, running.exercise_id)
    open_next(page, ids[0])
    decide(page, "Red")

    running.kill()
    running.start()
    page.reload()
    expect(page.locator(".st-key-desk-line")).to_contain_text("examine 1/2", timeout=PATIENCE)
    still_open(page, ids[0])
    expect(page.locator(".st-key-decision .rl-heading")).to_contain_text("Red", timeout=PATIENCE)
    open_next(page, ids[1])
    decide(page, "Green")
    page.goto(running.address)
    expect(page.get_by_text("Bram de Vries")).to_be_visible(timeout=PATIENCE)


def test_nothing_hidden_is_sent_to_the_browser_before_submission(running: Running, browser: Browser) -> None:
    ids = [str(name) for name in running.batch.declarations["declaration_id"]]
    truth = hidden.truth(running.batch)
    page = browser.new_page()
    delivered = Delivered(page)
    join(page, running, "Chen Wei", delivered.read)
    to_desk(page, running.exercise_id)
    for declaration_id in ids:
        open_next(page, declaration_id)
        for tab in ("Documents", "Engine", "Declaration"):
            page.get_by_role("tab", name=tab).click()
    decide(page, "Red")
    sent = delivered.everything()
    assert len(delivered.frames) > len(ids) and delivered.bodies and ids[0].encode() in sent
    assert hidden.heard(truth, sent) == []

    # The same ears hear the truth once it is revealed: the test can fail.
    submit(page)
    assert {*hidden.heard(truth, delivered.everything())} >= hidden.stories(running.batch)
