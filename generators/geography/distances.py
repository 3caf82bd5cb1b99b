"""Distances in km: great circles between places, and shortest paths through a network of places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.draws import Floats

EARTH_KM = 6371.0


def great_circle(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    """Distance of each place from each other place (degrees), to the km; shape (places, others).

    Rounded to whole km, so that an order by distance is the same on machines whose sine differs in the last bit.
    """
    phi, psi = np.radians(lat)[:, None], np.radians(other_lat)[None, :]
    turn = np.radians(np.asarray(other_lon)[None, :] - np.asarray(lon)[:, None])
    half = np.sin((psi - phi) / 2) ** 2 + np.cos(phi) * np.cos(psi) * np.sin(turn / 2) ** 2
    km: Floats = np.rint(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))
    return km


def shortest(km: Floats, joined: NDArray[np.bool_]) -> Floats:
    """Length of the shortest path from each node to each other over joined edges; inf if there is none, 0 to itself.

    ``km``, ``joined``: shape (nodes, nodes), symmetric. The algorithm of Floyd and Warshall suits some hundred nodes.
    """
    ways = np.where(joined, km, np.inf)
    np.fill_diagonal(ways, 0.0)
    for node in range(len(ways)):
        np.minimum(ways, ways[:, node, None] + ways[None, node, :], out=ways)
    return ways


def through(first: Floats, then: Floats) -> Floats:
    """Shortest path from each origin over any node to each end; ``first`` (origins, nodes), ``then`` (nodes, ends)."""
    ways = np.full((len(first), then.shape[1]), np.inf)
    for node in range(len(then)):
        np.minimum(ways, first[:, node, None] + then[None, node, :], out=ways)
    return ways
