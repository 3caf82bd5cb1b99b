"""The campaigns as a chart that opens anywhere: SVG, without script or network."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_TRAFFIC = {False: "stable ways", True: "drift"}
_COLOURS = {"classifier": "#8f6cc0", "both": "#27897c", "profiles": "#3f83bd"}  # as everywhere in Redlane
_SMOOTHED = 4  # weeks


def draw_campaign(weeks: pd.DataFrame, means: pd.DataFrame, file: Path) -> None:
    """Draw the weeks of campaigns and their means (``report.summary``) as SVG.

    Above: week by week, what a policy that learns caught beside the best possible, for every random share; below: the
    same over the whole campaign, for every policy. Stable ways left, drift right, where both were played.
    """
    kinds, policies = sorted(means["drift"].unique()), [name for name in _COLOURS if name in set(means["policy"])]
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "redlane", "font.size": 9}):
        figure = Figure(figsize=(9, 6.5), layout="constrained")
        axes = figure.subplots(2, len(kinds), sharey=True, squeeze=False)
        for (above, below), drift in zip(axes.T, kinds, strict=True):
            _by_week(above, weeks[(weeks["drift"] == drift) & (weeks["policy"] == policies[0])])
            above.set_title(f"{_TRAFFIC[bool(drift)]}: {policies[0]}, week by week")
            for name in policies:
                _by_share(below, means[(means["drift"] == drift) & (means["policy"] == name)], name)
            below.set_title(f"{_TRAFFIC[bool(drift)]}: whole campaign")
        for axis in axes.flat:
            axis.spines[["top", "right"]].set_visible(False)
            axis.set_ylim(0, 1.05)
        for axis in axes[:, 0]:
            axis.set_ylabel("caught, beside the best possible")
            axis.legend(frameon=False, loc="lower left")
        figure.savefig(file, format="svg", metadata={"Date": None})


def _by_week(axis: Axes, weeks: pd.DataFrame) -> None:
    shares = sorted(weeks["share"].unique())
    for number, share in enumerate(shares):
        caught = (
            weeks[weeks["share"] == share].groupby("week")[["caught", "best_caught"]].sum().rolling(_SMOOTHED).sum()
        )
        shade = mpl.colormaps["viridis"](0.9 * number / max(len(shares) - 1, 1))
        of_best = caught["caught"] / caught["best_caught"]
        axis.plot(of_best.index + 1, of_best, color=shade, label=f"{share:.0%} at random")
    axis.set_xlabel("week")


def _by_share(axis: Axes, means: pd.DataFrame, name: str) -> None:
    rows = means.sort_values("share")
    reach = np.nan_to_num([rows["of_best"] - rows["of_best_from"], rows["of_best_to"] - rows["of_best"]])
    axis.errorbar(100 * rows["share"], rows["of_best"], reach, fmt="o-", capsize=3, color=_COLOURS[name], label=name)
    axis.set_xlabel("examined at random, %")
