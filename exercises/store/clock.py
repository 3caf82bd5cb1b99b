"""The only source of time: all code that stores or compares a time calls it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present time, in UTC with its time zone. Callers write `clock.now()` so that a test can replace it."""
    return datetime.now(UTC)
