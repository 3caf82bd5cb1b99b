"""From which figure a fact is a red flag: the bin edges of its indicator, as traffic is drawn and read with them."""

from __future__ import annotations

from math import exp

from generators.facts import AGE_EDGES, CAPITAL_EDGES, PACKING_EDGES, VALUE_EDGES
from generators.odds import shelf
from simulator.reference import Consignment, goods

VALUE = exp(VALUE_EDGES[1]), exp(VALUE_EDGES[-2])
"""EUR/kg over the usual of the code: an outlier below the first, or from the second."""
PACKING = PACKING_EDGES
"""Kg of a package over the usual of the code: unusual below the first, or from the second."""
CAPITAL = CAPITAL_EDGES[0]
"""EUR of paid-up capital below which it is very small."""
AGE = AGE_EDGES[0]
"""Days before the first day of the traffic within which a company was founded lately."""


def usual_package(consignment: Consignment) -> float | None:
    """Net kg that a package of the declared code usually holds; ``None`` where it is not known, and for goods whose
    package cannot hold less or more, so that none is unusual."""
    code = consignment.text("hs_code")[:6]
    good, place = goods().get(code), shelf().index.get(code)
    if good is None or place is None or shelf().whole[place]:
        return None
    return good.kg_per_package
