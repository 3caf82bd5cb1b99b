"""The sea lanes: waypoints off coasts and in straits, the lanes between them, and the countries with ports there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from generators.geography.distances import great_circle, shortest
from simulator.draws import Floats
from simulator.files import fault, read_table
from simulator.reference import countries


@dataclass(frozen=True)
class Lanes:
    """A coarse network of sea lanes, from ``data/sea_lanes.csv`` (general knowledge, coarse).

    ``lat``, ``lon``: degrees, shape (waypoints,); ``km``: shortest path by sea, shape (waypoints, waypoints);
    ``ports``: whether a country of ``simulator.reference.countries()`` has ports there, bool (countries, waypoints).
    """

    names: tuple[str, ...]
    lat: Floats
    lon: Floats
    km: Floats
    ports: NDArray[np.bool_]


@cache
def lanes() -> Lanes:
    """The sea lanes as delivered."""
    return load_lanes(files("generators") / "data")


def load_lanes(folder: Traversable) -> Lanes:
    """Read and check ``sea_lanes.csv`` of a folder; ``InputError`` with every fault, file and line."""
    columns = ("waypoint", "lat", "lon", "next", "countries", "source")
    table = read_table(folder, "sea_lanes.csv", columns, required=("waypoint", "lat", "lon", "source"))
    number = {row["waypoint"]: index for index, row in enumerate(table.rows)}
    place = {code: index for index, code in enumerate(countries())}
    joined = np.zeros((len(number), len(number)), dtype=np.bool_)
    ports = np.zeros((len(place), len(number)), dtype=np.bool_)
    for index, row in enumerate(table.rows):
        for other in row.parts("next"):
            if other in number:
                joined[index, number[other]] = joined[number[other], index] = True
            else:
                table.fault(row, f"next waypoint {other!r} is not in this file; correct the name")
        for code in row.parts("countries"):
            if code in place and not countries()[code].landlocked:
                ports[place[code], index] = True
            else:
                table.fault(row, f"country {code!r} is not a coastal country of countries.csv; correct the code")
    lat = np.array([table.number(row, "lat", -90, 90) for row in table.rows])
    lon = np.array([table.number(row, "lon", -180, 180) for row in table.rows])
    km = shortest(great_circle(lat, lon, lat, lon), joined)
    if not table.faults:
        for row, ways in zip(table.rows, km, strict=True):
            if not np.isfinite(ways).all():
                table.fault(row, f"no lane leads from {row['waypoint']} to all others; name the waypoints next to it")
        for code, country in countries().items():
            if not country.landlocked and not ports[place[code]].any():
                what = f"{code} has a coast but no waypoint; add it to a waypoint"
                table.faults.append(fault(table.path, 1, what))
    table.checked()
    return Lanes(tuple(number), lat, lon, km, ports)
