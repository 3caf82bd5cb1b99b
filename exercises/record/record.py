"""The state of an attempt, computed from its log line by line: what is valid now, and what was valid before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from exercises.record.line import Line

LONGEST_LOOK = 600.0
"""Seconds without an act, after which the trainee counts as being on a break (assumption)."""


@dataclass(frozen=True)
class Decision:
    """A trainee's decision on one consignment; ``lane`` is ``None`` for a draft without a lane."""

    declaration_id: str
    lane: str | None = None
    flags: tuple[str, ...] = ()
    confidence: int | None = None
    note: str = ""
    at: datetime | None = None

    @classmethod
    def of(cls, line: Line) -> Decision:
        """The decision that a line of the log holds."""
        return cls(str(line.declaration_id), line.lane, line.flags, line.confidence, line.note, line.at)


@dataclass(frozen=True)
class Request:
    """A means of inquiry that was used: what it cost, and when."""

    means: str
    minutes: float
    delay_hours: float
    at: datetime


@dataclass
class Record:
    """What a log says so far.

    ``decisions``: as they are now; ``judged``: as they were when the trainee opened the risk engine's advice;
    ``opened``: in the order of last opening; ``requests``: by consignment, then means; ``seconds``: time spent on
    each consignment; ``latest``: the latest time of a line; ``shown_at``: the latest time that the player has seen.
    The time of an attempt goes back before neither of the two.
    """

    sequence: int = 0
    begun_at: datetime | None = None
    submitted_at: datetime | None = None
    decisions: dict[str, Decision] = field(default_factory=dict)
    judged: dict[str, Decision] = field(default_factory=dict)
    opened: dict[str, None] = field(default_factory=dict)
    requests: dict[str, dict[str, Request]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    prediction: Mapping[str, Any] | None = None
    reflection: Line | None = None
    latest: datetime | None = None
    shown_at: datetime | None = None
    _since: datetime | None = None

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Record:
        """The record of a whole log."""
        record = cls()
        for line in lines:
            record.take(line)
        return record

    @property
    def last_opened(self) -> str | None:
        """The consignment opened last; ``None`` before the first."""
        return next(reversed(self.opened), None)

    @property
    def minutes(self) -> float:
        """Officers' minutes spent on inquiries."""
        return sum(request.minutes for asked in self.requests.values() for request in asked.values())

    def not_before(self, now: datetime) -> datetime:
        """Now, or the latest time that was logged or shown where a clock was set back."""
        return max(filter(None, (now, self.latest, self.shown_at)))

    def used(self, lane: str) -> int:
        """Number of consignments in a lane."""
        return sum(decision.lane == lane for decision in self.decisions.values())

    def copy(self) -> Record:
        """A record that can take other lines than this one."""
        return replace(
            self,
            decisions=dict(self.decisions),
            judged=dict(self.judged),
            opened=dict(self.opened),
            requests={name: dict(means) for name, means in self.requests.items()},
            seconds=dict(self.seconds),
        )

    def take(self, line: Line) -> None:
        """Add the next line."""
        self.sequence = line.sequence
        self.latest = line.at if self.latest is None else max(self.latest, line.at)
        name = str(line.declaration_id)
        self._spend(line)
        if line.kind == "begin":
            self.begun_at = self.begun_at or line.at
        elif line.kind == "open":
            self.opened.pop(name, None)
            self.opened[name] = None
        elif line.kind == "decide":
            self.decisions[name] = Decision.of(line)
        elif line.kind == "request":
            asked = Request(
                str(line.detail["means"]), float(line.detail["minutes"]), float(line.detail["delay_hours"]), line.at
            )
            self.requests.setdefault(name, {}).setdefault(asked.means, asked)
        elif line.kind == "look":
            self.judged.setdefault(name, self.decisions.get(name, Decision(name)))
        elif line.kind == "predict":
            self.prediction = line.detail
        elif line.kind == "submit":
            self.submitted_at = line.at
        elif line.kind == "reflect":
            self.reflection = line

    def _spend(self, line: Line) -> None:
        """Add the time since the previous line to the consignment that was open."""
        if self.submitted_at is None:
            here = self.last_opened
            if here is not None and self._since is not None:
                passed = (line.at - self._since).total_seconds()
                self.seconds[here] = self.seconds.get(here, 0.0) + min(max(passed, 0.0), LONGEST_LOOK)
            self._since = line.at
