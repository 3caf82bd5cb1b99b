"""The results of a grid: figures of each campaign, and means with intervals over the seeds."""

from __future__ import annotations

import math

import pandas as pd

from exercises.analysis.evaluation import Measured
from simulator.office import Tally

CELL = ["policy", "drift", "share"]
LATE = 0.25  # the last part of a campaign, which shows the effect of learning


def campaign_figures(weeks: pd.DataFrame) -> pd.DataFrame:
    """One row per campaign.

    policy, drift, share, seed; caught and severity_caught: shares of the violations and of their severity; of_best and
    severity_of_best: the same as shares of what the best possible choice with the same capacity would have caught;
    late_of_best: of_best in the last quarter; skill: mean over the weeks; hit_rate of examinations; lawful_released:
    share of lawful consignments that nobody stopped; delay_hours: mean over all declarations; labels and
    labels_positive: numbers at the beginning of the last week; rate: the true prevalence; estimate, with low and high;
    covers: whether the interval contains the rate (nan without an estimate).
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
    """One row per policy, drift and share: the number of seeds, and the mean of every figure; NAME_from and NAME_to are
    the 95 % interval of the mean over the seeds (Student's t)."""
    rows = []
    for key, own in campaigns.groupby(CELL, sort=False):
        row: dict[str, object] = {**dict(zip(CELL, key, strict=True)), "seeds": len(own)}
        for name in own.columns.difference([*CELL, "seed"], sort=False):
            mean = Measured.of(own[name].tolist())
            row |= {name: mean.mean, f"{name}_from": mean.low, f"{name}_to": mean.high}
        rows.append(row)
    return pd.DataFrame(rows)
