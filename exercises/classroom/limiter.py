"""Limits how often something may fail."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from exercises.store import clock


class Limiter:
    """Counts failures of each key in a sliding window, in this process's memory, for a bounded number of keys."""

    def __init__(self, tries: int, window: timedelta, keys: int = 10_000) -> None:
        self._tries = tries
        self._window = window
        self._keys = keys
        self._failures: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = Lock()

    def blocked(self, key: str) -> bool:
        """Whether the key has no tries left."""
        with self._lock:
            return len(self._recent(key)) >= self._tries

    def failed(self, key: str) -> None:
        """Count a failure."""
        with self._lock:
            self._failures[key] = [*self._recent(key), clock.now()][-self._tries :]
            self._failures.move_to_end(key)
            while len(self._failures) > self._keys:
                self._failures.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """Forget the failures of a key."""
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: str) -> list[datetime]:
        since = clock.now() - self._window
        return [moment for moment in self._failures.get(key, []) if moment > since]
