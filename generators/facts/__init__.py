"""What a level looks like on paper, and back: for each indicator, fields written from its level and read again.

``read(write(level)) == level`` for every indicator is what keeps drawing and weighing one thing; the tests check it.
Nothing here knows a status: given the level, fields are drawn alike for everyone.
"""

from __future__ import annotations

from generators.facts import company, goods, papers, route, transport
from generators.facts.company import ADDRESS_KINDS, TODAY, Companies
from generators.facts.goods import VALUE_EDGES
from generators.facts.readers import READERS
from generators.facts.sight import Sight
from generators.facts.wordings import wordings

__all__ = [
    "ADDRESS_KINDS",
    "READERS",
    "TODAY",
    "VALUE_EDGES",
    "Companies",
    "Sight",
    "company",
    "goods",
    "papers",
    "route",
    "transport",
    "wordings",
]
