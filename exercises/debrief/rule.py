"""The one rule of the verdicts: the chance from which a consignment should have been controlled."""

from __future__ import annotations

from math import floor

from exercises.design import CONTROLLED, Evidence
from exercises.marking import HOLD_FROM, Lanes


def control_from(oracle: Evidence | None, best: Lanes | None, streams: bool) -> float | None:
    """The chance from which an officer with these places should have controlled; ``None`` without an oracle.

    In a stream: ``HOLD_FROM``. Else the chance at which the best possible choice used its last place, but no less than
    the chance before looking: places that are left below it are nobody's duty. It is rounded down to a whole per cent
    (below one, to a tenth), so that two chances of one per cent never have two verdicts.
    """
    if oracle is None or best is None:
        return None
    if streams:
        return HOLD_FROM
    last = min((float(chance) for chance in oracle.posterior[_in(best)]), default=1.0)
    return _down(max(last, oracle.prior))


def _in(best: Lanes) -> list[int]:
    return [row for row, lane in enumerate(best) if lane in CONTROLLED]


def _down(chance: float) -> float:
    parts = 100 if chance >= 0.01 else 1000
    return floor(chance * parts + 1e-9) / parts
