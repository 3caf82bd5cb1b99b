"""Simulated trainees, and what they score in an exercise before it is published."""

from __future__ import annotations

from exercises.rehearsal.preview import Preview, PreviewRow, preview

__all__ = ["Preview", "PreviewRow", "preview"]
