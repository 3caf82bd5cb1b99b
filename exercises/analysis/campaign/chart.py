"""Draws the campaigns as one chart (Vega-Lite) and writes it as SVG."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exercises.drawing import Spec, svg, whole

_TRAFFIC = {False: "stable typologies", True: "drift"}
_COLOURS = {"classifier": "#8f6cc0", "both": "#27897c", "profiles": "#3f83bd"}  # as everywhere in Redlane
_SMOOTHED = 4  # weeks
_SIZE = {"width": 360, "height": 220}  # pixels of one panel
_OF_BEST: Spec = {"type": "quantitative", "title": "caught, of the best possible", "scale": {"domain": [0, 1.05]}}


def draw_campaign(weeks: pd.DataFrame, means: pd.DataFrame, file: Path) -> None:
    """Draw the weeks of campaigns and their means (``campaign_summary``) as SVG.

    Above: what a learning policy caught in each week, as a share of the best possible, for every random share.
    Below: the same over the whole campaign, for every policy. If both were played, stable traffic is on the left and
    drift on the right.
    """
    kinds = sorted(means["drift"].unique())
    policies = [name for name in _COLOURS if name in set(means["policy"])]
    learner, shown = weeks[weeks["policy"] == policies[0]], means[means["policy"].isin(policies)]
    above = [_by_week(learner[learner["drift"] == drift], drift, policies[0]) for drift in kinds]
    below = [_by_share(shown[shown["drift"] == drift], drift, policies) for drift in kinds]
    chart: Spec = {"vconcat": [{"hconcat": above}, {"hconcat": below}], "resolve": {"scale": {"color": "independent"}}}
    file.write_text(svg(chart), encoding="utf-8")


def _by_week(weeks: pd.DataFrame, drift: bool, policy: str) -> Spec:
    points: list[Spec] = []
    for share, own in weeks.groupby("share"):
        caught = own.groupby("week")[["caught", "best_caught"]].sum().rolling(_SMOOTHED).sum()
        of_best = (caught["caught"] / caught["best_caught"]).dropna()
        label = f"{share:.0%} at random"
        weeks_of = of_best.index.to_numpy(dtype=int)
        points += [
            {"week": int(week) + 1, "share": label, "caught": float(part)}
            for week, part in zip(weeks_of, of_best, strict=True)
        ]
    shown = [point["week"] for point in points]
    return {
        **_SIZE,
        "title": f"{_TRAFFIC[bool(drift)]}: {policy}, week by week",
        "data": {"values": points},
        "mark": {"type": "line"},
        "encoding": {
            "x": {
                "field": "week",
                "type": "quantitative",
                "title": "week",
                "axis": whole(min(shown, default=0), max(shown, default=0)),
            },
            "y": {"field": "caught", **_OF_BEST},
            "color": {
                "field": "share",
                "type": "ordinal",
                "sort": None,
                "scale": {"scheme": "viridis"},
                "legend": {"title": None, "orient": "bottom"},
            },
        },
    }


def _by_share(means: pd.DataFrame, drift: bool, policies: list[str]) -> Spec:
    rows = means.sort_values(["policy", "share"]).to_dict(orient="records")
    points = [
        {
            "policy": row["policy"],
            "share": 100 * row["share"],
            "caught": row["of_best"],
            "low": _known(row["of_best_from"], row["of_best"]),
            "high": _known(row["of_best_to"], row["of_best"]),
        }
        for row in rows
    ]
    across = {"field": "share", "type": "quantitative", "title": "examined at random, %"}
    colour = {
        "field": "policy",
        "type": "nominal",
        "scale": {"domain": policies, "range": [_COLOURS[name] for name in policies]},
        "legend": {"title": None, "orient": "bottom"},
    }
    up = {"field": "caught", **_OF_BEST}
    return {
        **_SIZE,
        "title": f"{_TRAFFIC[bool(drift)]}: whole campaign",
        "data": {"values": points},
        "encoding": {"x": across, "color": colour},
        "layer": [
            {"mark": {"type": "line", "point": True}, "encoding": {"y": up}},
            {"mark": "rule", "encoding": {"y": {"field": "low", **_OF_BEST}, "y2": {"field": "high"}}},
        ],
    }


def _known(bound: float, otherwise: float) -> float:
    """A bound of an interval; a single campaign has none."""
    return float(otherwise if pd.isna(bound) else bound)
