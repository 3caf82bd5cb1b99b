"""Checks of what lorries, wagons, containers and aircraft can carry."""

from __future__ import annotations

import numpy as np

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns, outside, ratio, whole
from simulator.draws import Floats
from simulator.reference import package_types

LORRY = (28_500.0, 60_000.0)
"""Usual and largest load in kg: a combination of 44 t; the longest combinations of the Nordic countries."""
WAGON = (70_000.0, 120_000.0)
CONTAINER = (28_800.0, 34_000.0)
"""Usual and largest load in kg: 30.48 t and 36 t gross mass (ISO 668), less the box."""
AIRCRAFT = (100_000.0, 150_000.0)
"""A large freighter; the largest aircraft in service."""
MANY_LORRIES = 1_000_000.0
PARCEL = 50.0
COURIER = 70.0
"""Heaviest piece in kg that couriers usually take (assumption)."""

_UNITS = "mode_at_border transport_units gross_mass package_count package_type"


def _each(rows: Columns, mode: str) -> Floats:
    """Gross mass on one lorry or wagon; nan for other modes."""
    return np.where(
        rows.equal("mode_at_border", mode), ratio(rows.number("gross_mass"), rows.number("transport_units")), np.nan
    )


def _divisible(rows: Columns) -> Bools:
    """Not a single heavy piece on each vehicle: special lorries and wagons carry such pieces."""
    bulk = rows.where(lambda code: code in package_types() and bool(package_types()[code].bulk), "package_type")
    return bulk | (rows.number("package_count") > rows.number("transport_units"))


@check(
    "load.lorry_heavy",
    "unlikely",
    "mode_at_border transport_units gross_mass",
    "{gross_mass} kg by road is more than lorries usually carry; number of lorries: {transport_units}.",
    "EU Directive 96/53/EC: 40 to 44 t for a combination; load of 28.5 t: assumption",
)
def lorry_heavy(rows: Columns) -> Bools:
    """Over 28.5 t on each lorry."""
    each = _each(rows, "3")
    return (each > LORRY[0]) & (each <= LORRY[1])


@check(
    "load.lorry_impossible",
    "impossible",
    _UNITS,
    "{gross_mass} kg in {package_count} packages ({package_type}) by road is more than lorries can "
    "carry; number of lorries: {transport_units}.",
    "assumption: 60 t, above the load of the longest combinations; single pieces are left out",
)
def lorry_impossible(rows: Columns) -> Bools:
    """Over 60 t on each lorry, and not in one piece."""
    return (_each(rows, "3") > LORRY[1]) & _divisible(rows)


@check(
    "load.wagon_heavy",
    "unlikely",
    "mode_at_border transport_units gross_mass",
    "{gross_mass} kg by rail is more than wagons usually carry; number of wagons: {transport_units}.",
    "assumption: 22.5 t on each of four axles, less the wagon",
)
def wagon_heavy(rows: Columns) -> Bools:
    """Over 70 t on each wagon."""
    each = _each(rows, "2")
    return (each > WAGON[0]) & (each <= WAGON[1])


@check(
    "load.wagon_impossible",
    "impossible",
    _UNITS,
    "{gross_mass} kg in {package_count} packages ({package_type}) by rail is more than wagons can "
    "carry; number of wagons: {transport_units}.",
    "assumption: 120 t, above the load of the heaviest freight wagons; single pieces are left out",
)
def wagon_impossible(rows: Columns) -> Bools:
    """Over 120 t on each wagon, and not in one piece."""
    return (_each(rows, "2") > WAGON[1]) & _divisible(rows)


@check(
    "load.container_heavy",
    "unlikely",
    "container_id gross_mass",
    "{gross_mass} kg is more than a container of 30.48 t carries ({container_id}).",
    "ISO 668, less 1.7 t for the box (assumption)",
)
def container_heavy(rows: Columns) -> Bools:
    """Over 28.8 t in each container."""
    each = ratio(rows.number("gross_mass"), rows.listed("container_id"))
    return (each > CONTAINER[0]) & (each <= CONTAINER[1])


@check(
    "load.container_impossible",
    "impossible",
    "container_id gross_mass",
    "{gross_mass} kg is more than the containers can carry ({container_id}).",
    "ISO 668: 36 t gross mass, less 2 t for the box (assumption)",
)
def container_impossible(rows: Columns) -> Bools:
    """Over 34 t in each container."""
    return ratio(rows.number("gross_mass"), rows.listed("container_id")) > CONTAINER[1]


@check(
    "load.air_heavy",
    "unlikely",
    "mode_at_border gross_mass",
    "{gross_mass} kg by air is more than a large freighter carries.",
    "assumption: about 100 t",
)
def air_heavy(rows: Columns) -> Bools:
    """Over 100 t by air."""
    mass = rows.number("gross_mass")
    return rows.equal("mode_at_border", "4") & (mass > AIRCRAFT[0]) & (mass <= AIRCRAFT[1])


@check(
    "load.air_impossible",
    "impossible",
    "mode_at_border gross_mass",
    "{gross_mass} kg by air is more than the largest aircraft carries.",
    "assumption: about 150 t, the An-124",
)
def air_impossible(rows: Columns) -> Bools:
    """Over 150 t by air."""
    return rows.equal("mode_at_border", "4") & (rows.number("gross_mass") > AIRCRAFT[1])


@check(
    "load.many_lorries",
    "unlikely",
    "mode_at_border gross_mass",
    "{gross_mass} kg by road under one declaration would fill more than 35 lorries.",
    "assumption: 1,000 t",
)
def many_lorries(rows: Columns) -> Bools:
    """Over 1,000 t by road under one declaration."""
    return rows.equal("mode_at_border", "3") & (rows.number("gross_mass") > MANY_LORRIES)


@check(
    "load.post_heavy",
    "unlikely",
    "mode_at_border gross_mass package_count",
    "{gross_mass} kg in {package_count} parcels by post: each is heavier than the post takes.",
    "UPU Convention: parcels up to 20 kg, by agreement heavier; the limit of 50 kg is an assumption",
)
def post_heavy(rows: Columns) -> Bools:
    """Parcels of over 50 kg by post."""
    return rows.equal("mode_at_border", "5") & (ratio(rows.number("gross_mass"), rows.number("package_count")) > PARCEL)


@check(
    "load.courier_heavy",
    "unlikely",
    "channel gross_mass package_count",
    "{gross_mass} kg in {package_count} packages by courier: each is heavier than couriers usually take.",
    "assumption: 70 kg, about what the large couriers take as one piece",
)
def courier_heavy(rows: Columns) -> Bools:
    """Pieces of over 70 kg by courier."""
    each = ratio(rows.number("gross_mass"), rows.number("package_count"))
    return rows.equal("channel", "courier") & (each > COURIER)


@check(
    "load.units_number",
    "impossible",
    "transport_units",
    "{transport_units} is no number of vehicles, wagons or containers.",
    "they are counted in whole numbers from one",
)
def units_number(rows: Columns) -> Bools:
    """The number of vehicles, wagons or containers is not a whole number from one."""
    units = rows.number("transport_units")
    return (units < 1) | ~whole(units)


@check(
    "load.units_listed",
    "impossible",
    "mode_at_border transport_units transport_unit_ids",
    "The number of vehicles or wagons is {transport_units} (mode {mode_at_border}), but those listed are: "
    "{transport_unit_ids}.",
    "each lorry and wagon is listed",
)
def units_listed(rows: Columns) -> Bools:
    """The number of lorries or wagons is not that of the numbers listed."""
    by_land = rows.where(lambda mode: mode in ("2", "3"), "mode_at_border")
    return by_land & _other_number(rows, "transport_unit_ids")


@check(
    "load.containers_listed",
    "impossible",
    "mode_at_border container_indicator transport_units container_id",
    "The number of containers is {transport_units}, but those listed are: {container_id}.",
    "by sea, each container is listed",
)
def containers_listed(rows: Columns) -> Bools:
    """By sea, the number of containers is not that of the numbers listed."""
    boxed = rows.equal("mode_at_border", "1") & rows.equal("container_indicator", "1")
    return boxed & _other_number(rows, "container_id")


def _other_number(rows: Columns, name: str) -> Bools:
    units = rows.number("transport_units")
    return outside(rows.listed(name) - units, 0, 0)
