"""Geography: distances between countries, sea lanes, routes, hubs, and trade gravity."""

from __future__ import annotations

from generators.geography.distances import great_circle
from generators.geography.places import codes, detours, gravity, hubs, land, ports, regional
from generators.geography.sea_lanes import lanes

__all__ = ["codes", "detours", "gravity", "great_circle", "hubs", "land", "lanes", "ports", "regional"]
