"""One measured figure, and how to measure it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time

UNITS = {"s": 1.0, "ms": 1e3, "µs": 1e6}


@dataclass(frozen=True)
class Figure:
    """What was measured and how; ``seconds`` has one value per run; ``ratio`` is how much faster than ``against``."""

    what: str
    seconds: Sequence[float]
    how: str
    unit: str = "s"
    against: str = ""
    ratio: float | None = None

    @property
    def median(self) -> float:
        """Median of the runs, in the figure's unit."""
        return statistics.median(self.seconds) * UNITS[self.unit]

    @property
    def span(self) -> tuple[float, float]:
        """Shortest and longest run, in the figure's unit."""
        return min(self.seconds) * UNITS[self.unit], max(self.seconds) * UNITS[self.unit]

    @property
    def p95(self) -> float | None:
        """95th percentile in the figure's unit, if there are enough runs."""
        if len(self.seconds) < 20:
            return None
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1] * UNITS[self.unit]


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = perf_counter()
    call()
    return perf_counter() - start


def cpu(call: Callable[[], object]) -> float:
    """CPU seconds that a call takes, of all threads of this process."""
    start = process_time()
    call()
    return process_time() - start


def runs(count: int, call: Callable[[], object]) -> list[float]:
    """Seconds of each of several calls."""
    return [timed(call) for _ in range(count)]
