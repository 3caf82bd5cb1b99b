"""What the credibility checks find in generated traffic: nothing impossible, and what is unlikely at stated rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generators.odds import Settings
from generators.traffic import generate
from simulator.credibility import checks, inspect
from simulator.packs import pack

_AT_ONCE = 100_000  # declarations in memory


@dataclass(frozen=True)
class Found:
    """One check that found something: how many of the declarations, and their share."""

    check: str
    severity: str
    count: int
    share: float


def credible(settings: Settings, seed: int) -> tuple[Found, ...]:
    """What the checks find in the traffic of a seed, the most frequent first."""
    counts: Counter[str] = Counter()
    for one in _pieces(settings, seed):
        counts.update(one)
    total = settings.declarations
    return tuple(Found(name, checks()[name].severity, count, count / total) for name, count in counts.most_common())


def _pieces(settings: Settings, seed: int) -> Iterator[Counter[str]]:
    for first in range(0, settings.declarations, _AT_ONCE):
        count = min(_AT_ONCE, settings.declarations - first)
        findings = inspect(generate(settings, seed, first, count).declarations, pack(settings.pack))
        yield Counter({one.check.id: len(one.rows) for one in findings.found if len(one.rows)})
