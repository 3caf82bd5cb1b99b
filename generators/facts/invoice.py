"""The invoice and the terms of the sale: number, dates, currency, total, delivery terms, nature of the transaction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from generators.odds import EXPORT, Levels, Pattern
from generators.table import Coded, Column, numbered
from simulator.draws import Choice, Floats, Ints, Numbers, take
from simulator.packs import Pack, currencies, pack
from simulator.reference import countries, places

_AT_SEA = ("FAS", "FOB", "CFR", "CIF")  # Incoterms 2020: for sea and inland waterway only
_HANDED_OVER = ("EXW", "FCA", "FAS", "FOB")  # Incoterms 2020: the place named is where the seller hands over
_OF_BUYER = (
    0.15  # share of invoices in the currency of the seller or of the buyer, where it is one of trade (assumption)
)
_DOLLAR, _EURO = 0.5, 0.35  # shares of dollars and euros in the other invoices (assumption: order of magnitude)


def write(
    known: Mapping[str, Ints],
    levels: Mapping[str, Levels],
    facts: Mapping[str, Column],
    shape: Pattern,
    name: str,
    u: Numbers,
) -> dict[str, Column]:
    """Fields of the sale, in a pattern of traffic and the pack of a ``name``; ``facts``: those written before."""
    rules, value, accepted = pack(name), facts["statistical_value"], facts["acceptance_date"]
    loaded, unloaded = facts["place_of_loading"], facts["place_of_unloading"]
    assert isinstance(value, np.ndarray) and isinstance(accepted, np.ndarray)
    assert isinstance(loaded, Coded) and isinstance(unloaded, Coded)
    money = _currencies(name).pick(u("currency"), known["origin"] * len(countries()) + known["destination"])
    rates = np.array([one.units_per_eur for one in currencies().values()])[money]
    terms = _terms(tuple(shape.delivery_terms.items())).pick(u("delivery terms"), (known["mode"] != 0).astype(np.int64))
    given = np.array([code in _HANDED_OVER for code in shape.delivery_terms])[terms]
    shipped = accepted - _days(u("days to the border"), _SHIPPING[known["mode"]])
    packed = shipped - _days(u("days to ship"), (0, 3))
    number = take(u("invoice number"), 90_000) + 10_000
    year = accepted.astype("datetime64[Y]").astype(np.int64) % 100 + 70
    return {
        "incoterm_code": Coded.of(terms, list(shape.delivery_terms)),
        "incoterm_place": Coded(np.where(given, loaded.codes, unloaded.codes), _names(tuple(loaded.texts.to_pylist()))),
        "invoice_currency": Coded.of(money, list(currencies())),
        "exchange_rate": rates,
        "invoice_total": np.round(value * rates, 2),
        "invoice_number": numbered("INV-", year % 100 * 100_000 + number, 7),
        "invoice_date": packed - _days(u("days to pack"), (0, 12)),
        "packing_list_date": packed,
        "transport_document_date": shipped,
        "nature_of_transaction": _natures(rules, levels["declaration.procedure"], u),
        "previous_document": _previous(known["direction"], levels["declaration.procedure"], u),
    }


_SHIPPING = np.array([(2, 35), (1, 14), (0, 7), (0, 4)])
"""Days from the transport document to acceptance, least and most, by mode (assumption)."""


def _days(u: Floats, span: NDArray[np.int64] | tuple[int, int]) -> NDArray[np.timedelta64]:
    least, most = np.asarray(span).T if isinstance(span, np.ndarray) else span
    days = least + np.minimum((u * (most - least + 1)).astype(np.int64), most - least)
    return days.astype("timedelta64[D]")


@lru_cache(maxsize=8)
def _names(codes: tuple[str, ...]) -> pa.Array:
    """The names of places; an office's place that the table does not know keeps its code."""
    return pa.array([places()[code].name if code in places() else code for code in codes])


@lru_cache(maxsize=8)
def _terms(shares: tuple[tuple[str, float], ...]) -> Choice:
    """Delivery terms by sea, and by other modes without those for ships."""
    numbers = np.arange(len(shares))
    weight = np.array([share for _, share in shares])
    elsewhere = np.array([0.0 if code in _AT_SEA else share for code, share in shares])
    return Choice([(numbers, weight), (numbers, elsewhere)])


@cache
def _currencies(name: str) -> Choice:
    """Currencies by seller's and buyer's country: those of the pair, and the dollar and the euro."""
    rules, codes = pack(name), list(currencies())
    known = list(countries().values())
    shared = {code: share for code, share in rules.currencies.items() if code in ("USD", "EUR")}
    base = shared or {"USD": _DOLLAR, "EUR": _EURO}
    lists = []
    for seller in known:
        for buyer in known:
            weight = np.zeros(len(codes))
            for code, share in base.items():
                weight[codes.index(code)] = share
            for own in {seller.currency, buyer.currency} & set(codes):
                weight[codes.index(own)] += _OF_BUYER
            lists.append((np.flatnonzero(weight), weight[weight > 0]))
    return Choice(lists)


def _natures(rules: Pack, level: Levels, u: Numbers) -> Coded:
    """Nature of the transaction: a sale, or a loan or processing where goods move for a time."""
    codes = [one.code for one in rules.natures]
    sale, loan, work = (codes.index(rules.nature_code(kind)) for kind in ("sale", "loan", "processing"))
    for_a_time = np.array([loan, work])[u.pick("nature for a time", (0.6, 0.4))]
    return Coded.of(np.where(level == 1, for_a_time, sale), codes)


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
