"""Checks of the route: its ends, its legs by land and by sea, and detours."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns, parts_of
from simulator.credibility.links import legs, reached
from simulator.packs import Pack
from simulator.reference import apart_km, countries

_CASPIAN = frozenset({"AZ", "IR", "KZ", "RU", "TM"})
_RIVERS = frozenset({"AT", "BO", "CH", "CZ", "HU", "LU", "MD", "PY", "RS", "SK"})
"""Landlocked, but barges or small ships reach them from the sea."""
_FURTHER, _LONGER_KM = 3.0, 1_500.0
_LAND = {"3": "road", "2": "rail"}


@check(
    "route.start",
    "impossible",
    "countries_of_routing country_of_export",
    "The route {countries_of_routing} does not begin in the country of export, {country_of_export}.",
    "EU UCC Data Annex, 16 12",
)
def start(rows: Columns) -> Bools:
    """The route does not begin in the country of export."""
    return rows.where(
        lambda routing, country: _differs(routing, 0, country), "countries_of_routing", "country_of_export"
    )


@check(
    "route.end",
    "impossible",
    "countries_of_routing country_of_destination",
    "The route {countries_of_routing} does not end in the country of destination, {country_of_destination}.",
    "EU UCC Data Annex, 16 12",
)
def end(rows: Columns) -> Bools:
    """The route does not end in the country of destination."""
    return rows.where(
        lambda routing, country: _differs(routing, -1, country), "countries_of_routing", "country_of_destination"
    )


def _differs(routing: str, at: int, country: str) -> bool:
    stops = parts_of(routing)
    return bool(stops) and country != "" and stops[at] != country


@check(
    "route.repeated",
    "unlikely",
    "countries_of_routing",
    "The route {countries_of_routing} comes to a country twice.",
    "assumption: few routes return to a country",
)
def repeated(rows: Columns) -> Bools:
    """The route comes to a country twice."""
    return rows.where(lambda routing: len(set(parts_of(routing))) < len(parts_of(routing)), "countries_of_routing")


@check(
    "route.same_country",
    "unlikely",
    "declaration_type country_of_export country_of_destination",
    "The country of export and the country of destination are the same, {country_of_export} (declaration "
    "{declaration_type}).",
    "EU UCC Data Annex, 16 03 and 16 07; goods of a free zone may be declared so",
)
def same_country(rows: Columns) -> Bools:
    """Export or import within one country."""

    def same(kind: str, export: str, destination: str) -> bool:
        return kind in ("EX", "IM") and export == destination != ""

    return rows.where(same, "declaration_type", "country_of_export", "country_of_destination")


def _by_land(pack: Pack | None) -> Callable[[str], list[tuple[str, str]]]:
    """The legs that a lorry or train must make.

    Goods cross the border of an office without a coast on a lorry or train, and may go on by ship between two coasts.
    """
    known = countries()
    if pack is None or not known[pack.home].landlocked:
        return legs

    def sails(one: str, two: str) -> bool:
        return not any(code in known and known[code].landlocked for code in (one, two))

    return lambda routing: [(one, two) for one, two in legs(routing) if not sails(one, two)]


@check(
    "route.no_land",
    "impossible",
    "countries_of_routing mode_at_border",
    "No road, railway or ferry connects all countries of {countries_of_routing} (mode {mode_at_border}).",
    "land and ferry links of the countries",
)
def no_land(rows: Columns) -> Bools:
    """By road or rail where no land and no ferry leads; goods of an office without a coast may go on by ship."""
    lands = {mode: reached(rows.links[name]) for mode, name in _LAND.items()}
    by_land = _by_land(rows.pack)

    def apart(routing: str, mode: str) -> bool:
        land = lands.get(mode, {})
        return any(one in land and two in land and land[one] != land[two] for one, two in by_land(routing))

    return rows.where(apart, "countries_of_routing", "mode_at_border")


@check(
    "route.leg_missing",
    "unlikely",
    "countries_of_routing mode_at_border",
    "Some countries between those of {countries_of_routing} are left out: they do not touch each other "
    "(mode {mode_at_border}).",
    "land and ferry links of the countries; EU UCC Data Annex, 16 12: all countries in order",
)
def leg_missing(rows: Columns) -> Bools:
    """By road or rail between countries that do not touch."""
    lands = {mode: reached(rows.links[name]) for mode, name in _LAND.items()}
    by_land = _by_land(rows.pack)

    def skipped(routing: str, mode: str) -> bool:
        land, pairs = lands.get(mode, {}), rows.links.get(_LAND.get(mode, ""), frozenset())
        return any(
            one in land and land[one] == land.get(two) and (one, two) not in pairs for one, two in by_land(routing)
        )

    return rows.where(skipped, "countries_of_routing", "mode_at_border")


@check(
    "route.no_port",
    "impossible",
    "countries_of_routing mode_at_border",
    "By sea (mode {mode_at_border}), two countries of {countries_of_routing} must have a seaport.",
    "seaports in countries.csv",
)
def no_port(rows: Columns) -> Bools:
    """By sea, and fewer than two countries with a port."""
    return rows.equal("mode_at_border", "1") & rows.where(
        lambda routing: _ports(routing, _RIVERS) < 2, "countries_of_routing"
    )


@check(
    "route.river_port",
    "unlikely",
    "countries_of_routing mode_at_border",
    "Only small ships and barges reach a second port on the route {countries_of_routing} (mode {mode_at_border}).",
    "seaports in countries.csv; rivers: general knowledge (assumption)",
)
def river_port(rows: Columns) -> Bools:
    """By sea to a country that only rivers reach."""

    def by_river(routing: str) -> bool:
        return _ports(routing, frozenset()) < 2 <= _ports(routing, _RIVERS)

    return rows.equal("mode_at_border", "1") & rows.where(by_river, "countries_of_routing")


def _ports(routing: str, others: frozenset[str]) -> int:
    """Number of countries on a route that a ship can call at; countries that we do not know count."""
    stops = list(dict.fromkeys(parts_of(routing)))
    if not stops or any(one in _CASPIAN and two in _CASPIAN for one, two in legs(routing)):
        return 2
    return sum(stop not in countries() or not countries()[stop].landlocked or stop in others for stop in stops)


@check(
    "route.detour",
    "unlikely",
    "countries_of_routing",
    "The route {countries_of_routing} is over three times as long as the direct one.",
    "places in countries.csv; the limits (three times, and 1,500 km) are assumptions",
)
def detour(rows: Columns) -> Bools:
    """Over three times as long as the direct route."""
    return rows.where(_far_round, "countries_of_routing")


def _far_round(routing: str) -> bool:
    stops = [stop for stop in parts_of(routing) if stop in countries()]
    if len(stops) < 3 or stops[0] == stops[-1]:
        return False
    whole = sum(apart_km(one, two) for one, two in pairwise(stops))
    direct = apart_km(stops[0], stops[-1])
    return whole > _FURTHER * direct and whole - direct > _LONGER_KM
