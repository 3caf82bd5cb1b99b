"""An instructor with a file and no mapping: draft, preview in French, and nothing stored before the last act."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PASSWORD, Running

PATIENCE = 30_000
"""Milliseconds a page may take on a busy machine before the journey fails."""
LINES = (
    "MRN;Datum;Warennummer;Ursprungsland;Eigenmasse",
    "A1;13.05.2024;84139100;DE;1,5",
    "A2;14.05.2024;9011100;BR;2",
    "A3;31.12.9999;84139100;DE;3",
)


def choose(page: Page, place: int, file: Path) -> None:
    """Upload a file in the page's first or second field, and wait until it is there."""
    page.locator('input[type="file"]').nth(place).set_input_files(file)
    expect(page.get_by_text(file.name).first).to_be_visible(timeout=PATIENCE)


def test_a_mapping_is_drafted_saved_and_previewed_before_anything_is_stored(
    running: Running, browser: Browser, tmp_path: Path
) -> None:
    declarations, mapping = tmp_path / "port.csv", tmp_path / "mine.yaml"
    declarations.write_text("\n".join(LINES), encoding="utf-8")
    before = len(running.office.exercises())
    with browser.new_context(locale="fr-FR", viewport={"width": 1366, "height": 768}) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{running.address}/login")
        page.fill("#login", "kim")
        page.fill("#password", PASSWORD)
        page.locator("button[type=submit]").first.click()
        expect(page.get_by_text(running.code)).to_be_visible(timeout=PATIENCE)
        page.goto(f"{running.address}/upload")
        choose(page, 0, declarations)
        page.get_by_role("button", name="Proposer une correspondance").click()
        with page.expect_download(timeout=PATIENCE) as download:
            page.get_by_role("button", name="Enregistrer").click()
        download.value.save_as(mapping)
        assert 'hs_code: {column: "Warennummer"}' in mapping.read_text(encoding="utf-8")
        page.get_by_role("combobox").first.click()
        page.get_by_role("option", name="mon propre").click()
        choose(page, 1, mapping)
        page.get_by_role("button", name="Aperçu").click()
        expect(page.get_by_text("Lignes : 3.")).to_be_visible(timeout=PATIENCE)
        seen = page.get_by_role("status").filter(has_text="Lignes : 3.")
        expect(seen).to_contain_text("Rejets pour")
        expect(seen.get_by_role("cell", name="841391", exact=True)).to_be_visible()
        expect(seen.get_by_text("Ligne 4 : rejetée")).to_be_visible()
        if folder := os.environ.get("REDLANE_PICTURES"):
            page.screenshot(path=Path(folder) / "upload-preview.png")
    assert len(running.office.exercises()) == before
