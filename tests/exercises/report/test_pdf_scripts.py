"""A print leaves no sign out without a word."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest

from exercises.report import Text, covered, pdf
from exercises.report.pdf import FONT, NO_SIGN, _Page

AT = datetime(2031, 3, 3, 8, tzinfo=UTC)
SHOWN = (
    "Ada Byron",
    "Ζωή Παπαδοπούλου",
    "Олена Коваль",
    "Հայկ Սարգսյան",
    "გიორგი",
    "Łukasz Żółć, 12 % → Å",
    "a\u200cb",
)
NOT_SHOWN = ("王伟", "さくら", "김민수", "สมชาย", "आशा", "علی رضا", "דוד")


def made() -> _Page:
    """A page with its font chosen."""
    page = _Page("Title", "")
    page.set_font(FONT)
    return page


@pytest.mark.parametrize("text", SHOWN)
def test_what_the_font_covers_is_printed_as_it_is(text: str) -> None:
    page = made()
    assert page.normalize_text(text) == text and not page.left_out


@pytest.mark.parametrize("text", NOT_SHOWN)
def test_what_it_does_not_cover_is_marked_sign_by_sign(text: str) -> None:
    page = made()
    marked = "".join(" " if sign == " " else NO_SIGN for sign in text)
    assert page.normalize_text(f"Note: {text}") == f"Note: {marked}" and page.left_out


def test_a_print_with_marks_says_which_scripts_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []

    def line(page: _Page, text: str, *_: object, **__: object) -> None:
        page.set_font(FONT)
        lines.append(page.normalize_text(text))

    monkeypatch.setattr(sys.modules["exercises.report.pdf"], "_line", line)
    pdf("Title", [Text("Ada")], AT)
    assert lines == ["Ada"]
    pdf("Title", [Text("王伟")], AT)
    assert lines[-1].endswith(covered()) and lines[-1].startswith(NO_SIGN)


def test_a_print_in_any_script_is_made() -> None:
    assert pdf("Title", [Text(" ".join((*SHOWN, *NOT_SHOWN)))], AT, "王伟 · Class").startswith(b"%PDF")
