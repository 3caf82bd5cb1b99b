"""Currencies of invoices, with a rate to the euro."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

import pycountry

from simulator.files import read_table


@dataclass(frozen=True)
class Currency:
    """A currency by its ISO 4217 code; ``units_per_eur``: units of it for one euro, about the average of 2024."""

    code: str
    name: str
    units_per_eur: float
    source: str


@cache
def currencies() -> Mapping[str, Currency]:
    """The currencies that invoices may state, by code.

    >>> from simulator.packs import currencies
    >>> currencies()["EUR"].units_per_eur
    1.0
    """
    return load_currencies(files("simulator") / "data")


def load_currencies(folder: Traversable) -> Mapping[str, Currency]:
    """Read and check ``currencies.csv`` against ISO 4217; ``InputError`` with every fault, file and line."""
    columns = ("code", "name", "units_per_eur", "source")
    table = read_table(folder, "currencies.csv", columns, required=columns)
    read = []
    for row in table.rows:
        if pycountry.currencies.get(alpha_3=row["code"]) is None or not row["code"].isupper():
            table.fault(row, f"code {row['code']!r} is not in ISO 4217; correct it")
        rate = table.number(row, "units_per_eur", 0.0001, 1_000_000)
        read.append(Currency(row["code"], row["name"], rate, row["source"]))
    table.checked()
    return MappingProxyType({currency.code: currency for currency in read})
