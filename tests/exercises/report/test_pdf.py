"""The debrief as a PDF: the same each time, whose it is on each page, in the language in use."""

from __future__ import annotations

from typing import Any

import pytest
from fpdf import FPDF

from exercises.debrief import Debrief, debrief
from exercises.language import languages
from exercises.play import MemoryAttempt
from exercises.report import (
    pdf,
    report,
)
from tests.exercises.report.told import headings

pytestmark = pytest.mark.slow


def test_the_bars_of_a_case_leave_no_colour_for_the_tables_after_it(
    inquiry: MemoryAttempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    grounds = set()
    table = FPDF.table

    def watched(page: FPDF, *rows: Any, **how: Any) -> Any:
        grounds.add(str(page.fill_color))
        return table(page, *rows, **how)

    monkeypatch.setattr(FPDF, "table", watched)
    assert inquiry.record.submitted_at is not None
    pdf("The inquiry desk", report(debrief(inquiry)), inquiry.record.submitted_at)
    assert len(grounds) == 1


def test_the_print_is_a_pdf_and_the_same_each_time(inquiry: MemoryAttempt) -> None:
    revealed = debrief(inquiry)
    assert inquiry.record.submitted_at is not None
    one, two = (pdf("The inquiry desk", report(revealed), inquiry.record.submitted_at) for _ in range(2))
    assert one.startswith(b"%PDF-") and one == two and len(one) > 20_000


def test_each_page_of_the_print_says_whose_it_is_and_its_number_of_how_many(
    inquiry: MemoryAttempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    feet: list[str] = []
    cell = FPDF.cell

    def watched(page: FPDF, *size: Any, **how: Any) -> Any:
        if page.in_footer:
            feet.append(size[2])
        return cell(page, *size, **how)

    monkeypatch.setattr(FPDF, "cell", watched)
    assert inquiry.record.submitted_at is not None
    long = "The inquiry desk of a country with a very long name, " * 4
    made = pdf(long, report(debrief(inquiry)), inquiry.record.submitted_at, "Ada Berg · Course 1")
    pages = made.count(b"/Type /Page\n")
    assert pages > 2 and len(feet) == 2 * pages
    assert feet[1::2] == [f"{place} of {{nb}}" for place in range(1, pages + 1)]  # {nb} becomes the number of pages
    assert all(foot.startswith("Ada Berg · Course 1 · The inquiry desk") and foot.endswith("…") for foot in feet[::2])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_print_speaks_the_language_in_use(language: str, inquiry: MemoryAttempt) -> None:
    languages.use(language)
    try:
        revealed: Debrief = debrief(inquiry)
        assert inquiry.record.submitted_at is not None
        assert pdf("–", report(revealed), inquiry.record.submitted_at).startswith(b"%PDF-")
        said = headings(tuple(report(revealed)))[0]
        assert (said == "What you expected") == (language == "en")
    finally:
        languages.use("en")
