"""Numbers of vehicles and of transport documents, none of which anybody holds as far as we know."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generators.odds import AIR, COURIER, POST, ROAD
from generators.table import numbered
from simulator import formats
from simulator.draws import Ints, Numbers, take
from simulator.reference import countries

_COURIER = "QC"  # before the number of a courier's waybill: letters of a fictional courier (assumption)


def documents(known: Mapping[str, Ints], which: Ints, u: Numbers) -> pa.Array:
    """Bill of lading, rail or road consignment note, air waybill of the flight's airline, or number of a parcel."""
    mode, channel = known["mode"], known["channel"]
    serial = take(u("transport document"), 10_000_000)
    plain = numbered(("BL", "RW", "CM"), serial, 8, np.minimum(mode, ROAD))
    flying = mode == AIR
    waybills = formats.air_waybills(which[flying] % len(formats.AIRLINES), serial[flying])
    found = pc.replace_with_mask(plain, pa.array(flying), waybills)
    sent = channel == COURIER
    found = pc.replace_with_mask(found, pa.array(sent), numbered(_COURIER, serial[sent], 10))
    sent = channel == POST
    sender = pa.array(list(countries())).take(pa.array(known["origin"][sent]))
    return pc.replace_with_mask(found, pa.array(sent), formats.parcel_numbers(serial[sent], sender))


def plates(country: Ints, serial: Ints) -> pa.Array:
    """Plates of lorries such as "NL KD4821": the country's letters make it readable, no register is copied."""
    pair = _letter_pairs().take(pa.array(serial // 10_000 % (22 * 22)))
    start = pc.binary_join_element_wise(pa.array(list(countries())).take(pa.array(country)), pair, " ")
    return pc.binary_join_element_wise(start, numbered("", serial % 10_000, 4), "")


@cache
def _letter_pairs() -> pa.Array:
    letters = "BCDFGHJKLMNPRSTVWXZAEU"
    return pa.array([one + other for one in letters for other in letters])


def wagons(country: Ints, serial: Ints) -> pa.Array:
    """Wagon numbers, of the country's railway or of a neighbour's where the table has none."""
    return formats.wagon_numbers(_railways()[country], serial % 10_000_000)


@cache
def _railways() -> Ints:
    known = formats.RAIL_COUNTRIES
    return np.array([known.get(code, known["DE"]) for code in countries()])


def containers(serial: Ints) -> pa.Array:
    """Container numbers of fictional owners."""
    return formats.container_numbers(serial % len(formats.OWNER_CODES), serial // len(formats.OWNER_CODES) % 1_000_000)
