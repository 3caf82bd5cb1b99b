"""The reading of the radiation portal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generators.facts.sight import Sight
from generators.odds import Levels
from generators.table import Coded, Column
from simulator.draws import Ints

READINGS = ("background", "weak and even", "strong and in one place")


def write(level: Levels) -> dict[str, Column]:
    """The reading by the level of ``goods.radiation``."""
    return {"portal_reading": Coded.of(level, READINGS)}


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "goods.radiation": lambda sight: sight.levels("portal_reading", READINGS.index)
}
