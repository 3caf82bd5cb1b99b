"""How each indicator is read from the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generators.facts import (
    certificate,
    company,
    directors,
    expert,
    goods,
    listing,
    origin,
    papers,
    portal,
    register,
    route,
)
from generators.facts.sight import Sight
from simulator.draws import Ints

READERS: Mapping[str, Callable[[Sight], Ints]] = {
    **company.READ,
    **directors.READ,
    **goods.READ,
    **origin.READ,
    **route.READ,
    **papers.READ,
    **certificate.READ,
    **listing.READ,
    **register.READ,
    **expert.READ,
    **portal.READ,
}
"""Level of each indicator in each row, by indicator id."""
