"""Bars of shares as a chart: the label says the figure, so that neither colour nor length has to be read alone."""

from __future__ import annotations

from typing import Any

from exercises.drawing import Spec
from exercises.language import palette, percent
from exercises.report.blocks import Share, Shares

BAR, AXIS = 30, 60
"""Pixels for each bar with its gap, and for the axis below, which the page counts to the height."""
WIDEST_LABEL = 320


def shares(block: Shares) -> Spec:
    """The bars in their order, each with its interval where there is one."""
    values = [
        {"label": label(bar), "share": bar.share, "low": bar.low, "high": bar.high, "colour": _colour(bar)}
        for bar in block.bars
    ]
    across = {
        "field": "share",
        "type": "quantitative",
        "title": block.across,
        "scale": {"domain": [0, max(1.0, *(bar.share for bar in block.bars))]},
        "axis": {"format": "%", "tickCount": 5},
    }
    names = {
        "field": "label",
        "type": "nominal",
        "title": None,
        "sort": None,
        "axis": {"labelLimit": WIDEST_LABEL, "labelOverlap": False, "ticks": False, "domain": False},
    }
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "height": 14},
            "encoding": {"x": across, "color": {"field": "colour", "type": "nominal", "scale": None}},
        }
    ]
    if any(value["low"] is not None for value in values):  # a layer without marks has no words for a screen reader
        layers.append(
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                # below its bar, where it can be seen on light and on dark
                "mark": {"type": "rule", "strokeWidth": 2, "color": palette.COLOURS["chance"], "yOffset": 10},
                "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
            }
        )
    return {
        "height": BAR * len(values) + AXIS,
        "description": "; ".join(label(bar) for bar in block.bars),
        "data": {"values": values},
        "encoding": {"y": names},
        "layer": layers,
    }


def label(bar: Share) -> str:
    """What a bar says in words: its name and its figure."""
    return f"{bar.label}: {percent(bar.share)}"


def _colour(bar: Share) -> str:
    return palette.COLOURS[bar.player]
