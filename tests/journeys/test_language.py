"""A trainee whose browser asks for English chooses French, keeps it across pages, and goes back."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Running

PATIENCE = 30_000
"""Milliseconds a page may take on a busy machine before the journey fails."""


def test_a_language_is_chosen_before_signing_in_and_changed_on_a_page(running: Running, browser: Browser) -> None:
    with browser.new_context(locale="en-GB") as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{running.address}/join")
        page.get_by_role("link", name="Français").click()
        expect(page.get_by_role("heading", name="Rejoindre votre classe")).to_be_visible(timeout=PATIENCE)
        assert page.url == f"{running.address}/join"
        page.get_by_label("Votre nom").fill("Ada")
        page.get_by_label("Code de la classe").fill(running.code)
        page.get_by_role("button", name="Rejoindre").click()
        page.get_by_role("link", name="Je l’ai noté").click()
        expect(page.get_by_role("heading", name="Vos exercices")).to_be_visible(timeout=PATIENCE)
        page.get_by_role("button", name="Consignes").click()
        expect(page.get_by_role("button", name="Ouvrir le poste")).to_be_visible(timeout=PATIENCE)
        here = page.url
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("button", name="Open the desk")).to_be_visible(timeout=PATIENCE)
        assert page.url == here
