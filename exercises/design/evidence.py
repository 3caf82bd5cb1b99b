"""The oracle's opinion of an exercise, as it is kept with it: what each fact shown is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generators.odds import Settings
from generators.oracle import Mask, Opinion, natures, weigh
from simulator.draws import Floats
from simulator.office import control_settings, usual
from simulator.reference import KEY, TIERS, Tier

WEIGHT, FLAG, FOUND = "weight:", "flag:", "found:"
"""Prefixes of columns: for each step of the oracle its log-odds, and the red flag it shows or ""; findings by lane."""
CONTROLLED = ("red", "yellow")
SCAN = "means.scan"
"""The step that adds what a scan showed."""


@dataclass(frozen=True)
class Evidence:
    """``posterior`` (n,): P(violation | all shown); ``prior``: before looking; ``weights`` n × steps in log-odds,
    ``flags`` n × steps: the red flag that the step's fact is, or "". Steps are in the order an officer meets them;
    logit(prior) plus a row's weights is logit(posterior). ``gravity`` (n,): expected severity, 0 to 5; ``found``: by
    lane, the chance that its control finds a violation, (n,); both ``None`` in exercises kept before they were known.
    """

    posterior: Floats
    prior: float
    steps: tuple[str, ...]
    weights: Floats
    flags: NDArray[np.object_]
    gravity: Floats | None = None
    found: Mapping[str, Floats] | None = None

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Evidence:
        """Read the evidence table of a batch."""
        steps = tuple(str(name)[len(WEIGHT) :] for name in frame.columns if str(name).startswith(WEIGHT))
        return cls(
            posterior=frame["posterior"].to_numpy(dtype=np.float64),
            prior=float(1.0 / (1.0 + np.exp(-frame["prior_log_odds"].iloc[0]))),
            steps=steps,
            weights=frame[[WEIGHT + step for step in steps]].to_numpy(dtype=np.float64),
            flags=frame[[FLAG + step for step in steps]].to_numpy(dtype=object),
            gravity=frame["gravity"].to_numpy(dtype=np.float64) if "gravity" in frame else None,
            found={lane: frame[FOUND + lane].to_numpy(dtype=np.float64) for lane in CONTROLLED if FOUND + lane in frame}
            or None,
        )

    def flag_weights(self, row: int) -> dict[str, float]:
        """The red flags that one consignment shows, and the log-odds of the facts that are each."""
        total: dict[str, float] = {}
        for flag, weight in zip(self.flags[row], self.weights[row], strict=True):
            if flag:
                total[str(flag)] = total.get(str(flag), 0.0) + float(weight)
        return total


def weigh_seen(
    declarations: pd.DataFrame, settings: Settings, seen: Mapping[Tier, Mask], scans: NDArray[np.int8] | None = None
) -> Opinion:
    """The oracle's opinion given what was seen of each consignment.

    ``seen``: by tier, on which rows its fields were seen, bool (n,); a tier that is not named was not seen at all.
    ``scans`` (n,): 0 not scanned, 1 nothing to see, 2 something that the declaration does not explain.
    """
    nowhere = np.zeros(len(declarations), dtype=bool)
    shown: dict[Tier, Mask] = {tier: seen.get(tier, nowhere) for tier in TIERS if tier != "declaration"}
    also = {} if scans is None or not scans.any() else {SCAN: _scan_likelihood(settings)[scans]}
    return weigh(declarations, settings, TIERS[-1], shown, also)


def _scan_likelihood(settings: Settings) -> Floats:
    """Log-likelihood of each outcome of a scan (none, nothing seen, something seen) given each status."""
    scan, alarm = control_settings().controls["scan"], usual().scan_false_alarm
    seen = np.array([scan.sensitivity[nature] if nature else alarm for nature in natures(settings)])
    seen = np.maximum(seen, alarm)  # what shows in any load shows in a violating one too
    return np.stack([np.zeros(len(seen)), np.log1p(-seen), np.log(seen)])


def table(opinion: Opinion, ids: pd.Series) -> pd.DataFrame:
    """The evidence table of a batch: see ``Evidence``; two columns a step."""
    columns: dict[str, object] = {
        KEY: ids.to_numpy(),
        "posterior": opinion.posterior,
        "prior_log_odds": np.full(len(ids), opinion.prior_log_odds),
        "gravity": opinion.gravity,
    }
    columns |= {FOUND + lane: opinion.status @ _sensitivity(opinion, lane) for lane in CONTROLLED}
    columns |= {WEIGHT + step: opinion.evidence[step].to_numpy(dtype=np.float64) for step in opinion.steps}
    columns |= {FLAG + step: pd.Series(opinion.flags[step].to_numpy(), dtype="str") for step in opinion.steps}
    return pd.DataFrame(columns).astype({KEY: "str"})


def _sensitivity(opinion: Opinion, lane: str) -> Floats:
    """How likely the lane's control finds each status, 0 for lawful ones."""
    known = control_settings().of_lane(lane)
    assert known is not None
    return np.array([known.sensitivity[nature] if nature else 0.0 for nature in opinion.natures])
