"""What a level looks like on paper, and back: for each indicator, fields written from its level and read again.

``read(write(level)) == level`` for every indicator is what keeps drawing and weighing one thing; the tests check it.
Nothing here knows a status: given the level, fields are drawn alike for everyone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generators.facts import company, goods, papers, route
from generators.facts.sight import Sight
from simulator.draws import Ints

READERS: Mapping[str, Callable[[Sight], Ints]] = {**company.READ, **goods.READ, **route.READ, **papers.READ}
"""Level of each indicator in each row, by indicator id."""
