"""The invoice: number, dates, currency, total, nature of the transaction; and the previous document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from generators import geography
from generators.odds import EXPORT, RAIL, ROAD, SEA, Levels
from generators.table import Coded, Column, numbered
from simulator.draws import Choice, Floats, Ints, Numbers, take
from simulator.packs import Pack, currencies, pack
from simulator.reference import countries

_OF_PAIR = 0.15  # weight of the seller's or buyer's currency, if invoices of the pack are in it (assumption)
_DOLLAR, _EURO = 0.5, 0.35  # shares of dollars and euros in the other invoices (assumption: order of magnitude)


def write(
    known: Mapping[str, Ints],
    ends: Ints,
    levels: Mapping[str, Levels],
    facts: Mapping[str, Column],
    name: str,
    u: Numbers,
) -> dict[str, Column]:
    """Fields of the sale for the pack of a ``name``; ``facts``: those written before.

    ``ends``: countries where the main leg starts and ends, (2, n).
    """
    rules, value, accepted = pack(name), facts["statistical_value"], facts["acceptance_date"]
    assert isinstance(value, np.ndarray) and isinstance(accepted, np.ndarray)
    money = _currencies(name).pick(u("currency"), known["origin"] * len(countries()) + known["destination"])
    rates = np.array([one.units_per_eur for one in currencies().values()])[money]
    shipped = accepted - _on_the_way(known, ends, geography.codes().index(rules.home), u("days to the border"))
    packed = shipped - _days(u("days to ship"), 0, 3)
    number = take(u("invoice number"), 90_000) + 10_000
    year = accepted.astype("datetime64[Y]").astype(np.int64) % 100 + 70
    return {
        "invoice_currency": Coded.of(money, list(currencies())),
        "exchange_rate": rates,
        "invoice_total": np.round(value * rates, 2),
        "invoice_number": numbered("INV-", year % 100 * 100_000 + number, 7),
        "invoice_date": packed - _days(u("days to pack"), 1, 12),
        "packing_list_date": packed,
        "transport_document_date": shipped,
        "nature_of_transaction": _natures(rules, levels["declaration.procedure"]),
        "previous_document": _previous(known["direction"], levels["declaration.procedure"], u),
    }


_LEAVING = np.array([4, 3, 2, 2])
"""Most days from the transport document to acceptance, by mode, of goods that are still to leave (assumption)."""
_KM_A_DAY = np.array([700.0, 500.0, 900.0, np.inf])
_WAIT = np.array([12, 8, 4, 4])
"""Km that goods go in a day, and most days that they wait, by mode (assumptions): ships of 16 knots, one driver."""


def _on_the_way(known: Mapping[str, Ints], ends: Ints, home: int, u: Floats) -> NDArray[np.timedelta64]:
    """Days from the transport document to acceptance: of goods that arrive no fewer than their way takes."""
    mode, origin = known["mode"], known["origin"]
    by_sea = geography.sea_km()[ends[0], ends[1]]
    km = np.select([mode == RAIL, mode == ROAD], [geography.land(way).km[origin, home] for way in ("rail", "road")])
    km = np.where((mode == SEA) | ~np.isfinite(km), np.where(np.isfinite(by_sea), by_sea, 0.0), km)
    leaves = (known["direction"] == EXPORT) | ((mode % 3 == 0) & (ends[0] == home))
    least = np.where(leaves, 0, np.ceil(km / _KM_A_DAY[mode])).astype(np.int64)
    return _days(u, least, np.where(leaves, _LEAVING[mode], least + least // 2 + _WAIT[mode]))


def _days(u: Floats, least: Ints | int, most: Ints | int) -> NDArray[np.timedelta64]:
    days = least + np.minimum((u * (most - least + 1)).astype(np.int64), most - least)
    return days.astype("timedelta64[D]")


@cache
def _currencies(name: str) -> Choice:
    """Currencies by seller's and buyer's country: dollar, euro, and those of the pair that the pack names."""
    rules, codes = pack(name), list(currencies())
    known = list(countries().values())
    shared = {code: share for code, share in rules.currencies.items() if code in ("USD", "EUR")}
    base = shared or {"USD": _DOLLAR, "EUR": _EURO}
    own_share = rules.currencies.get(rules.currency, 0.0)
    invoiced = dict.fromkeys(rules.currencies, _OF_PAIR) | {rules.currency: own_share}
    lists = []
    for seller in known:
        for buyer in known:
            weight = np.zeros(len(codes))
            for code, share in base.items():
                weight[codes.index(code)] = share
            for own in {seller.currency, buyer.currency} & {*invoiced} - {*base}:
                weight[codes.index(own)] += invoiced[own]
            lists.append((np.flatnonzero(weight), weight[weight > 0]))
    return Choice(lists)


def _natures(rules: Pack, level: Levels) -> Coded:
    """Nature of the transaction: a sale, or a loan where goods move for a time and return as they went."""
    codes = [one.code for one in rules.natures]
    sale, loan = (codes.index(rules.nature_code(kind)) for kind in ("sale", "loan"))
    return Coded.of(np.where(level == 1, loan, sale), codes)


def _previous(direction: Ints, level: Levels, u: Numbers) -> pa.Array:
    """The previous document: the summary declaration of what comes in, or the entry into the warehouse."""
    stored = (direction == EXPORT) & (level == 2)
    shown = (direction != EXPORT) | stored
    serial = take(u("previous document")[shown], 100_000_000)
    return numbered(("ENS-", "WHS-"), serial, 8, stored[shown].astype(np.int64), shown=shown)


def marks(own: Coded, u: Numbers, packages: Floats) -> pa.Array:
    """Shipping marks: the consignor's letters, an order number, and the numbers of the packages."""
    letters = own.texts.take(pa.array(own.codes))
    order = pc.binary_join_element_wise(letters, numbered("", take(u("marks"), 90_000) + 10_000, 5), "/")
    last = pa.array(packages.astype(np.int64)).cast(pa.string())
    return pc.binary_join_element_wise(order, last, " 1-")
