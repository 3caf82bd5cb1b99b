"""The direction in which a consignment crosses the home border, by number and by the code of the declaration."""

from __future__ import annotations

EXPORT, IMPORT, TRANSIT = 0, 1, 2
DIRECTIONS = ("EX", "IM", "TR")
