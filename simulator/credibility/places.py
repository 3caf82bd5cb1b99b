"""Checks of the places of loading and unloading."""

from __future__ import annotations

from functools import cache

import numpy as np

from simulator.credibility.checks import check
from simulator.credibility.columns import Bools, Columns, parts_of
from simulator.formats import locode_form
from simulator.reference import countries, country_known

_FORM = "UN/ECE Recommendation 16"
_PORTS = "seaports and airports with freight in countries.csv; the list is short (assumption)"


@check("place.loading_form", "unlikely", "place_of_loading", "'{place_of_loading}' is no UN/LOCODE.", _FORM)
def loading_form(rows: Columns) -> Bools:
    """The place of loading is no UN/LOCODE."""
    return _no_locode(rows, "place_of_loading")


@check("place.unloading_form", "unlikely", "place_of_unloading", "'{place_of_unloading}' is no UN/LOCODE.", _FORM)
def unloading_form(rows: Columns) -> Bools:
    """The place of unloading is no UN/LOCODE."""
    return _no_locode(rows, "place_of_unloading")


def _no_locode(rows: Columns, name: str) -> Bools:
    def other(texts: list[str]) -> Bools:
        return ~locode_form(texts) & np.array([text != "" for text in texts], dtype=np.bool_)

    return rows.matching(name, other)


@check(
    "place.loading_country",
    "impossible",
    "place_of_loading country_of_export countries_of_routing",
    "The place of loading {place_of_loading} is neither in the country of export {country_of_export} nor "
    "on the route {countries_of_routing}.",
    "EU UCC Data Annex, 16 13 and 16 12",
)
def loading_country(rows: Columns) -> Bools:
    """The place of loading is neither in the country of export nor on the route."""
    return rows.where(_elsewhere, "place_of_loading", "country_of_export", "countries_of_routing")


@check(
    "place.unloading_country",
    "impossible",
    "place_of_unloading country_of_destination countries_of_routing",
    "The place of unloading {place_of_unloading} is neither in the country of destination "
    "{country_of_destination} nor on the route {countries_of_routing}.",
    "EU UCC Data Annex, 16 14 and 16 12",
)
def unloading_country(rows: Columns) -> Bools:
    """The place of unloading is neither in the country of destination nor on the route."""
    return rows.where(_elsewhere, "place_of_unloading", "country_of_destination", "countries_of_routing")


def _elsewhere(place: str, country: str, routing: str) -> bool:
    stops = {country, *parts_of(routing)} - {""}
    return len(place) == 5 and country_known(place[:2]) and bool(stops) and place[:2] not in stops


@check(
    "place.loading_no_airport",
    "unlikely",
    "mode_at_border place_of_loading",
    "By air (mode {mode_at_border}), but the place of loading {place_of_loading} is a seaport.",
    _PORTS,
)
def loading_no_airport(rows: Columns) -> Bools:
    """By air from a seaport."""
    return rows.where(_no_airport, "mode_at_border", "place_of_loading")


@check(
    "place.unloading_no_airport",
    "unlikely",
    "mode_at_border place_of_unloading",
    "By air (mode {mode_at_border}), but the place of unloading {place_of_unloading} is a seaport.",
    _PORTS,
)
def unloading_no_airport(rows: Columns) -> Bools:
    """By air to a seaport."""
    return rows.where(_no_airport, "mode_at_border", "place_of_unloading")


@check(
    "place.loading_no_seaport",
    "unlikely",
    "mode_at_border place_of_loading",
    "By sea (mode {mode_at_border}), but the place of loading {place_of_loading} is an airport.",
    _PORTS,
)
def loading_no_seaport(rows: Columns) -> Bools:
    """By sea from an airport."""
    return rows.where(_no_seaport, "mode_at_border", "place_of_loading")


@check(
    "place.unloading_no_seaport",
    "unlikely",
    "mode_at_border place_of_unloading",
    "By sea (mode {mode_at_border}), but the place of unloading {place_of_unloading} is an airport.",
    _PORTS,
)
def unloading_no_seaport(rows: Columns) -> Bools:
    """By sea to an airport."""
    return rows.where(_no_seaport, "mode_at_border", "place_of_unloading")


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Seaports and airports that the office knows."""
    seaports = frozenset(place for country in countries().values() for place in country.seaports)
    return seaports, frozenset(place for country in countries().values() for place in country.airports)


def _no_airport(mode: str, place: str) -> bool:
    seaports, airports = _known()
    return mode == "4" and place in seaports - airports


def _no_seaport(mode: str, place: str) -> bool:
    seaports, airports = _known()
    return mode == "1" and place in airports - seaports
