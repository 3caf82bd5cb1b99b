"""Geography: distances between countries, sea lanes, routes, hubs, and trade trade_shares."""

from __future__ import annotations

from generators.geography.distances import great_circle
from generators.geography.places import codes, detours, hubs, land, ports, regional, trade_shares
from generators.geography.sea_lanes import lanes

__all__ = ["codes", "detours", "great_circle", "hubs", "land", "lanes", "ports", "regional", "trade_shares"]
