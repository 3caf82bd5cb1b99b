"""A report's blocks as a page: tables and paragraphs as HTML, charts as Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from exercises.language import palette
from exercises.report import (
    Bar,
    Block,
    Case,
    Cell,
    Curves,
    Dots,
    Figure,
    Heading,
    Lane,
    Player,
    Reference,
    Table,
    Text,
    charts,
)
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
            st.vega_lite_chart(charts.of(block), width="stretch", key=f"{key}-{number}")
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
