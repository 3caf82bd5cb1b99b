"""The page on the checks has the list as it is in the code."""

from __future__ import annotations

from pathlib import Path

from simulator.credibility import checks
from simulator.credibility.listing import PAGE, listing, written

PROJECT = Path(__file__).resolve().parents[3]


def test_the_page_has_the_list_as_it_is_now() -> None:
    page = (PROJECT / PAGE).read_text(encoding="utf-8")
    assert listing() in page
    assert written(page) == page


def test_an_old_list_is_replaced() -> None:
    page = (PROJECT / PAGE).read_text(encoding="utf-8")
    assert written(page.replace("| `mass.value_zero` |", "| `mass.old` |")) == page


def test_the_list_names_each_check_once() -> None:
    lines = listing().splitlines()[2:]
    assert sorted(line.split("`")[1] for line in lines) == sorted(checks())
    assert all(line.count(" | ") == 4 for line in lines)
