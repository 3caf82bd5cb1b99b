"""Geography: distances between countries, expected trade, and the ways that goods take by road, rail, sea and air."""

from __future__ import annotations

from generators.geography.distances import great_circle
from generators.geography.limits import DETOUR, HUB, REGIONAL, USUAL, load_stops, stopovers
from generators.geography.network import NETWORKS, Network, ferried, gateways, land, sea_km, within_reach
from generators.geography.places import codes, distance_km, flag, positions, trade_shares
from generators.geography.sea_lanes import lanes
from generators.geography.stops import Way, Ways, tranships, ways

__all__ = [
    "DETOUR",
    "HUB",
    "NETWORKS",
    "REGIONAL",
    "USUAL",
    "Network",
    "Way",
    "Ways",
    "codes",
    "distance_km",
    "ferried",
    "flag",
    "gateways",
    "great_circle",
    "land",
    "lanes",
    "load_stops",
    "positions",
    "sea_km",
    "stopovers",
    "trade_shares",
    "tranships",
    "ways",
    "within_reach",
]
