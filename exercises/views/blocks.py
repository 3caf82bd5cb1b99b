"""A report's blocks as a page: tables and paragraphs as HTML, charts as Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup, escape

from exercises.language import palette
from exercises.report import (
    Bar,
    Block,
    Case,
    Cell,
    Curves,
    Dots,
    Explained,
    Figure,
    Heading,
    Lane,
    Player,
    Reference,
    Shares,
    Table,
    Text,
    charts,
)
from exercises.views import lanes, markup, revealed

TONES = {"plain": Markup(""), "lead": Markup(' class="rl-lead"'), "muted": Markup(' class="rl-muted"')}


def show(blocks: Iterable[Block], key: str) -> None:
    """Draw blocks in order; everything between two charts is one element of the page. ``key`` names the charts."""
    parts: list[Markup] = []
    for number, block in enumerate(blocks):
        if isinstance(block, (Curves, Dots, Shares)):
            if parts:
                markup.show(Markup("").join(parts))
                parts = []
            st.vega_lite_chart(charts.of(block), width="stretch", key=f"{key}-{number}")
        else:
            parts.append(html(block))
    if parts:
        markup.show(Markup("").join(parts))


def html(block: Heading | Text | Table | Case | Explained) -> Markup:
    """The HTML of a block that is not a chart."""
    if isinstance(block, Heading):
        beside = "" if block.count is None else Markup(' <span class="rl-muted">{}</span>').format(block.count)
        return Markup('<h{} class="rl-h{}">{}{}</h{}>').format(
            block.level, block.level, block.text, beside, block.level
        )
    if isinstance(block, Text):
        return Markup("<p{}>{}</p>").format(TONES[block.tone], block.text)
    if isinstance(block, Case):
        return revealed.html(block.case)
    if isinstance(block, Explained):
        inside = Markup("").join(html(part) for part in block.parts)
        return Markup('<details class="rl-how"><summary>{}</summary>{}</details>').format(block.title, inside)
    figures = {place for row in block.rows for place, cell in enumerate(row) if isinstance(cell, Figure)}
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(" class=rl-num" if place in figures else "", text)
        for place, text in enumerate(block.heads)
    )
    body = Markup("").join(_row(row, place in block.mine) for place, row in enumerate(block.rows))
    return Markup('<table class="rl-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, body)


def _row(cells: tuple[Cell, ...], mine: bool) -> Markup:
    first, *rest = cells
    start = Markup('<th scope="row">{}</th>').format(_inside(first))
    return Markup("<tr{}>{}{}</tr>").format(
        " class=rl-mine" if mine else "", start, Markup("").join(_cell(cell) for cell in rest)
    )


def _cell(cell: Cell) -> Markup:
    if not isinstance(cell, (Figure, Bar)):
        return Markup("<td>{}</td>").format(_inside(cell))
    kind = "rl-num" if isinstance(cell, Figure) else "rl-barcell"
    return Markup('<td class="{}">{}</td>').format(kind, _inside(cell))


def _inside(cell: Cell) -> Markup:
    match cell:
        case Figure(text):
            return escape(text)
        case Reference(name):
            return Markup('<code class="rl-ref">{}</code>').format(name)
        case Lane(lane, streams):
            return lanes.chip(lane, streams)
        case Player(name):
            return Markup('<i class="rl-swatch" style="background:{}"></i>{}').format(
                palette.COLOURS[name], palette.word(name)
            )
        case Bar(share, player, low, high):
            whisker = ""
            if low is not None and high is not None:
                place = f"left:{100 * low:.1f}%;width:{100 * max(high - low, 0.004):.1f}%"
                whisker = Markup('<i class="rl-whisker" style="{}"></i>').format(place)
            filled = f"width:{100 * min(max(share, 0.0), 1.0):.1f}%;background:{palette.COLOURS[player]}"
            return Markup('<div class="rl-track"><i class="rl-bar" style="{}"></i>{}</div>').format(filled, whisker)
        case str():
            return escape(cell)
