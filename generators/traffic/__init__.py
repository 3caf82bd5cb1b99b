"""Drawing traffic: traders, consignments, dates, declarations, and their truth."""

from __future__ import annotations

from generators.traffic import stories, truth
from generators.traffic.consignments import KNOWN, Drawn, carried, draw
from generators.traffic.declarations import declare, generate
from generators.traffic.groups import group
from generators.traffic.stories import sentences
from generators.traffic.traders import others, trader_groups, traders

__all__ = [
    "KNOWN",
    "Drawn",
    "carried",
    "declare",
    "draw",
    "generate",
    "group",
    "others",
    "sentences",
    "stories",
    "trader_groups",
    "traders",
    "truth",
]
