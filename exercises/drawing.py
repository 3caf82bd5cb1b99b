"""Draws Vega-Lite specifications as pictures, without a browser or the network."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import vl_convert

Spec = dict[str, Any]

VEGA_LITE = "5.20"
"""The version of Vega-Lite that draws the pictures."""
DOTS_PER_MILLIMETRE = 6.7
PIXEL = 25.4 / 96
"""Millimetres per pixel of a specification."""
MOST_TICKS = 10
"""Ticks of an axis of whole numbers, at most."""
_PRINT: Spec = {
    "background": "white",
    "font": "DejaVu Sans",
    "view": {"stroke": None},
    "axis": {"grid": False, "labelFontSize": 9, "titleFontSize": 10, "titleFontWeight": "normal"},
    "legend": {"labelFontSize": 9},
}


@cache
def fonts() -> Path:
    """Register the DejaVu fonts of ``exercises/data/fonts``, the same on every machine; returns their folder."""
    folder = Path(str(files("exercises") / "data" / "fonts"))
    vl_convert.register_font_directory(str(folder))
    return folder


def whole(first: int, last: int) -> Spec:
    """An axis from one whole number to another, with ticks at whole numbers alone."""
    return {"format": "d", "tickCount": max(1, min(MOST_TICKS, last - first))}


def png(chart: Spec, width: float, height: float) -> io.BytesIO:
    """A chart as a PNG picture on white; width and height are in millimetres."""
    fonts()
    shape = {"width": width / PIXEL, "height": height / PIXEL, "autosize": {"type": "fit", "contains": "padding"}}
    printed = {**chart, **shape, "config": _PRINT}
    return io.BytesIO(vl_convert.vegalite_to_png(printed, vl_version=VEGA_LITE, scale=DOTS_PER_MILLIMETRE * PIXEL))


def svg(chart: Spec) -> str:
    """A chart as an SVG picture, without script or links to the network."""
    fonts()
    return str(vl_convert.vegalite_to_svg({**chart, "config": _PRINT}, vl_version=VEGA_LITE))
