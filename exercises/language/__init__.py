"""Languages, and the words for what people read."""

from __future__ import annotations

from exercises.language import languages, palette
from exercises.language.labels import family_label, indicator_label, lane_label, means_label, step_label
from exercises.language.languages import N_, _, money, ngettext, number, percent, signed, span
from exercises.language.palette import PLAYERS, mark
from exercises.language.story import told

__all__ = [
    "N_",
    "PLAYERS",
    "_",
    "family_label",
    "indicator_label",
    "lane_label",
    "languages",
    "mark",
    "means_label",
    "money",
    "ngettext",
    "number",
    "palette",
    "percent",
    "signed",
    "span",
    "step_label",
    "told",
]
