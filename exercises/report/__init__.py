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
    Explained,
    Figure,
    Heading,
    Lane,
    Player,
    Reference,
    Shares,
    Table,
    Text,
)
from exercises.report.cases import kind, odds, story_of
from exercises.report.facts import fact_words, mattered, words_of
from exercises.report.fate import fate
from exercises.report.pdf import covered, pdf
from exercises.report.reasons import advice, asked, explanations, verdict_word
from exercises.report.result import ladder
from exercises.report.room import engine_sentence, room_bars, room_words
from exercises.report.waterfall import Drawn, computed, drawn
from exercises.report.whole import report

__all__ = [
    "Bar",
    "Block",
    "Case",
    "Cell",
    "Curves",
    "Dots",
    "Drawn",
    "Explained",
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
    "computed",
    "covered",
    "drawn",
    "engine_sentence",
    "explanations",
    "fact_words",
    "fate",
    "figures",
    "kind",
    "ladder",
    "mattered",
    "odds",
    "pdf",
    "report",
    "room_bars",
    "room_words",
    "story_of",
    "verdict_word",
    "words_of",
]
