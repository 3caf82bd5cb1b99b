"""What a level looks like on paper, and back: for each indicator, fields written from its level and read again.

``read(write(level)) == level`` for every indicator is what keeps drawing and weighing one thing; the tests check it.
Nothing here knows a status: given the level, fields are drawn alike for everyone.
"""

from __future__ import annotations

from generators.facts.readers import READERS

__all__ = ["READERS"]
