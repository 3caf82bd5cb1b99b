"""The only source of time: all code that stores or compares a time calls it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from threading import Lock

_lock = Lock()
_told: list[tuple[datetime, float]] = []


def now() -> datetime:
    """The present time, in UTC with its time zone. Callers write `clock.now()` so that a test can replace it.

    In one process it never goes back: if the machine's clock is set back, time passes on from where it was.
    """
    wall, elapsed = _wall(), _elapsed()
    with _lock:
        if _told:
            before, then = _told[0]
            wall = max(wall, before + timedelta(seconds=max(0.0, elapsed - then)))
        _told[:] = [(wall, elapsed)]
    return wall


def _wall() -> datetime:
    return datetime.now(UTC)


def _elapsed() -> float:
    """Seconds that no one can set; on Linux those while the machine sleeps count too."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
