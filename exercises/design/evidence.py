"""The oracle's opinion as it is stored with an exercise: how much each shown fact counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generators.oracle import Opinion, Weighing
from simulator.draws import Floats
from simulator.reference import KEY

WEIGHT, FLAG, FOUND, SEVERITY = "weight:", "flag:", "found:", "expected_severity"
"""Column prefixes: the log-odds of each step of the oracle; the red flag it shows, or ""; the findings by lane."""
CONTROLLED = ("red", "yellow")


@dataclass(frozen=True)
class Evidence:
    """``posterior`` (n,): P(violation | all shown); ``prior``: before looking; ``weights`` n × steps in log-odds,
    ``flags`` n × steps: the red flag of the step's fact, or "". Steps are in the order an officer meets them;
    logit(prior) plus a row's weights is logit(posterior). ``expected_severity`` (n,), 0 to 5; ``found``: by
    lane, the probability that its control finds a violation, (n,); both ``None`` in exercises from earlier editions.
    """

    posterior: Floats
    prior: float
    steps: tuple[str, ...]
    weights: Floats
    flags: NDArray[np.object_]
    expected_severity: Floats | None = None
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
            expected_severity=next(
                (frame[name].to_numpy(dtype=np.float64) for name in (SEVERITY, "gravity") if name in frame), None
            ),  # the first edition called it gravity
            found={lane: frame[FOUND + lane].to_numpy(dtype=np.float64) for lane in CONTROLLED if FOUND + lane in frame}
            or None,
        )

    def flag_weights(self, row: int) -> dict[str, float]:
        """The red flags that one consignment shows, each with the log-odds of its facts."""
        total: dict[str, float] = {}
        for flag, weight in zip(self.flags[row], self.weights[row], strict=True):
            if flag:
                total[str(flag)] = total.get(str(flag), 0.0) + float(weight)
        return total


def table(opinion: Opinion, grounds: Weighing) -> pd.DataFrame:
    """The evidence table of a batch, see ``Evidence``; two columns for each step."""
    columns: dict[str, object] = {
        KEY: opinion.evidence.index.to_numpy(),
        "posterior": opinion.posterior,
        "prior_log_odds": np.full(len(opinion.posterior), opinion.prior_log_odds),
        SEVERITY: opinion.expected_severity,
    }
    columns |= {FOUND + lane: opinion.status @ grounds.beside[FOUND + lane] for lane in CONTROLLED}
    columns |= {WEIGHT + step: opinion.evidence[step].to_numpy(dtype=np.float64) for step in opinion.steps}
    columns |= {FLAG + step: pd.Series(opinion.flags[step].to_numpy(), dtype="str") for step in opinion.steps}
    return pd.DataFrame(columns).astype({KEY: "str"})
