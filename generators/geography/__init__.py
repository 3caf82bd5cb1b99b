"""Countries in space: distances, sea lanes, ways, hubs, and how much they trade."""

from __future__ import annotations

from generators.geography.distances import great_circle
from generators.geography.places import codes, detours, gravity, hubs, land, ports, regional
from generators.geography.sea_lanes import lanes

__all__ = ["codes", "detours", "gravity", "great_circle", "hubs", "land", "lanes", "ports", "regional"]
