"""Checks of currency, exchange rate and invoice total."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pycountry

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns, outside, ratio
from simulator.draws import Floats
from simulator.reference import countries

BASE = "EUR"
"""Currency of the statistical value and of the exchange rate."""
_COMMON = frozenset({"USD", "EUR"})
_APART, _FAR_APART = 3.0, 100.0
_TOTAL = "invoice_total statistical_value exchange_rate"


@check(
    "money.currency_unknown",
    "impossible",
    "invoice_currency",
    "There is no currency {invoice_currency}.",
    "ISO 4217",
)
def currency_unknown(rows: Columns) -> Bools:
    """Unknown currency."""
    return rows.where(lambda code: code != "" and not _currency(code), "invoice_currency")


@cache
def _currency(code: str) -> bool:
    return pycountry.currencies.get(alpha_3=code) is not None


@check(
    "money.currency_of_others",
    "unlikely",
    "invoice_currency consignor_country consignee_country country_of_export country_of_destination",
    "The invoice is in {invoice_currency}, which neither party uses ({consignor_country}, {consignee_country}).",
    "assumption: currencies of the two parties and the two ends, home, US dollar or euro",
)
def currency_of_others(rows: Columns) -> Bools:
    """A currency that neither party uses."""
    home = () if rows.pack is None else (rows.pack.home,)

    def others(currency: str, *ends: str) -> bool:
        known = [countries().get(country) for country in (*ends, *home)]
        used = {country.currency for country in known if country is not None}
        return currency not in ("", *used, *_COMMON) and None not in known[: len(ends)]

    names = "consignor_country", "consignee_country", "country_of_export", "country_of_destination"
    return rows.where(others, "invoice_currency", *names)


@check(
    "money.rate_zero",
    "impossible",
    "exchange_rate",
    "The exchange rate is {exchange_rate}.",
    "a rate is above zero",
)
def rate_zero(rows: Columns) -> Bools:
    """The exchange rate is zero."""
    return rows.number("exchange_rate") <= 0


@check(
    "money.rate_of_euro",
    "impossible",
    "invoice_currency exchange_rate",
    "The invoice is in {invoice_currency}, but the exchange rate is {exchange_rate}.",
    "EU UCC Data Annex, 14 09: the euro against itself is 1",
)
def rate_of_euro(rows: Columns) -> Bools:
    """A rate for the euro that is not 1."""
    rate = rows.number("exchange_rate")
    return rows.equal("invoice_currency", BASE) & outside(rate, 1 - 1e-6, 1 + 1e-6)


@check(
    "money.rate_one",
    "unlikely",
    "invoice_currency exchange_rate",
    "The invoice is in {invoice_currency}, but the exchange rate to the euro is {exchange_rate}.",
    "assumption: no rate to the euro is exactly 1",
)
def rate_one(rows: Columns) -> Bools:
    """A rate of 1 for another currency than the euro."""
    foreign = rows.where(lambda code: code not in ("", BASE), "invoice_currency")
    return foreign & np.equal(rows.number("exchange_rate"), 1)


@check(
    "money.total_apart",
    "unlikely",
    _TOTAL,
    "The invoice total of {invoice_total} is far from the value of {statistical_value} EUR at the rate "
    "{exchange_rate}.",
    "assumption: freight and other costs do not make it three times as much, or a third",
)
def total_apart(rows: Columns) -> Bools:
    """Invoice total and value differ by a factor over three."""
    off = _off(rows)
    return (off > math.log(_APART)) & (off <= math.log(_FAR_APART))


@check(
    "money.total_impossible",
    "impossible",
    _TOTAL,
    "The invoice total of {invoice_total} cannot belong to a value of {statistical_value} EUR at the "
    "rate {exchange_rate}.",
    "assumption: a hundred times as much, or a hundredth",
)
def total_impossible(rows: Columns) -> Bools:
    """Invoice total and value differ by a factor over a hundred."""
    return _off(rows) > math.log(_FAR_APART)


def _off(rows: Columns) -> Floats:
    """Distance between invoice total and value at the rate, as a logarithm; nan where one is not positive."""
    off = ratio(rows.number("invoice_total"), rows.number("statistical_value") * rows.number("exchange_rate"))
    return np.abs(np.log(np.where(off > 0, off, np.nan)))
