"""A report's charts as pictures, for print."""

from __future__ import annotations

import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from exercises.language import palette
from exercises.report.blocks import Curves, Dots

DPI = 170
MILLIMETRES = 25.4


def png(block: Curves | Dots, width: float, height: float) -> io.BytesIO:
    """The chart as a PNG of so many millimetres. Its figure is its own: safe in any thread."""
    figure = Figure(figsize=(width / MILLIMETRES, height / MILLIMETRES), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=7)
    axes.set_xlabel(block.across, fontsize=8)
    axes.set_ylabel(block.up, fontsize=8)
    if isinstance(block, Curves):
        _curves(axes, block)
    else:
        _dots(axes, block)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    buffer.seek(0)
    return buffer


def _curves(axes: Axes, block: Curves) -> None:
    low, high = block.band
    axes.fill_between(range(len(low)), low, high, color=palette.COLOURS["chance"], alpha=0.18, linewidth=0)
    for line in block.lines:
        thick = 2.4 if line.player == "you" else 1.2
        axes.plot(line.values, color=palette.COLOURS[line.player], linewidth=thick, label=palette.word(line.player))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.axvline(block.capacity, color=palette.COLOURS["chance"], linestyle="--", linewidth=0.9)
    axes.legend(fontsize=7, frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))


def _dots(axes: Axes, block: Dots) -> None:
    axes.plot([0, 1], [0, 1], color=palette.COLOURS["chance"], linestyle="--", linewidth=0.9)
    for across, up, low, high, _count in block.points:
        axes.plot([across, across], [low, high], color=palette.COLOURS["you"], linewidth=1.4)
        axes.plot([across], [up], marker="o", color=palette.COLOURS["you"], markersize=5)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
