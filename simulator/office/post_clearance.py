"""Post-clearance audit: after release, by risk and at random, with its own capacity and its own sensitivity.

Afterwards there are two views: what the office knows (controls and audits) and, only for the trainer, the full truth
next to it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator import draws
from simulator.draws import Floats
from simulator.errors import InputError
from simulator.office.control import ControlSettings, control_settings, found_status, sensitivity
from simulator.office.selectivity import Capacity, select
from simulator.reference import KEY


def audit(
    truth: pd.DataFrame,
    controls: pd.DataFrame,
    capacity: int,
    risk: Floats,
    seed: int,
    random_share: float = 0.2,
    settings: ControlSettings | None = None,
) -> pd.DataFrame:
    """Audit up to ``capacity`` released consignments; one row per audit, in the order of ``truth``.

    ``controls`` is the result of ``control.inspect`` for the same rows; consignments with a finding were not released.
    Places for the random share are kept free; then come blue consignments, then the highest ``risk``. Columns:
    declaration_id; selected (``blue``, ``random``, ``risk``); finding; found_status; hours; days (from release to
    result).
    """
    if len(controls) != len(truth) or not np.array_equal(controls[KEY].to_numpy(), truth[KEY].to_numpy()):
        raise InputError("controls and truth must have the same consignments in the same order: inspect the same batch")
    if len(risk) != len(truth):
        raise InputError(f"{len(risk)} risks for {len(truth)} consignments: give one risk for each")
    known = settings or control_settings()
    released = np.flatnonzero(~controls["finding"].to_numpy(dtype=bool))
    blue = np.where(controls["lane"].to_numpy()[released] == "blue", "blue", "")
    lottery = int(
        draws.raw(seed, "audit.selection", 0, 1)[0]
    )  # a separate seed: the seed of the lanes would draw the same consignments again
    chosen = select(risk[released], Capacity(0, 0, capacity, random_share), lottery, blue)
    audited = np.flatnonzero(chosen.lanes == "blue")
    rows = truth.iloc[released[audited]]
    names = {"criteria": "blue", "random": "random", "score": "risk"}
    control = known.controls["audit"]
    ids = rows[KEY].tolist()
    seen = draws.by_id(seed, "audit", ids) < sensitivity(rows, control)
    span = known.last_day - known.first_day + 1
    return pd.DataFrame(
        {
            KEY: rows[KEY].to_numpy(),
            "selected": [names[reason] for reason in chosen.reasons[audited]],
            "finding": seen & rows["violation"].to_numpy(dtype=bool),
            "found_status": found_status(rows, seen, np.ones(len(rows), dtype=bool)),
            "hours": np.full(len(rows), control.hours),
            "days": known.first_day + draws.take(draws.by_id(seed, "audit.day", ids), span),
        }
    )


def expected_audit(truth: pd.DataFrame, settings: ControlSettings | None = None) -> Floats:
    """Chance that an audit of each row finds its violation; 0 for lawful trade; shape (n,)."""
    known = settings or control_settings()
    return np.where(truth["violation"].to_numpy(dtype=bool), sensitivity(truth, known.controls["audit"]), 0.0)


def known_to_administration(controls: pd.DataFrame, audits: pd.DataFrame) -> pd.DataFrame:
    """What the office knows about every consignment: from the truth, only what was found.

    Columns: declaration_id; lane; checked (controlled or audited); source (``control``, ``audit`` or None: what gave
    the latest result); finding; status (as found, None if never checked); days (from acceptance to
    the result; 0 for controls, nan if there is none).
    """
    later = audits.set_index(KEY).reindex(controls[KEY])
    audited = later["selected"].notna().to_numpy()
    caught = controls["finding"].to_numpy(dtype=bool)
    controlled = controls["found_status"].notna().to_numpy()
    by_control = controls["found_status"].reset_index(drop=True)
    by_audit = later["found_status"].reset_index(drop=True)
    settled = audited & (
        ~controlled | (by_audit != "clean").to_numpy()
    )  # an audit without a finding does not cancel an earlier finding
    source = pd.Series("control", index=by_control.index, dtype="object").where(controlled, None)
    finding = caught | (later["finding"] == True).to_numpy(dtype=bool)  # noqa: E712 (unaudited rows are null)
    return pd.DataFrame(
        {
            KEY: controls[KEY].to_numpy(),
            "lane": controls["lane"].to_numpy(),
            "checked": controlled | audited,
            "source": source.where(~settled, "audit"),
            "finding": finding,
            "status": by_control.where(~settled, by_audit),
            "days": np.where(settled, later["days"].to_numpy(dtype=np.float64), np.where(controlled, 0.0, np.nan)),
        }
    )


def full_view(truth: pd.DataFrame, controls: pd.DataFrame, audits: pd.DataFrame) -> pd.DataFrame:
    """The truth of every consignment, with what the office knows about it (columns prefixed ``known_``)."""
    known = known_to_administration(controls, audits).drop(columns=["lane"]).add_prefix("known_")
    return truth.merge(known.rename(columns={f"known_{KEY}": KEY}), on=KEY, how="left", validate="one_to_one")
