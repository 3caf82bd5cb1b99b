"""Numbers that carry a check digit: containers, ships, air waybills, wagons, parcels; and the form of a UN/LOCODE.

The makers write numbers that are right in form and check digit but belong to nobody, as far as we know. The checkers
say for each text whether it is right; they pass over spaces, points, dashes and slashes, and a null is never right.
All of them work on whole columns.

Sources: ISO 6346:2022 (freight containers: coding, identification and marking); IMO Resolution A.1117(30) (ship
identification number scheme); IATA Resolution 600a (air waybill); UIC leaflet 438-2 (wagon numbers) with the country
numbers of UIC leaflet 920-14; UPU standard S10 (identifiers of postal items); UN/ECE Recommendation 16 (UN/LOCODE).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from string import ascii_uppercase
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from simulator.draws import Floats, Ints

Bools = NDArray[np.bool_]
Digits = NDArray[np.uint8]
"""Characters as ASCII codes; shape (numbers, characters)."""
Texts = Iterable[Any]
"""Texts and nulls: a list, a pandas column or an Arrow array; shape (n,)."""

OWNER_CODES = tuple(first + last for first in ("QX", "QZ", "XQ", "ZQ") for last in ascii_uppercase)
"""Owner codes of fictional containers: well formed, and registered to nobody as far as we know (assumption)."""
AIRLINES = ("002", "003", "004", "008", "009", "010")
"""Prefixes of fictional airlines: held by nobody as far as we know (assumption)."""
SHIPS = 200_000
"""Fictional ships: their numbers begin with 2 or 3, where no ship is known to us (assumption)."""
RAIL_COUNTRIES = {
    "RU": 20, "BY": 21, "UA": 22, "MD": 23, "LT": 24, "LV": 25, "EE": 26, "KZ": 27, "GE": 28, "UZ": 29,
    "PL": 51, "BG": 52, "RO": 53, "CZ": 54, "HU": 55, "SK": 56, "AZ": 57, "AM": 58, "KG": 59,
    "GB": 70, "ES": 71, "RS": 72, "GR": 73, "SE": 74, "TR": 75, "NO": 76, "HR": 78, "SI": 79,
    "DE": 80, "AT": 81, "LU": 82, "IT": 83, "NL": 84, "CH": 85, "DK": 86, "FR": 87, "BE": 88,
}  # fmt: skip
"""Numbers of countries on wagons (UIC 920-14); countries that are missing here are not in the table, or not sure."""

_LETTERS = [number for number in range(10, 39) if number % 11]  # ISO 6346: A is 10, and multiples of 11 are left out
_VALUES = np.zeros(128)  # small whole numbers; a product of float matrices is exact and many times as fast
_VALUES[ord("0") : ord("9") + 1] = range(10)
_VALUES[ord("A") : ord("Z") + 1] = _LETTERS

_FOUR = np.array([list(f"{number:04d}".encode()) for number in range(10_000)], dtype=np.uint8)


def container_numbers(owner: Ints, serial: Ints) -> pa.Array:
    """Container numbers of fictional owners, such as ``QXAU1234564``; shape as ``owner``.

    ``owner``: index into ``OWNER_CODES``; ``serial``: below 1,000,000. The standard advises against serials whose
    remainder is 10; such a serial gives the number of the next one.
    """
    codes = np.array([list(f"{code}U".encode()) for code in OWNER_CODES], dtype=np.uint8)[owner]
    numbers = np.hstack([codes, _digits(serial, 6)])
    check = _container_remainder(numbers)
    odd = check == 10
    numbers[odd, 4:] = _digits((np.asarray(serial)[odd] + 1) % 1_000_000, 6)
    check[odd] = _container_remainder(numbers[odd])
    return _texts(numbers, check % 10)


def valid_container(texts: Texts) -> Bools:
    """Whether each text is a container number with the right check digit (ISO 6346).

    >>> from simulator.formats import valid_container
    >>> valid_container(["CSQU3054383", "CSQU3054384", "CSQU305438"]).tolist()
    [True, False, False]
    """
    return _checked(texts, r"[A-Z]{3}[UJZ][0-9]{7}", lambda number: _container_remainder(number[:, :10]) % 10)


def container_form(texts: Texts) -> Bools:
    """Whether each text has the form of a container number, whatever its check digit."""
    return _matching(texts, r"[A-Z]{3}[UJZ][0-9]{7}")


def imo_numbers(serial: Ints) -> pa.Array:
    """Numbers of fictional ships, such as ``IMO 2000004``; ``serial`` is below ``SHIPS``; shape as ``serial``."""
    numbers = _digits(np.asarray(serial) + SHIPS, 6)
    return _texts(numbers, _ship_digit(numbers), before="IMO ")


def valid_imo(texts: Texts) -> Bools:
    """Whether each text is a ship's number with the right check digit, with or without ``IMO`` before it.

    >>> from simulator.formats import valid_imo
    >>> valid_imo(["IMO 9074729", "9074729", "IMO 9074728", "IMO 97472"]).tolist()
    [True, True, False, False]
    """
    return _checked(texts, r"(?:IMO)?[0-9]{7}", lambda number: _ship_digit(number[:, :6]), last=7)


def imo_form(texts: Texts) -> Bools:
    """Whether each text has the form of a ship's number, whatever its check digit."""
    return _matching(texts, r"(?:IMO)?[0-9]{7}")


def air_waybills(airline: Ints, serial: Ints) -> pa.Array:
    """Air waybill numbers of fictional airlines, such as ``002-12345675``; shape as ``airline``.

    ``airline``: index into ``AIRLINES``; ``serial``: below 10,000,000.
    """
    prefix = np.array([list(f"{code}-".encode()) for code in AIRLINES], dtype=np.uint8)[airline]
    return _texts(np.hstack([prefix, _digits(serial, 7)]), np.asarray(serial) % 7)


def valid_air_waybill(texts: Texts) -> Bools:
    """Whether each text is an air waybill number: airline, seven digits, and these modulo seven.

    >>> from simulator.formats import valid_air_waybill
    >>> valid_air_waybill(["999-12345675", "99912345675", "999-12345676", "AWB-12345675"]).tolist()
    [True, True, False, False]
    """
    return _checked(texts, r"[0-9]{11}", lambda number: _number(number[:, 3:10]) % 7)


def air_waybill_form(texts: Texts) -> Bools:
    """Whether each text has the form of an air waybill number, whatever its check digit."""
    return _matching(texts, r"[0-9]{11}")


def wagon_numbers(country: Ints, serial: Ints) -> pa.Array:
    """Twelve digits of a freight wagon that runs abroad (they begin with 31); shape as ``country``.

    ``country``: number as in ``RAIL_COUNTRIES``; ``serial``: type and serial number together, below 10,000,000. These
    numbers are not set apart: a wagon with the same number may exist.
    """
    start = np.full(len(country), 31)
    numbers = np.hstack([_digits(start, 2), _digits(country, 2), _digits(serial, 7)])
    return _texts(numbers, _luhn(numbers))


def valid_wagon(texts: Texts) -> Bools:
    """Whether each text is a wagon number of twelve digits with the right check digit (the Luhn rule).

    >>> from simulator.formats import valid_wagon
    >>> valid_wagon(["21 81 2471 217-3", "218124712173", "218124712174"]).tolist()
    [True, True, False]
    """
    return _checked(texts, r"[0-9]{12}", lambda number: _luhn(number[:, :11]))


def wagon_form(texts: Texts) -> Bools:
    """Whether each text has twelve digits."""
    return _matching(texts, r"[0-9]{12}")


def parcel_numbers(serial: Ints, country: pa.Array) -> pa.Array:
    """Numbers of fictional parcels by post, such as ``CZ473124829NL``; ``serial`` is below 100,000,000; (n,).

    ``country``: codes of the countries that send them. CZ stands for parcels under agreements of two posts (UPU S10).
    """
    numbers = _digits(serial, 8)
    return pc.binary_join_element_wise(_texts(numbers, _postal_digit(numbers), before="CZ"), country, "")


def valid_parcel(texts: Texts) -> Bools:
    """Whether each text is the number of a postal item with the right check digit (UPU S10).

    >>> from simulator.formats import valid_parcel
    >>> valid_parcel(["RR 473 124 829 GB", "CZ473124829NL", "CZ473124828NL", "473124829"]).tolist()
    [True, True, False, False]
    """
    plain = pc.replace_substring_regex(_plain(texts), "[A-Z]{2}$", "")
    return parcel_form(texts) & _checked(plain, "[A-Z]{2}[0-9]{9}", lambda number: _postal_digit(number[:, :8]), last=9)


def parcel_form(texts: Texts) -> Bools:
    """Whether each text has the form of a number of a postal item: two letters, nine digits, a country's letters."""
    return _matching(texts, "[A-Z]{2}[0-9]{9}[A-Z]{2}")


def locode_form(texts: Texts) -> Bools:
    """Whether each text has the form of a UN/LOCODE: two letters, then three letters or digits from 2 to 9.

    >>> from simulator.formats import locode_form
    >>> locode_form(["NLRTM", "USLA9", "NLR1M", "Rotterdam"]).tolist()
    [True, True, False, False]
    """
    return _matching(texts, r"[A-Z]{2}[A-Z2-9]{3}")


def _container_remainder(numbers: Digits) -> Ints:
    return _whole(_VALUES[numbers] @ 2.0 ** np.arange(10)) % 11


def _ship_digit(numbers: Digits) -> Ints:
    return _whole(_VALUES[numbers] @ np.arange(7.0, 1.0, -1.0)) % 10


def _postal_digit(numbers: Digits) -> Ints:
    rest = 11 - _whole(_VALUES[numbers] @ np.array([8.0, 6.0, 4.0, 2.0, 3.0, 5.0, 9.0, 7.0])) % 11
    return cast(Ints, np.select([rest == 10, rest == 11], [0, 5], rest))


def _luhn(numbers: Digits) -> Ints:
    """Check digit: every second digit counts double, as the sum of its digits, and the last one of ``numbers`` does."""
    values = _whole(_VALUES[numbers])
    values[:, ::2] = values[:, ::2] * 2 // 10 + values[:, ::2] * 2 % 10
    return cast(Ints, -values.sum(axis=1) % 10)


def _number(numbers: Digits) -> Ints:
    return _whole(_VALUES[numbers] @ 10.0 ** np.arange(numbers.shape[1])[::-1])


def _whole(numbers: Floats) -> Ints:
    return numbers.astype(np.int64)


def _digits(numbers: Ints, width: int) -> Digits:
    """The decimal digits of numbers, as characters; shape (numbers, ``width``)."""
    left, fours = np.asarray(numbers), []
    for _ in range(0, width, 4):
        left, rest = np.divmod(left, 10_000)
        fours.append(_FOUR[rest])
    return np.hstack(fours[::-1])[:, -width:]


def _texts(numbers: Digits, check: Ints, before: str = "") -> pa.Array:
    """Characters and their check digit as an array of texts."""
    start = np.broadcast_to(np.frombuffer(before.encode(), dtype=np.uint8), (len(numbers), len(before)))
    whole = np.ascontiguousarray(np.hstack([start, numbers, (check[:, None] + ord("0")).astype(np.uint8)]))
    offsets = np.arange(len(whole) + 1, dtype=np.int32) * whole.shape[1]
    return pa.StringArray.from_buffers(len(whole), pa.py_buffer(offsets), pa.py_buffer(whole))


def _plain(texts: Texts) -> pa.Array:
    """The texts without spaces and the signs that set off groups."""
    if isinstance(texts, pd.Series):
        texts = pa.Array.from_pandas(texts.astype("str"))
    found = texts if isinstance(texts, pa.Array) else pa.array(list(texts), type=pa.string())
    return pc.replace_substring_regex(found.cast(pa.string()), r"[ ./-]", "")


def _matching(texts: Texts, form: str) -> Bools:
    found = pc.match_substring_regex(_plain(texts), f"^(?:{form})$")
    return cast(Bools, found.fill_null(False).to_numpy(zero_copy_only=False))


def _checked(texts: Texts, form: str, digit: Callable[[Digits], Ints], last: int | None = None) -> Bools:
    """Whether each text has the form, and its last character is the check digit of the (last) characters."""
    plain = _plain(texts)
    good = _matching(plain, form)
    chosen = plain.filter(pa.array(good))
    if last is not None:
        chosen = pc.utf8_slice_codeunits(chosen, -last, None) if len(chosen) else chosen
    if len(chosen):
        joined = "".join(chosen.to_pylist()).encode()
        number = np.frombuffer(joined, dtype=np.uint8).reshape(len(chosen), -1)
        good[good] = _VALUES[number[:, -1]] == digit(number)
    return good
