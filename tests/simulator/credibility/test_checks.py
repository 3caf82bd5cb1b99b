"""Each check finds what it is made for, and nothing just inside its limit."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.credibility import checks
from tests.simulator.credibility.cases_goods import GOODS
from tests.simulator.credibility.cases_ways import WAYS
from tests.simulator.credibility.records import AIR, RAIL, ROAD, SEA, Change, frame, inspected

CASES = [*GOODS, *WAYS]


@cache
def found() -> dict[str, set[int]]:
    """Rows that each check finds in one frame: the bad record of case ``n`` at ``2 * n``, its good one after it."""
    records = [base | change for _check, base, bad, good in CASES for change in (bad, good)]
    return {one.check.id: set(one.rows.tolist()) for one in inspected(frame(*records)).found}


@pytest.mark.parametrize("base", [ROAD, RAIL, SEA, AIR], ids=["road", "rail", "sea", "air"])
def test_nothing_is_found_in_a_good_declaration(base: Change) -> None:
    assert [one.check.id for one in inspected(frame(base)).found if len(one.rows)] == []


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)])
def test_a_check_finds_what_is_beyond_its_limit_alone(number: int) -> None:
    rows = found()[CASES[number][0]]
    assert 2 * number in rows
    assert 2 * number + 1 not in rows


def test_each_check_has_a_case() -> None:
    assert {case[0] for case in CASES} == set(checks())
    assert len(checks()) >= 40


def test_each_check_says_what_it_finds_and_where_its_limit_comes_from() -> None:
    assert [one.id for one in checks().values() if not (one.title and one.message and one.source and one.fields)] == []
