"""What the controls and the audit make of a choice of lanes, and how much they may be expected to."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exercises.batch import ExerciseBatch
from simulator.draws import Floats, uniform

SENSITIVITY = {"red": 0.9, "yellow": 0.4}
CONTROL = {"red": "physical", "yellow": "documents"}


def sensitivity(lane: str) -> float:
    """Probability that a control in this lane finds a violation that is there; 0 where the lane has no control."""
    return SENSITIVITY.get(lane, 0.0)


def findings(batch: ExerciseBatch, lanes: NDArray[np.str_]) -> pd.DataFrame:
    """Columns ``control`` (or null), ``finding`` and ``audit`` (bool), a row a consignment in the batch's order.

    The luck of a control belongs to the consignment, not to the player: whoever examines it finds the same.
    """
    assert batch.truth is not None
    luck: Floats = uniform(batch.luck, "control", 0, len(lanes))
    violation = batch.truth["violation"].to_numpy(dtype=bool)
    chance = np.array([sensitivity(lane) for lane in lanes])
    finding = violation & (luck < chance)
    audit = violation & ~finding & (uniform(batch.luck, "audit", 0, len(lanes)) < 0.3)
    control = pd.Series([CONTROL.get(lane) for lane in lanes], dtype="str")
    return pd.DataFrame({"control": control, "finding": finding, "audit": audit})
