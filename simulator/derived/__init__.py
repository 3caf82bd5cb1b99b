"""Facts computed from a declaration's fields, for both risk profiles and the classifier.

Unknown inputs (absent columns, nulls, values that cannot be read) give a null fact, never an error. A frame that
already has its facts (``with_facts``) is not read again, so profiles and classifier share the work.
"""

from __future__ import annotations

from simulator.derived.derivation import derive, with_facts
from simulator.derived.facts import DERIVED, Fact

__all__ = ["DERIVED", "Fact", "derive", "with_facts"]
