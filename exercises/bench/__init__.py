"""The figures of docs/benchmarks.md: how long things take, and comparisons."""

from __future__ import annotations

from exercises.bench.figures import Figure
from exercises.bench.generating import account, generating, steps
from exercises.bench.profiles import judging
from exercises.bench.run import measure, middle, page, shown
from exercises.bench.scoring import scoring

__all__ = ["Figure", "account", "generating", "judging", "measure", "middle", "page", "scoring", "shown", "steps"]
