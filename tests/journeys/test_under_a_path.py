"""Redlane under a path of a host, as a proxy shows it: joining, the desk, its script and its pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, ViewportSize

from tests.journeys.conftest import Running
from tests.journeys.steps import decided, join, open_next, to_desk


def test_a_consignment_is_decided_under_a_path(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDLANE_PATH", "/sites/redlane")
    running = Running(tmp_path)
    root = f"{running.address}/sites/redlane"
    page = browser.new_page(viewport=ViewportSize(width=1366, height=768))
    answers: list[Response] = []

    def hear(answer: Response) -> None:
        answers.append(answer)

    page.on("response", hear)
    try:
        running.start()
        running.address = root
        join(page, running, "Uma Lindqvist")
        to_desk(page, running.exercise_id)
        open_next(page, str(running.batch.declarations["declaration_id"].iloc[0]))
        page.keyboard.press("g")
        decided(page, "Green")
        assert page.url.startswith(f"{root}/desk")
        page.goto(f"{root}/logout")
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{root}/join")
    finally:
        page.close()
        running.kill()
        running.store.close()
    outside = [one.url for one in answers if one.status != 404 and not one.url.startswith(f"{root}/")]
    assert not outside and not [one.url for one in answers if one.status >= 500]
