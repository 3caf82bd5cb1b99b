"""Checks of masses, value, and numbers of packages."""

from __future__ import annotations

import numpy as np

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns, outside, ratio, whole
from simulator.draws import Floats
from simulator.reference import package_types

HARD = 10.0
MUCH_PACKING = 5.0
PACKING_LIST_OFF = 0.1
CONTAINER_M3 = 86.0  # a 45-foot high-cube container; no common one is larger
LORRY_M3 = 150.0  # the longest road trains (assumption)
_NO_MASS = ("2716",)


@check(
    "mass.gross_below_net",
    "impossible",
    "gross_mass net_mass",
    "The gross mass of {gross_mass} kg is below the net mass of {net_mass} kg.",
    "EU UCC Data Annex, 18 01 and 18 04",
)
def gross_below_net(rows: Columns) -> Bools:
    """The gross mass is below the net mass."""
    return rows.number("gross_mass") < rows.number("net_mass")


@check(
    "mass.net_zero",
    "impossible",
    "net_mass hs_code",
    "The net mass of goods of {hs_code} is {net_mass} kg.",
    "goods have a mass, except electricity (HS 2716)",
)
def net_zero(rows: Columns) -> Bools:
    """The net mass is zero."""
    return (rows.number("net_mass") <= 0) & rows.where(lambda code: not code.startswith(_NO_MASS), "hs_code")


@check(
    "mass.gross_zero",
    "impossible",
    "gross_mass hs_code",
    "The gross mass of goods of {hs_code} is {gross_mass} kg.",
    "goods have a mass, except electricity (HS 2716)",
)
def gross_zero(rows: Columns) -> Bools:
    """The gross mass is zero."""
    return (rows.number("gross_mass") <= 0) & rows.where(lambda code: not code.startswith(_NO_MASS), "hs_code")


@check(
    "mass.value_zero",
    "impossible",
    "statistical_value",
    "The statistical value is {statistical_value}; goods have a value even if they are free of charge.",
    "EU UCC Data Annex, 99 06",
)
def value_zero(rows: Columns) -> Bools:
    """The statistical value is zero."""
    return rows.number("statistical_value") <= 0


@check(
    "mass.packing_heavy",
    "unlikely",
    "gross_mass net_mass",
    "The gross mass of {gross_mass} kg is over five times the net mass of {net_mass} kg.",
    "assumption",
)
def packing_heavy(rows: Columns) -> Bools:
    """The gross mass is over five times the net mass."""
    return ratio(rows.number("gross_mass"), rows.number("net_mass")) > MUCH_PACKING


@check(
    "mass.packing_list_below_net",
    "unlikely",
    "packing_list_gross_mass net_mass",
    "The gross mass on the packing list, {packing_list_gross_mass} kg, is below the net mass of {net_mass} kg.",
    "the gross mass includes the net mass: one of the two papers is wrong",
)
def packing_list_below_net(rows: Columns) -> Bools:
    """The gross mass on the packing list is below the net mass."""
    return rows.number("packing_list_gross_mass") < rows.number("net_mass")


@check(
    "mass.packing_list_differs",
    "unlikely",
    "packing_list_gross_mass gross_mass",
    "The packing list has a gross mass of {packing_list_gross_mass} kg, the declaration {gross_mass} kg.",
    "the two state the same mass; the limit of 10 % is an assumption",
)
def packing_list_differs(rows: Columns) -> Bools:
    """Packing list and declaration differ in gross mass by over 10 %."""
    off = ratio(rows.number("packing_list_gross_mass"), rows.number("gross_mass"))
    return outside(off, 1 - PACKING_LIST_OFF, 1 + PACKING_LIST_OFF)


@check(
    "package.none",
    "impossible",
    "package_count package_type",
    "The number of packages of kind {package_type} is {package_count}.",
    "EU UCC Data Annex, 18 06; only bulk goods and unpacked ones have no packages",
)
def none(rows: Columns) -> Bools:
    """No packages, though the goods are packed."""
    return (rows.number("package_count") <= 0) & rows.where(_packed, "package_type")


@check(
    "package.not_whole",
    "impossible",
    "package_count",
    "{package_count} is no number of packages.",
    "packages are counted in whole numbers",
)
def not_whole(rows: Columns) -> Bools:
    """A broken number of packages."""
    return ~whole(rows.number("package_count"))


def _packed(package: str) -> bool:
    known = package_types().get(package)
    return known is None or (not known.bulk and package != "NE")


def _figure(rows: Columns, name: str) -> Floats:
    def figure(package: str) -> float:
        known = package_types().get(package)
        return float(getattr(known, name)) if known and not known.bulk else np.nan

    return rows.figure(figure, "package_type")


_EACH = "package_type package_count gross_mass"
_EACH_SOURCE = "usual masses in package_types.csv"


def _off(rows: Columns) -> tuple[Floats, Floats]:
    """Gross mass of one package over the largest usual one, and over the smallest usual one."""
    each = ratio(rows.number("gross_mass"), rows.number("package_count"))
    return ratio(each, _figure(rows, "most_kg")), ratio(each, _figure(rows, "least_kg"))


@check(
    "package.mass_unusual",
    "unlikely",
    _EACH,
    "{package_count} packages of kind {package_type} with {gross_mass} kg in all: each is heavier or "
    "lighter than usual.",
    _EACH_SOURCE,
)
def mass_unusual(rows: Columns) -> Bools:
    """The mass of one package is outside the usual range of its kind."""
    over, under = _off(rows)
    return ((over > 1) & (over <= HARD)) | ((under < 1) & (under >= 1 / HARD))


@check(
    "package.mass_impossible",
    "impossible",
    _EACH,
    "{package_count} packages of kind {package_type} cannot weigh {gross_mass} kg.",
    f"{_EACH_SOURCE}, and ten times beyond them",
)
def mass_impossible(rows: Columns) -> Bools:
    """The mass of one package is ten times beyond that range."""
    over, under = _off(rows)
    return (over > HARD) | (under < 1 / HARD)


@check(
    "package.too_many_for_containers",
    "impossible",
    "package_type package_count container_id",
    "{package_count} packages of kind {package_type} do not fit into the container: {container_id}.",
    "ISO 668; smallest volumes in package_types.csv",
)
def too_many_for_containers(rows: Columns) -> Bools:
    """More packages than the containers hold."""
    volume = rows.number("package_count") * _figure(rows, "least_litres") / 1_000
    containers = rows.listed("container_id")
    return (containers > 0) & (volume > containers * CONTAINER_M3)


@check(
    "package.too_many_for_lorries",
    "impossible",
    "package_type package_count transport_units mode_at_border",
    "{package_count} packages of kind {package_type} do not fit on the lorries; their number: {transport_units}.",
    "assumption: 150 cubic metres on a road train; smallest volumes in package_types.csv",
)
def too_many_for_lorries(rows: Columns) -> Bools:
    """More packages than the lorries hold."""
    volume = rows.number("package_count") * _figure(rows, "least_litres") / 1_000
    return rows.equal("mode_at_border", "3") & (volume > rows.number("transport_units") * LORRY_M3)
