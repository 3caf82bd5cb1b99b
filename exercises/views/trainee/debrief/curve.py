"""The capture curve as a Vega-Lite specification: a plain dict, made once an attempt."""

from __future__ import annotations

from typing import Any

from exercises.debrief import Debrief
from exercises.languages import _
from exercises.views import palette


def spec(debrief: Debrief) -> dict[str, Any]:
    """Violations caught by the number examined, one line a player; a rule stands at the capacity."""
    capacity = debrief.marking.capacity["red"]
    reach = max(2 * (capacity + debrief.marking.capacity["yellow"]), len(debrief.curves.get("you", ())))
    players = [name for name in (*palette.PLAYERS, "hindsight") if name in debrief.curves]
    points = [
        {"examined": step, "caught": round(caught, 4), "player": palette.word(name), "own": name == "you"}
        for name in players
        for step, caught in enumerate(debrief.curves[name][: reach + 1])
    ]
    colour = {
        "field": "player",
        "type": "nominal",
        "scale": {
            "domain": [palette.word(name) for name in players],
            "range": [palette.COLOURS[name] for name in players],
        },
        "legend": {"title": None, "orient": "right", "symbolStrokeWidth": 3},
    }
    return {
        "height": 260,
        "data": {"values": points},
        "layer": [
            {
                "mark": {"type": "line", "interpolate": "linear"},
                "encoding": {
                    "x": {"field": "examined", "type": "quantitative", "title": _("consignments examined")},
                    "y": {"field": "caught", "type": "quantitative", "title": _("violations caught, expected")},
                    "color": colour,
                    "strokeWidth": {"condition": {"test": "datum.own", "value": 3.5}, "value": 1.75},
                    "tooltip": [
                        {"field": "player", "title": " "},
                        {"field": "examined", "title": _("examined")},
                        {"field": "caught", "title": _("caught"), "format": ".1f"},
                    ],
                },
            },
            {
                "data": {"values": [{"examined": capacity}]},
                "mark": {"type": "rule", "strokeDash": [4, 4], "color": "#868d96"},
                "encoding": {"x": {"field": "examined", "type": "quantitative"}},
            },
        ],
    }


def see(debrief: Debrief) -> str:
    """What to see in the curve, in one sentence."""
    if not debrief.has_oracle:
        return _(
            "The steeper a line at its left, the sooner its choices hit; your line ends where your controls ended, and "
            "the dashed line is the capacity for examinations."
        )
    return _(
        "The steeper a line at its left, the better its first choices. No choice can rise above the best possible; "
        "your line ends where your controls ended, and the dashed line is the capacity for examinations."
    )
