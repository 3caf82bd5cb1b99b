"""A whole exercise with a screen reader: keys alone, and of the page nothing but its accessibility tree."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.exercises.staging import SHIFT
from tests.journeys.conftest import Running

BRIEF: dict[str, object] = {
    **SHIFT,
    "slug": "brief-shift",
    "title": "Brief shift",
    "briefing": "Ten consignments wait.",
    "capacity": {"red": 1, "yellow": 2},
    "traffic": {"declarations": 10, "prevalence": 0.3, "subtlety": 0.1},
}
MOST = 160
"""Presses of Tab before a control counts as out of reach."""
PATIENCE = 30.0
"""Seconds until something that was asked for must be heard."""


@dataclass(frozen=True)
class Node:
    """One node of the accessibility tree."""

    role: str
    name: str
    text: str
    focused: bool


def _value(one: dict[str, Any], key: str) -> str:
    return str(one.get(key, {}).get("value", ""))


def _node(one: dict[str, Any], text: str) -> Node:
    focused = any(flag["name"] == "focused" and flag["value"].get("value") for flag in one.get("properties", ()))
    return Node(_value(one, "role"), _value(one, "name"), text, focused)


class Reader:
    """Knows the keyboard and the browser's accessibility tree, as a screen reader does."""

    def __init__(self, page: Page) -> None:
        self._keys = page.keyboard
        self._tree: CDPSession = page.context.new_cdp_session(page)
        self._tree.send("Accessibility.enable")

    def nodes(self) -> list[Node]:
        """The tree as it stands, from top to bottom, each node with the text below it."""
        every = {one["nodeId"]: one for one in self._tree.send("Accessibility.getFullAXTree")["nodes"]}

        def text(one: dict[str, Any]) -> str:
            below = [text(every[child]) for child in one.get("childIds", ()) if child in every]
            own = _value(one, "name") if _value(one, "role") == "StaticText" else ""
            return " ".join(part for part in (own, *below) if part)

        return [_node(one, " ".join(text(one).split())) for one in every.values() if not one.get("ignored")]

    def wait(self, what: str, there: Callable[[list[Node]], bool]) -> None:
        """Wait until this holds of the tree."""
        end = time.monotonic() + PATIENCE
        while not there(self.nodes()):
            assert time.monotonic() < end, f"{what}: not heard; there is {self.nodes()[0].text[:2000]}"
            time.sleep(0.1)

    def hears(self, text: str, role: str = "") -> None:
        """Wait until a node of the role says this."""
        self.wait(text, lambda nodes: any(text in f"{one.name} {one.text}" for one in nodes if role in ("", one.role)))

    def status(self, pattern: str) -> None:
        """Wait until a live region says this."""
        self.wait(pattern, lambda nodes: any(one.role == "status" and re.search(pattern, one.text) for one in nodes))

    def to(self, role: str, name: str) -> None:
        """Press Tab until a control with this role and the beginning of this name has the focus."""
        for _press in range(MOST):
            if any(one.focused and one.name.startswith(name) for one in self._of(role)):
                return
            self._keys.press("Tab")
        raise AssertionError(f"no {role} {name!r} within {MOST} presses of Tab; there are {self._of(role)}")

    def _of(self, role: str) -> list[Node]:
        """The nodes of a role, without the text below them."""
        root = self._tree.send("DOM.getDocument", {"depth": 0})["root"]["backendNodeId"]
        found = self._tree.send("Accessibility.queryAXTree", {"backendNodeId": root, "role": role})["nodes"]
        return [_node(one, "") for one in found if not one.get("ignored")]

    def press(self, role: str, name: str) -> None:
        """Go to a button or a link and press it."""
        self.to(role, name)
        self._keys.press("Enter")

    def write(self, name: str, text: str) -> None:
        """Go to a field and fill it in."""
        self.to("textbox", name)
        self._keys.type(text)


def test_an_exercise_is_joined_read_decided_and_submitted_by_keys_and_the_accessibility_tree(
    running: Running, browser: Browser
) -> None:
    _exercise, batch = running.publish(BRIEF)
    ids = [str(name) for name in batch.declarations["declaration_id"]]
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{running.address}/join")
    reader = Reader(page)
    reader.write("Your name", "Leila Haddad")
    reader.write("Class code", running.code)
    reader.press("button", "Join")
    reader.hears("I have written it down", "link")
    reader.press("link", "I have written it down")
    reader.hears("Your exercises", "heading")
    reader.hears("Brief shift")
    reader.to("button", "Briefing")  # of the first exercise
    page.keyboard.press("Tab")
    reader.press("button", "Briefing")
    reader.hears("Ten consignments wait.")
    reader.press("button", "Open the desk")
    reader.hears("Dossier")

    # The first is read: declaration, a code, papers.
    reader.press("button", "Next")
    reader.status(f"{ids[0]}: nothing saved yet")
    reader.hears("Description of goods", "heading")
    reader.to("note", "")
    reader.to("tab", "Declaration")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    reader.hears("Documents", "tabpanel")

    # Each gets a lane; what is saved and what is refused is announced.
    lanes = ["Red", *["Green"] * (len(ids) - 2), "Red"]
    for place, (name, lane) in enumerate(zip(ids, lanes, strict=True)):
        if place:
            reader.press("button", "Next")
            reader.status(f"{name}: nothing saved yet")
        reader.press("button", lane)
        if place < len(ids) - 1:
            reader.status(rf"{name} {lane}: saved \d\d:\d\d:\d\d")
    reader.status("Red is full: all 1 places are used")
    reader.press("button", "Yellow")
    reader.status(rf"{ids[-1]} Yellow: saved")

    reader.press("button", "Submit")
    reader.hears("Submit and reveal", "button")
    reader.press("button", "Submit and reveal")
    reader.hears("What the administration knows")
    page.close()
