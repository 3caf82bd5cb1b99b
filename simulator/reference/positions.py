"""Positions of places and towns in degrees: read, and compared with the main place of their country."""

from __future__ import annotations

import math

from simulator.files import Row, Table
from simulator.reference.lists import Country

SOUTHERNMOST, NORTHERNMOST = -60.0, 75.0
"""Goods are traded between these latitudes."""

_EARTH_KM = 6_371.0
_LEAST_KM, _WIDTHS, _MOST_KM = 100.0, 2.2, 7_000.0  # of ``radius_km`` (assumption): the least that all rows keep to


def between_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance between two positions in degrees."""
    north, south = math.radians(lat), math.radians(other_lat)
    half = math.sin((south - north) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))


def radius_km(country: Country) -> float:
    """How far from its main place a country reaches at most: 100 km and 2.2 times the root of its area, up to 7,000 km.

    New Zealand is the longest for its area, and its main place lies at one end.

    >>> from simulator.reference import countries
    >>> from simulator.reference.positions import radius_km
    >>> [round(radius_km(countries()[code])) for code in ("SG", "NZ", "RU")]
    [159, 1239, 7000]
    """
    return min(_LEAST_KM + _WIDTHS * math.sqrt(country.area_km2), _MOST_KM)


def read_position(table: Table, row: Row, country: Country | None) -> tuple[float, float]:
    """The columns ``lat`` and ``lon`` of a row; a fault if they are no position, or none that the country reaches."""
    before = len(table.faults)
    lat = table.number(row, "lat", SOUTHERNMOST, NORTHERNMOST)
    lon = table.number(row, "lon", -180, 180)
    if country is not None and len(table.faults) == before:
        km, most = between_km(country.lat, country.lon, lat, lon), radius_km(country)
        if km > most:
            table.fault(
                row,
                f"lat {row['lat']} and lon {row['lon']} lie {km:.0f} km from the main place of {country.iso2}, which "
                f"reaches {most:.0f} km; check the signs (south and west are negative), the order and the country",
            )
    return lat, lon
