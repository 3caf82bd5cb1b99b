"""Check digits: published and made numbers are right, and a wrong digit is found where the scheme says so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import formats

SERIALS = np.arange(50_000)
DIGIT = st.integers(0, 9)


def changed(number: str, at: int, digit: int) -> str:
    return number[:at] + str(digit) + number[at + 1 :]


@pytest.mark.parametrize(
    ("valid", "number"),
    [
        (formats.valid_container, "CSQU3054383"),  # the example of ISO 6346
        (formats.valid_container, "CSQU 305438-3"),
        (formats.valid_imo, "IMO 9074729"),  # the usual example of the IMO scheme
        (formats.valid_imo, "8814275"),
        (formats.valid_air_waybill, "999-12345675"),  # 1234567 = 7 * 176366 + 5
        (formats.valid_wagon, "21 81 2471 217-3"),  # the usual example of UIC 438-2
    ],
)
def test_a_published_number_is_right_and_no_other_check_digit_is(
    valid: Callable[[list[str]], formats.Bools], number: str
) -> None:
    others = [changed(number, len(number) - 1, digit) for digit in range(10)]
    assert [one for one, right in zip(others, valid(others), strict=True) if right] == [number]


def test_what_is_not_a_number_of_the_kind_is_not_right() -> None:
    texts = ["", None, "CSQU305438", "csqu3054383", "IMO 97472", "AWB-12345675", "2181247121", "９074729"]
    for valid in (formats.valid_container, formats.valid_imo, formats.valid_air_waybill, formats.valid_wagon):
        assert not valid(texts).any()
        assert not valid([]).any() and not valid([None]).any()


def test_columns_of_every_kind_are_read() -> None:
    texts = ["CSQU3054383", None, "CSQU3054384"]
    columns = (texts, pa.array(texts), pd.Series(texts, dtype="str"), pd.Series(texts, dtype="category"))
    assert all(formats.valid_container(column).tolist() == [True, False, False] for column in columns)


def test_every_number_made_is_right_and_different() -> None:
    owner = np.full(len(SERIALS), 3)
    made = {
        formats.valid_imo: formats.imo_numbers(SERIALS),
        formats.valid_air_waybill: formats.air_waybills(SERIALS % len(formats.AIRLINES), SERIALS * 199),
        formats.valid_wagon: formats.wagon_numbers(np.full(len(SERIALS), formats.RAIL_COUNTRIES["NL"]), SERIALS * 199),
    }
    for valid, numbers in made.items():
        assert valid(numbers).all()
        assert len(numbers.unique()) == len(SERIALS)
    containers = formats.container_numbers(owner, SERIALS)
    assert formats.valid_container(containers).all()
    assert len(containers.unique()) > 0.9 * len(SERIALS)  # one remainder of eleven gives the next number


def test_ships_have_numbers_that_begin_where_no_ship_is() -> None:
    first = {text[4] for text in formats.imo_numbers(np.arange(formats.SHIPS)).to_pylist()}
    assert first == {"2", "3"}


@given(st.integers(0, 103), st.integers(0, 999_999), st.integers(4, 10), DIGIT)
def test_a_wrong_digit_of_a_container_is_found_but_between_remainders_0_and_10(
    owner: int, serial: int, at: int, digit: int
) -> None:
    (number,) = formats.container_numbers(np.array([owner]), np.array([serial])).to_pylist()
    wrong = changed(number, at, digit)
    values = [*(formats._VALUES[ord(letter)] for letter in wrong[:10])]
    remainder = sum(int(value) * 2**place for place, value in enumerate(values)) % 11
    if wrong != number and not (number[10] == "0" and remainder == 10):
        assert not formats.valid_container([wrong])[0]


@given(st.integers(0, formats.SHIPS - 1), st.integers(4, 10), DIGIT)
def test_a_wrong_digit_of_a_ship_is_found_where_its_weight_tells(serial: int, at: int, digit: int) -> None:
    (number,) = formats.imo_numbers(np.array([serial])).to_pylist()
    weight = 11 - at if at < 10 else 1
    told = weight * (digit - int(number[at])) % 10 != 0
    assert formats.valid_imo([changed(number, at, digit)])[0] != told
    assert told or digit == int(number[at]) or weight not in (7, 3, 1)


@given(st.integers(0, 9_999_999), st.integers(4, 11), DIGIT)
def test_a_wrong_digit_of_a_waybill_is_found_unless_it_is_seven_off(serial: int, at: int, digit: int) -> None:
    (number,) = formats.air_waybills(np.array([0]), np.array([serial])).to_pylist()
    off = digit - int(number[at])
    same = off == 0 if at == 11 else off % 7 == 0
    assert formats.valid_air_waybill([changed(number, at, digit)])[0] == same


@given(st.sampled_from(sorted(formats.RAIL_COUNTRIES.values())), st.integers(0, 9_999_999), st.integers(0, 11), DIGIT)
def test_every_wrong_digit_of_a_wagon_is_found(country: int, serial: int, at: int, digit: int) -> None:
    (number,) = formats.wagon_numbers(np.array([country]), np.array([serial])).to_pylist()
    assert formats.valid_wagon([changed(number, at, digit)])[0] == (digit == int(number[at]))
