"""The only source of time: all code that stores or compares a time calls it."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from threading import Lock

APART = timedelta(minutes=1)
"""From this difference on, the log says once that the machine's clock was set."""

_log = logging.getLogger("redlane")
_lock = Lock()
_begun: list[tuple[datetime, float]] = []
_said: list[bool] = []


def now() -> datetime:
    """The present time, in UTC with its time zone. Callers write `clock.now()` so that a test can replace it.

    A process reads the machine's clock once and counts on from there. So nobody is signed out, and no exercise ends,
    because that clock jumps forward or back; the next start of the app follows it.
    """
    wall, elapsed = _wall(), _elapsed()
    with _lock:
        if not _begun:
            _begun.append((wall, elapsed))
        start, then = _begun[0]
        counted = start + timedelta(seconds=elapsed - then)
        if abs(wall - counted) >= APART and not _said:
            _said.append(True)
            _log.warning(
                "the machine's clock was set to %s; the app goes on from %s until it is restarted", wall, counted
            )
    return counted


def _wall() -> datetime:
    return datetime.now(UTC)


def _elapsed() -> float:
    """Seconds that no one can set; on Linux and macOS those while the machine sleeps count too."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        if (found := getattr(time, name, None)) is not None:
            return time.clock_gettime(found)
    return time.monotonic()
