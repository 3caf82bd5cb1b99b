"""Which way a consignment crosses the home country's border, by number and by the code of the declaration."""

from __future__ import annotations

EXPORT, IMPORT, TRANSIT = 0, 1, 2
DIRECTIONS = ("EX", "IM", "TR")
