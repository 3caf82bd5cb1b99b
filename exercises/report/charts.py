"""The charts of reports as Vega-Lite specifications; the browser shows them, and print and files draw them."""

from __future__ import annotations

from exercises.drawing import Spec, whole
from exercises.language import _, palette
from exercises.report.blocks import Curves, Dots, Shares
from exercises.report.shares import shares


def of(block: Curves | Dots | Shares) -> Spec:
    """The chart of a block."""
    if isinstance(block, Shares):
        return shares(block)
    return _curves(block) if isinstance(block, Curves) else _dots(block)


def _curves(block: Curves) -> Spec:
    """Lines over the number examined, the band of chance behind them, a rule at the capacity."""
    points = [
        {"x": step, "y": round(value, 4), "player": palette.word(line.player), "own": line.player == "you"}
        for line in block.lines
        for step, value in enumerate(line.values)
    ]
    band = [
        {"x": step, "low": round(low, 4), "high": round(high, 4)}
        for step, (low, high) in enumerate(zip(*block.band, strict=True))
    ]
    names = [line.player for line in block.lines]
    colour = {
        "field": "player",
        "type": "nominal",
        "scale": {
            "domain": [palette.word(name) for name in names],
            "range": [palette.COLOURS[name] for name in names],
        },
        "legend": {"title": None, "orient": "right", "symbolStrokeWidth": 3},
    }
    steps = whole(0, len(block.band[0]) - 1)
    across = {"field": "x", "type": "quantitative", "title": block.across, "axis": steps, "scale": {"nice": False}}
    up = {"field": "y", "type": "quantitative", "title": block.up}
    tips = [{"field": "player", "title": " "}, {"field": "x", "title": block.across}, {"field": "y", "format": ".1f"}]
    return {
        "height": 260,
        "layer": [
            {
                "data": {"values": band},
                "mark": {"type": "area", "color": palette.COLOURS["chance"], "opacity": 0.18},
                "encoding": {"x": across, "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
            },
            {
                "data": {"values": points},
                "mark": {"type": "line"},
                "encoding": {
                    "x": across,
                    "y": up,
                    "color": colour,
                    "strokeWidth": {"condition": {"test": "datum.own", "value": 3.5}, "value": 1.75},
                    "tooltip": tips,
                },
            },
            {
                "data": {"values": [{"x": block.capacity}]},
                "mark": {"type": "rule", "strokeDash": [4, 4], "color": palette.COLOURS["chance"]},
                "encoding": {"x": {"field": "x", "type": "quantitative"}},
            },
        ],
    }


def _dots(block: Dots) -> Spec:
    """Points with their intervals, and the diagonal of the unit square."""
    values = [dict(zip(("x", "y", "low", "high", "n"), point, strict=True)) for point in block.points]
    unit = {"domain": [0, 1]}
    across = {"field": "x", "type": "quantitative", "title": block.across, "scale": unit, "axis": {"format": "%"}}
    up = {"field": "y", "type": "quantitative", "title": block.up, "scale": unit, "axis": {"format": "%"}}
    mine = palette.COLOURS["you"]
    return {
        "height": 240,
        "data": {"values": values},
        "layer": [
            {
                "data": {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]},
                "mark": {"type": "line", "strokeDash": [4, 4], "color": palette.COLOURS["chance"]},
                "encoding": {"x": across, "y": up},
            },
            {
                "mark": {"type": "rule", "color": mine, "strokeWidth": 2},
                "encoding": {"x": across, "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "color": mine, "size": 90, "opacity": 1},
                "encoding": {"x": across, "y": up, "tooltip": [{"field": "n"}, {"field": "y", "format": ".0%"}]},
            },
        ],
    }


def attempts(points: list[Spec]) -> Spec:
    """The share of the best by attempt; ``points`` have ``n``, ``share``, ``title``, and ``mode`` in words, which is
    told by the shape of the point."""
    colour = palette.COLOURS["you"]
    places = [point["n"] for point in points]
    shape = {"field": "mode", "type": "nominal", "title": None, "scale": {"range": ["circle", "square"]}}
    return {
        "height": 180,
        "data": {"values": points},
        "layer": [
            {"mark": {"type": "line", "color": colour}},
            {"mark": {"type": "point", "filled": True, "color": colour, "size": 70}, "encoding": {"shape": shape}},
        ],
        "encoding": {
            "x": {"field": "n", "type": "quantitative", "title": _("attempt"), "axis": whole(min(places), max(places))},
            "y": {
                "field": "share",
                "type": "quantitative",
                "title": _("share of the best"),
                "scale": {"domain": [0, 1]},
                "axis": {"format": "%"},
            },
            "tooltip": [{"field": "title", "title": " "}, {"field": "share", "format": ".0%"}],
        },
    }
