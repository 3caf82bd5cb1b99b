"""Facts: for each indicator, how its level is written into fields and read back from them.

``read(write(level)) == level`` holds for every indicator, so drawing and weighing always agree; the tests check it.
Nothing here knows a status: fields depend on the level only, not on whether the consignment is a violation.
"""

from __future__ import annotations

from generators.facts import (
    certificate,
    company,
    delivery,
    directors,
    expert,
    goods,
    invoice,
    listing,
    origin,
    papers,
    portal,
    register,
    route,
    transport,
    varieties,
)
from generators.facts.company import ADDRESS_KINDS, AGE_EDGES, CAPITAL_EDGES, TODAY, Companies
from generators.facts.goods import PACKING_EDGES, VALUE_EDGES
from generators.facts.readers import READERS
from generators.facts.routes import routes_of
from generators.facts.sight import Sight
from generators.facts.wordings import in_sentence, wordings

__all__ = [
    "ADDRESS_KINDS",
    "AGE_EDGES",
    "CAPITAL_EDGES",
    "PACKING_EDGES",
    "READERS",
    "TODAY",
    "VALUE_EDGES",
    "Companies",
    "Sight",
    "certificate",
    "company",
    "delivery",
    "directors",
    "expert",
    "goods",
    "in_sentence",
    "invoice",
    "listing",
    "origin",
    "papers",
    "portal",
    "register",
    "route",
    "routes_of",
    "transport",
    "varieties",
    "wordings",
]
