"""The language of what people read: texts, figures, dates and names."""

from __future__ import annotations

from exercises.language import languages, palette
from exercises.language.blind_spots import blind_spot_label
from exercises.language.labels import family_label, indicator_label, innocent_text, lane_label, means_label
from exercises.language.languages import N_, _, money, ngettext, number, percent, signed, span
from exercises.language.palette import PLAYERS, swatch
from exercises.language.stories import KNOWN_LAWFUL, KNOWN_VIOLATION, WRITTEN, story, story_label

__all__ = [
    "KNOWN_LAWFUL",
    "KNOWN_VIOLATION",
    "N_",
    "PLAYERS",
    "WRITTEN",
    "_",
    "blind_spot_label",
    "family_label",
    "indicator_label",
    "innocent_text",
    "lane_label",
    "languages",
    "means_label",
    "money",
    "ngettext",
    "number",
    "palette",
    "percent",
    "signed",
    "span",
    "story",
    "story_label",
    "swatch",
]
