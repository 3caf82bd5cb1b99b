"""The grounds of an exercise: the probabilities that weigh its evidence, stored with it.

A debrief uses these, so a later change of the generator or of the controls cannot change an old debrief.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exercises.design.evidence import CONTROLLED, FOUND
from generators.odds import Settings
from generators.oracle import Mask, Opinion, Weighing, opinion, weighing
from simulator.draws import Floats
from simulator.office import control_settings, usual_costs
from simulator.reference import TIERS, Tier

SCAN = "means.scan"
"""The step that adds what a scan showed."""


def grounds(declarations: pd.DataFrame, settings: Settings, tiers: tuple[Tier, ...]) -> Weighing:
    """The grounds of a batch, read from its fields of these tiers with the tables of today."""
    read = weighing(declarations, settings, tiers)
    found = {FOUND + lane: _sensitivity(read, lane) for lane in CONTROLLED}
    return replace(read, beside={SCAN: _scan_likelihood(read), **found})


def weigh_seen(
    grounds: Weighing, ids: Sequence[str], seen: Mapping[Tier, Mask], scans: NDArray[np.int8] | None = None
) -> Opinion:
    """The oracle's opinion, given what somebody saw of each consignment.

    ``seen``: for each tier, the rows whose fields were seen, bool (n,); a tier that is not named was not seen.
    ``scans`` (n,): 0 not scanned, 1 nothing to see, 2 something that the declaration does not explain.
    """
    nowhere = np.zeros(len(ids), dtype=bool)
    shown: dict[Tier, Mask] = {tier: seen.get(tier, nowhere) for tier in TIERS if tier != "declaration"}
    also = {} if scans is None or not scans.any() else {SCAN: grounds.beside[SCAN][scans]}
    return opinion(grounds, ids, shown, also)


def _scan_likelihood(read: Weighing) -> Floats:
    """Log-likelihood of each outcome of a scan (none, nothing seen, something seen) given each status."""
    scan, alarm = control_settings().controls["scan"], usual_costs().scan_false_alarm
    seen = np.array([scan.sensitivity[nature] if nature else alarm for nature in read.natures])
    seen = np.maximum(seen, alarm)  # what a scan can show in any load, it can also show in a violation
    return np.stack([np.zeros(len(seen)), np.log1p(-seen), np.log(seen)])


def _sensitivity(read: Weighing, lane: str) -> Floats:
    """Probability that the lane's control finds each status; 0 for lawful ones."""
    known = control_settings().of_lane(lane)
    assert known is not None
    return np.array([known.sensitivity[nature] if nature else 0.0 for nature in read.natures])
