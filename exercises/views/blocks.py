"""A report's blocks as a page: tables and paragraphs as HTML, charts as Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import streamlit as st

from exercises.language import palette
from exercises.report import Bar, Block, Case, Cell, Curves, Dots, Figure, Heading, Lane, Player, Reference, Table, Text
from exercises.views import lanes, revealed

TONES = {"plain": "", "lead": ' class="rl-lead"', "muted": ' class="rl-muted"'}


def show(blocks: Iterable[Block], key: str) -> None:
    """Draw blocks in order; what stands between two charts is one element of the page. ``key`` names the charts."""
    markup: list[str] = []
    for number, block in enumerate(blocks):
        if isinstance(block, (Curves, Dots)):
            if markup:
                st.html("".join(markup))
                markup = []
            chart = curves(block) if isinstance(block, Curves) else dots(block)
            st.vega_lite_chart(chart, width="stretch", key=f"{key}-{number}")
        else:
            markup.append(html(block))
    if markup:
        st.html("".join(markup))


def html(block: Heading | Text | Table | Case) -> str:
    """A block that is no chart."""
    if isinstance(block, Heading):
        beside = "" if block.count is None else f' <span class="rl-muted">{block.count}</span>'
        return f'<h{block.level} class="rl-h{block.level}">{escape(block.text)}{beside}</h{block.level}>'
    if isinstance(block, Text):
        return f"<p{TONES[block.tone]}>{escape(block.text)}</p>"
    if isinstance(block, Case):
        return revealed.html(block.case)
    figures = {place for row in block.rows for place, cell in enumerate(row) if isinstance(cell, Figure)}
    head = "".join(
        f'<th scope="col"{" class=rl-num" if place in figures else ""}>{escape(text)}</th>'
        for place, text in enumerate(block.heads)
    )
    body = "".join(_row(row, place in block.mine) for place, row in enumerate(block.rows))
    return f'<table class="rl-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(cells: tuple[Cell, ...], mine: bool) -> str:
    first, *rest = cells
    start = f'<th scope="row">{_inside(first)}</th>'
    return f"<tr{' class=rl-mine' if mine else ''}>{start}{''.join(_cell(cell) for cell in rest)}</tr>"


def _cell(cell: Cell) -> str:
    kind = ' class="rl-num"' if isinstance(cell, Figure) else ' class="rl-barcell"' if isinstance(cell, Bar) else ""
    return f"<td{kind}>{_inside(cell)}</td>"


def _inside(cell: Cell) -> str:
    match cell:
        case Figure(text):
            return escape(text)
        case Reference(name):
            return f'<code class="rl-ref">{escape(name)}</code>'
        case Lane(lane, streams):
            return lanes.chip(lane, streams)
        case Player(name):
            return f'<i class="rl-swatch" style="background:{palette.COLOURS[name]}"></i>{escape(palette.word(name))}'
        case Bar(share, player, low, high):
            whisker = ""
            if low is not None and high is not None:
                place = f"left:{100 * low:.1f}%;width:{100 * max(high - low, 0.004):.1f}%"
                whisker = f'<i class="rl-whisker" style="{place}"></i>'
            filled = f"width:{100 * min(max(share, 0.0), 1.0):.1f}%;background:{palette.COLOURS[player]}"
            return f'<div class="rl-track"><i class="rl-bar" style="{filled}"></i>{whisker}</div>'
        case str():
            return escape(cell)


def curves(block: Curves) -> dict[str, Any]:
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
    whole = {"format": "d", "tickMinStep": 1}
    across = {"field": "x", "type": "quantitative", "title": block.across, "axis": whole, "scale": {"nice": False}}
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


def dots(block: Dots) -> dict[str, Any]:
    """Points with their intervals beside the diagonal of the unit square."""
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
                "mark": {"type": "point", "filled": True, "color": mine, "size": 90},
                "encoding": {"x": across, "y": up, "tooltip": [{"field": "n"}, {"field": "y", "format": ".0%"}]},
            },
        ],
    }
