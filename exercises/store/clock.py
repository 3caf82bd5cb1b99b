"""The single source of time: everything that stores or compares a moment asks here."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC. Callers write `clock.now()` so that a test can replace it."""
    return datetime.now(UTC)
