"""The debrief as a report: the same parts, in the same order, on the page and on paper."""

from __future__ import annotations

from exercises.report import charts, figures
from exercises.report.blocks import (
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
    Shares,
    Table,
    Text,
)
from exercises.report.cases import fate, kind, odds, story_of
from exercises.report.pdf import pdf
from exercises.report.reasons import (
    advice,
    asked,
    explanations,
    rest_label,
    scale,
    verdict_word,
    weight_text,
    weights,
)
from exercises.report.result import ladder
from exercises.report.room import engine_sentence, room_bars, room_words
from exercises.report.whole import report

__all__ = [
    "Bar",
    "Block",
    "Case",
    "Cell",
    "Curves",
    "Dots",
    "Figure",
    "Heading",
    "Lane",
    "Player",
    "Reference",
    "Shares",
    "Table",
    "Text",
    "advice",
    "asked",
    "charts",
    "engine_sentence",
    "explanations",
    "fate",
    "figures",
    "kind",
    "ladder",
    "odds",
    "pdf",
    "report",
    "rest_label",
    "room_bars",
    "room_words",
    "scale",
    "story_of",
    "verdict_word",
    "weight_text",
    "weights",
]
