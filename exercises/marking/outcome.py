"""What the controls and the audit find for a choice of lanes, and what they are expected to find."""

from __future__ import annotations

from math import ceil

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exercises.design import ExerciseBatch
from simulator.draws import Floats
from simulator.office import audit, control_settings, expected_found, inspect
from simulator.reference import KEY

AUDIT_SHARE = 0.1
"""Share of an exercise's consignments that the post-clearance audit can take (assumption)."""


def sensitivity(lane: str) -> float:
    """Probability that the lane's control finds a violation of unknown nature; 0 if the lane has no control."""
    known = control_settings().of_lane(lane)
    return 0.0 if known is None else known.sensitivity["unknown"]


def controls(batch: ExerciseBatch, lanes: NDArray[np.str_]) -> pd.DataFrame:
    """What the controls of the lanes find; see ``simulator.office.inspect``.

    The luck of a control belongs to the consignment, not to the player: every player who examines it finds the same.
    """
    return inspect(_truth(batch), lanes, batch.luck)


def expected_controls(batch: ExerciseBatch, lane: str) -> Floats:
    """Probability that each violation is found if everything is in one lane, 0 for lawful trade; shape (n,)."""
    return expected_found(_truth(batch), lane)


def audits(batch: ExerciseBatch, controlled: pd.DataFrame) -> pd.DataFrame:
    """What the audit finds later in released consignments: blue lane first, then by engine score, some at random.

    One row for each consignment, in the batch's order: ``audited`` and ``finding`` (bool), ``days`` after release
    (NaN if there was no audit).
    """
    truth = _truth(batch)
    rules, both = (batch.engine[name].to_numpy(dtype=float) for name in ("profile_score", "combined_score"))
    risk = np.where(np.isnan(both), rules, both)
    found = audit(truth, controlled, ceil(len(truth) * AUDIT_SHARE), risk, batch.luck)
    later = found.set_index(KEY).reindex(truth[KEY])
    return pd.DataFrame(
        {
            "audited": later["selected"].notna().to_numpy(),
            "finding": later["finding"].eq(True).to_numpy(dtype=bool),
            "days": later["days"].to_numpy(dtype=np.float64),
        }
    )


def _truth(batch: ExerciseBatch) -> pd.DataFrame:
    if batch.truth is None:
        raise ValueError("this needs the truth: reveal the hidden parts first")
    return batch.truth
