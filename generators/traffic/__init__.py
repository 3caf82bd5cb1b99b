"""Drawing traffic: traders, consignments, dates, declarations, and their truth."""

from __future__ import annotations

from generators.traffic import stories, truth
from generators.traffic.consignments import Drawn, draw
from generators.traffic.declarations import declare, generate
from generators.traffic.groups import group
from generators.traffic.stories import sentences
from generators.traffic.traders import others, traders

__all__ = ["Drawn", "declare", "draw", "generate", "group", "others", "sentences", "stories", "traders", "truth"]
