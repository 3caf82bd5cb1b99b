"""Positions: the reach of a country takes in its far ends and refuses most wrong signs and swapped columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.reference import countries, places, town_rows
from simulator.reference.positions import NORTHERNMOST, SOUTHERNMOST, between_km, radius_km

_LATITUDES, _LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@given(_LATITUDES, _LONGITUDES, _LATITUDES, _LONGITUDES)
def test_a_distance_is_the_same_both_ways_and_at_most_half_way_round(
    lat: float, lon: float, other_lat: float, other_lon: float
) -> None:
    km = between_km(lat, lon, other_lat, other_lon)
    assert 0 <= km <= 20_016
    assert abs(km - between_km(other_lat, other_lon, lat, lon)) < 1


def test_a_degree_of_latitude_is_111_km() -> None:
    assert round(between_km(10, 20, 11, 20), 1) == 111.2


def test_most_wrong_signs_and_swapped_columns_are_out_of_reach() -> None:
    rows = [(one.country, one.lat, one.lon) for one in places().values()]
    rows += [(one.country, one.lat, one.lon) for own in town_rows().values() for one in own]
    found = [0, 0, 0]
    for code, lat, lon in rows:
        country = countries()[code]
        for way, (north, east) in enumerate(((-lat, lon), (lat, -lon), (lon, lat))):
            far = between_km(country.lat, country.lon, north, east) > radius_km(country)
            found[way] += far or not SOUTHERNMOST <= north <= NORTHERNMOST
    assert min(found) > 0.85 * len(rows)
