"""What journeys have in common: joining, opening, deciding, and ears for everything that is sent."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Error, Page, Response, WebSocket, expect

from tests.journeys.conftest import Running

PATIENCE = 30_000
"""Milliseconds a page may take on a busy machine before the journey fails."""


class Delivered:
    """Everything that a page was sent: HTTP bodies and websocket frames."""

    def __init__(self, page: Page) -> None:
        self.frames: list[bytes] = []
        self.bodies: list[bytes] = []
        self._unread: list[Response] = []
        page.on("websocket", self._listen)
        page.on("response", self._hear)

    def _hear(self, answer: Response) -> None:
        self._unread.append(answer)

    def _listen(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived", lambda frame: self.frames.append(frame if isinstance(frame, bytes) else frame.encode())
        )

    def read(self) -> None:
        """Keep the bodies that have come; to be called before the browser leaves a document, which forgets them."""
        unread, self._unread = self._unread, []
        for answer in unread:
            if answer.status != 200:
                continue
            try:
                self.bodies.append(answer.body())
            except Error:  # the browser kept no copy: allowed of what anyone may fetch alone
                assert "/static/" in answer.url or "/_stcore/" in answer.url, answer.url

    def everything(self) -> bytes:
        """All of it so far."""
        self.read()
        return b"\n".join([*self.frames, *self.bodies])


def join(page: Page, running: Running, name: str, leaving: Callable[[], None] = lambda: None) -> None:
    """Join the class; `leaving` is called before each document is left."""
    page.goto(f"{running.address}/join")
    page.fill("#name", name)
    page.fill("#class_code", running.code)
    leaving()
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".entry")).to_be_visible(timeout=PATIENCE)
    leaving()
    page.get_by_role("link", name="I have written it down").click()
    expect(page.get_by_text("Your exercises")).to_be_visible(timeout=PATIENCE)


def to_desk(page: Page, exercise_id: str) -> None:
    """From the list through the briefing to the desk of an exercise."""
    page.locator(f".st-key-enter-{exercise_id} button").click(timeout=PATIENCE)
    page.get_by_role("button", name="Open the desk").click(timeout=PATIENCE)
    keys_work(page)


def keys_work(page: Page) -> None:
    """Wait until the desk is drawn and its script listens to the keys."""
    expect(page.locator(".st-key-desk-line")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("html[data-desk-script]")).to_have_count(1, timeout=PATIENCE)
    expect(page.locator("[data-desk-keys]")).to_have_count(1, timeout=PATIENCE)
    expect(page.locator(".st-key-step-1 button")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-testid=stApp][data-test-script-state=running]")).to_have_count(0, timeout=PATIENCE)


def open_next(page: Page, declaration_id: str) -> None:
    """Press Next and wait until this consignment is open in dossier and decision."""
    page.get_by_role("button", name="Next").click(timeout=PATIENCE)
    still_open(page, declaration_id)


def still_open(page: Page, declaration_id: str) -> None:
    """Wait until this consignment is open in dossier and decision."""
    expect(page.locator(".st-key-dossier-head")).to_contain_text(declaration_id, timeout=PATIENCE)
    expect(page.locator(".st-key-decision")).to_contain_text(declaration_id, timeout=PATIENCE)


def decide(page: Page, lane: str) -> None:
    """Choose a lane and wait until the panel says that it is saved."""
    page.locator(".st-key-decision").get_by_role("button", name=lane).click(timeout=PATIENCE)
    decided(page, lane)


def cite(page: Page, flag: str) -> None:
    """Cite the first red flag whose name holds this text, as the first of the open consignment."""
    page.get_by_role("combobox", name="Red flags seen").fill(flag, timeout=PATIENCE)
    page.get_by_role("option", name=flag).first.click(timeout=PATIENCE)
    expect(page.locator(".st-key-decision [data-tag]")).to_have_count(1, timeout=PATIENCE)
    page.keyboard.press("Escape")


def cite_at(page: Page, field: str, flag: str) -> None:
    """Cite a flag at a fact of the head of the dossier, by one click, and wait until it stands in the panel."""
    page.locator(f'.rl-brief [data-field="{field}"]').hover(timeout=PATIENCE)
    page.locator(".rl-cite-menu").get_by_role("menuitemcheckbox", name=flag).click(timeout=PATIENCE)
    expect(page.locator(".st-key-decision [data-tag]", has_text=flag)).to_have_count(1, timeout=PATIENCE)


def decided(page: Page, lane: str) -> None:
    """Wait until the panel says that the open consignment is in this lane, and saved."""
    panel = page.locator(".st-key-decision .rl-heading")
    expect(panel).to_contain_text(lane, timeout=PATIENCE)
    expect(panel).to_contain_text(re.compile(r"saved \d\d:\d\d:\d\d"), timeout=PATIENCE)


def submit(page: Page) -> None:
    """Submit and wait for the debrief."""
    page.locator(".st-key-submit button").click(timeout=PATIENCE)
    page.get_by_role("button", name="Submit and reveal").click(timeout=PATIENCE)
    expect(page.get_by_text("What the administration knows")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Look up a consignment")).to_be_visible(timeout=PATIENCE)


def said(page: Page) -> str:
    """All text of the page."""
    return page.locator("[data-testid=stMain]").inner_text()
