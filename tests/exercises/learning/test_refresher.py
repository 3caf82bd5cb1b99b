"""Refreshers come later the better a family is recalled, never later than a quarter, and the same at every replay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from exercises.learning.refresher import LONGEST, due, rated
from exercises.learning.skill import History, practised
from exercises.marking import Answer

START = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)


def told(right: int, wrong: int, family: str = "route") -> list[Answer]:
    return [Answer(f"D-{place}", family, -1.0, place < right) for place in range(right + wrong)]


def first_interval(right: int, wrong: int) -> timedelta:
    return due([(START, told(right, wrong))])["route"] - START


@pytest.mark.parametrize(
    ("right", "wrong", "rating"),
    [(0, 5, Rating.Again), (2, 3, Rating.Hard), (3, 2, Rating.Good), (4, 1, Rating.Good), (9, 1, Rating.Easy)],
)
def test_the_share_right_says_how_well_a_family_was_recalled(right: int, wrong: int, rating: Rating) -> None:
    assert rated(told(right, wrong)) == rating


def test_what_was_recalled_better_is_due_later() -> None:
    found = [first_interval(right, 10 - right) for right in (0, 5, 7, 10)]
    assert found == sorted(found) and found[0] >= timedelta(days=1) and found[2] < found[3]


def test_only_families_that_were_practised_are_due() -> None:
    history = [
        (START, [*told(3, 1, "payment"), *told(1, 3, "product")]),
        (START + timedelta(days=5), told(1, 1, "route")),
    ]
    found = due(history)
    assert list(found) == ["product", "route", "payment"]
    assert found["payment"] == due([(START, told(3, 1, "payment"))])["payment"]
    assert due([]) == {}


def test_recalling_on_time_stretches_the_interval_and_forgetting_shortens_it() -> None:
    at, history, gaps = START, [], []
    for _review in range(5):
        history.append((at, told(8, 2)))
        gaps.append(due(history)["route"] - at)
        at = due(history)["route"]
    assert gaps == sorted(gaps) and gaps[-1] > 3 * gaps[0]
    forgotten = due([*history, (at, told(0, 9))])["route"] - at
    assert forgotten < gaps[-1] / 3


def test_moments_of_other_zones_are_the_same_moments_and_those_of_none_are_refused() -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=9)))
    assert due([(elsewhere, told(3, 1))]) == due([(START, told(3, 1))])
    assert due([(elsewhere, told(3, 1))])["route"].tzinfo is UTC
    with pytest.raises(ValueError, match="UTC"):
        due([(START.replace(tzinfo=None), told(3, 1))])


attempts = st.lists(
    st.tuples(
        st.integers(0, 1_000_000).map(lambda minutes: START + timedelta(minutes=minutes)),
        st.lists(
            st.builds(Answer, st.just("D"), st.sampled_from(practised()), st.just(-1.0), st.booleans()), max_size=8
        ),
    ),
    max_size=12,
    unique_by=lambda attempt: attempt[0],
)


@given(attempts)
def test_every_family_comes_back_within_a_quarter_of_its_last_practice(history: History) -> None:
    found = due(history)
    last = {answer.family: at for at, given in sorted(history, key=lambda one: one[0]) for answer in given}
    assert found.keys() == last.keys()
    for family, moment in found.items():
        assert timedelta(days=1) <= moment - last[family] <= timedelta(days=LONGEST)
    assert due(list(reversed(history))) == found
