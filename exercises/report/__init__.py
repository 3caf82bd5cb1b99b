"""The debrief as a report: the same parts, in the same order, on the page and on paper."""

from __future__ import annotations

from exercises.report.whole import report

__all__ = ["report"]
