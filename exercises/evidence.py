"""The oracle's opinion of an exercise, as it is kept with it: what each fact shown is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generators.oracle import Opinion
from simulator.declaration import KEY
from simulator.draws import Floats

WEIGHT, FLAG = "weight:", "flag:"
"""Prefixes of the columns that hold, for each step of the oracle, its log-odds and the red flag it shows or ""."""


@dataclass(frozen=True)
class Evidence:
    """``posterior`` (n,): P(violation | all shown); ``prior``: before looking; ``weights`` n × steps in log-odds,
    ``flags`` n × steps: the red flag that the step's fact is, or "". Steps are in the order an officer meets them;
    logit(prior) plus a row's weights is logit(posterior)."""

    posterior: Floats
    prior: float
    steps: tuple[str, ...]
    weights: Floats
    flags: NDArray[np.object_]

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
        )

    def flag_weights(self, row: int) -> dict[str, float]:
        """The red flags that one consignment shows, and the log-odds of the facts that are each."""
        total: dict[str, float] = {}
        for flag, weight in zip(self.flags[row], self.weights[row], strict=True):
            if flag:
                total[str(flag)] = total.get(str(flag), 0.0) + float(weight)
        return total


def table(opinion: Opinion, ids: pd.Series) -> pd.DataFrame:
    """The evidence table of a batch: declaration_id, posterior, prior_log_odds, and two columns a step."""
    columns: dict[str, object] = {
        KEY: ids.to_numpy(),
        "posterior": opinion.posterior,
        "prior_log_odds": np.full(len(ids), opinion.prior_log_odds),
    }
    columns |= {WEIGHT + step: opinion.evidence[step].to_numpy(dtype=np.float64) for step in opinion.steps}
    columns |= {FLAG + step: pd.Series(opinion.flags[step].to_numpy(), dtype="str") for step in opinion.steps}
    return pd.DataFrame(columns).astype({KEY: "str"})
