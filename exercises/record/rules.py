"""The rules of play: lanes, confidence, and how much may be written."""

from __future__ import annotations

LANES = ("red", "yellow", "blue", "green")
CONFIDENCE = (1, 2, 3, 4)
"""Guess, unsure, fairly sure, certain; kept as shares of the last."""
NOTE_LENGTH = 4_000
FLAGS_CITED = 50
