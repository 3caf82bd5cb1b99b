"""The units in which goods count, the kinds of packages in which they travel, and the terms of their delivery.

All loaders are cached and read the tables in ``data/`` (sources: ``data/README.md``); the ``load_…`` functions
read any folder and raise ``InputError`` with every fault, file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from simulator.files import Row, Table, read_table

BULK = ("", "liquid", "solid", "gas")
_DATA = files("simulator") / "data"


@dataclass(frozen=True)
class Unit:
    """A unit of quantity: its name in the plural, and its code in UN/ECE Recommendation 20."""

    name: str
    rec20: str


@dataclass(frozen=True)
class PackageType:
    """A kind of package by its code in UN/ECE Recommendation 21.

    ``bulk``: "" for packed goods; for goods that travel without packages their state, one of ``BULK``. ``least_kg`` and
    ``most_kg``: usual gross mass of one package; ``least_litres``: the smallest volume of one. All three are 0 in bulk.
    """

    name: str
    bulk: str
    least_kg: float
    most_kg: float
    least_litres: float


@dataclass(frozen=True)
class DeliveryTerm:
    """A term of delivery by its code in Incoterms 2020.

    ``meaning``: who does what, in a sentence of our own. ``by_water``: made for ships on the sea or on inland waterways
    alone.
    """

    name: str
    meaning: str
    by_water: bool
    source: str


@cache
def units() -> Mapping[str, Unit]:
    """The units in which goods count, by code."""
    return load_units(_DATA)


@cache
def package_types() -> Mapping[str, PackageType]:
    """The kinds of packages by code."""
    return load_package_types(_DATA)


@cache
def delivery_terms() -> Mapping[str, DeliveryTerm]:
    """The terms of delivery by code.

    >>> from simulator.reference import delivery_terms
    >>> delivery_terms()["FOB"].name
    'Free on board'
    """
    return load_delivery_terms(_DATA)


def load_units(folder: Traversable) -> Mapping[str, Unit]:
    """Read and check ``units.csv``."""
    columns = ("unit", "name", "rec20", "source")
    table = read_table(folder, "units.csv", columns, required=columns)
    for row in table.rows:
        if not re.fullmatch(r"[A-Z0-9]{2,3}", row["rec20"]):
            table.fault(row, f"rec20 {row['rec20']!r} is not a code of UN/ECE Recommendation 20; correct it")
    table.checked()
    return MappingProxyType({row["unit"]: Unit(row["name"], row["rec20"]) for row in table.rows})


def load_package_types(folder: Traversable) -> Mapping[str, PackageType]:
    """Read and check ``package_types.csv``."""
    columns = ("package_type", "name", "bulk", "least_kg", "most_kg", "least_litres", "source")
    table = read_table(folder, "package_types.csv", columns, required=("package_type", "name", "source"))
    read = {row["package_type"]: _package_type(table, row) for row in table.rows}
    table.checked()
    return MappingProxyType(read)


def _package_type(table: Table, row: Row) -> PackageType:
    if not re.fullmatch(r"[A-Z0-9]{2}", row["package_type"]):
        table.fault(row, f"package_type {row['package_type']!r} is not two capital letters; correct it")
    bulk = table.one_of(row, "bulk", BULK)
    if bulk:
        return PackageType(row["name"], bulk, 0.0, 0.0, 0.0)
    least = table.number(row, "least_kg", 0.001, 1_000)
    most = table.number(row, "most_kg", least, 100_000_000)
    return PackageType(row["name"], bulk, least, most, table.number(row, "least_litres", 0, 10_000))


def load_delivery_terms(folder: Traversable) -> Mapping[str, DeliveryTerm]:
    """Read and check ``delivery_terms.csv``."""
    columns = ("delivery_term", "name", "meaning", "by_water", "source")
    table = read_table(folder, "delivery_terms.csv", columns, required=columns)
    for row in table.rows:
        if not re.fullmatch(r"[A-Z]{3}", row["delivery_term"]):
            table.fault(row, f"delivery_term {row['delivery_term']!r} is not three capital letters; correct it")
        table.one_of(row, "by_water", ("0", "1"))
        if row["meaning"] and not row["meaning"].endswith("."):
            table.fault(row, "meaning is no whole sentence; end it with a full stop")
    table.checked()
    return MappingProxyType(
        {
            row["delivery_term"]: DeliveryTerm(row["name"], row["meaning"], row["by_water"] == "1", row["source"])
            for row in table.rows
        }
    )
