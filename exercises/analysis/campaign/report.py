"""What a grid of campaigns says: figures of each campaign, and means with intervals over the seeds."""

from __future__ import annotations

import math

import pandas as pd

from exercises.analysis.evaluation import Measured
from simulator.office import Tally

CELL = ["policy", "drift", "share"]
LATE = 0.25  # the last part of a campaign, in which it shows where learning has led


def campaign_figures(weeks: pd.DataFrame) -> pd.DataFrame:
    """One row a campaign.

    policy, drift, share, seed; caught and severity_caught, shares of the violations and of their severity; of_best and
    severity_of_best, beside what the best choice for the same places would have caught, and late_of_best in the last
    quarter; skill, mean over the weeks; hit_rate of examinations; lawful_released, share of lawful consignments that
    nobody stopped; delay_hours, mean over all declarations; labels and labels_positive at the last week's beginning;
    rate, the true one; estimate, with low and high, and whether that covers the rate (nan without an estimate).
    """
    rows = [
        {**dict(zip([*CELL, "seed"], key, strict=True)), **_figures(own)}
        for key, own in weeks.groupby([*CELL, "seed"], sort=False)
    ]
    return pd.DataFrame(rows)


def _figures(weeks: pd.DataFrame) -> dict[str, float]:
    total = weeks.sum(numeric_only=True)
    late = weeks[weeks["week"] >= (1 - LATE) * len(weeks)].sum(numeric_only=True)
    tallied = weeks.filter(like="tally_").rename(columns=lambda name: name.removeprefix("tally_"))
    found = sum((Tally(*week) for week in tallied.itertuples(index=False)), Tally()).rate()
    rate = total["violations"] / total["declarations"]
    return {
        "caught": _share(total["caught"], total["violations"]),
        "severity_caught": _share(total["severity_caught"], total["severity"]),
        "of_best": _share(total["caught"], total["best_caught"]),
        "severity_of_best": _share(total["severity_caught"], total["best_severity_caught"]),
        "late_of_best": _share(late["caught"], late["best_caught"]),
        "skill": float(weeks["skill"].mean()),
        "hit_rate": _share(total["caught"], total["examined"]),
        "lawful_released": 1.0 - _share(total["lawful_held"], total["declarations"] - total["violations"]),
        "delay_hours": float(total["delay_hours"] / total["declarations"]),
        "labels": float(weeks["labels"].iloc[-1]),
        "labels_positive": float(weeks["labels_positive"].iloc[-1]),
        "rate": float(rate),
        "estimate": found.value,
        "estimate_low": found.low,
        "estimate_high": found.high,
        "covers": math.nan if math.isnan(found.value) else float(found.low <= rate <= found.high),
    }


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else math.nan


def campaign_summary(campaigns: pd.DataFrame) -> pd.DataFrame:
    """One row a policy, drift and share: seeds, and the mean of every figure with NAME_from and NAME_to, the 95 %
    interval of that mean over the seeds (Student's t)."""
    rows = []
    for key, own in campaigns.groupby(CELL, sort=False):
        row: dict[str, object] = {**dict(zip(CELL, key, strict=True)), "seeds": len(own)}
        for name in own.columns.difference([*CELL, "seed"], sort=False):
            mean = Measured.of(own[name].tolist())
            row |= {name: mean.mean, f"{name}_from": mean.low, f"{name}_to": mean.high}
        rows.append(row)
    return pd.DataFrame(rows)
