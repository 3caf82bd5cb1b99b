"""One line of an attempt's log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["begin", "open", "decide", "request", "look", "predict", "submit", "reflect"]
Act = Literal["begin", "open", "look", "predict", "reflect"]
"""Kinds that take no place in a lane and no officers' time."""


@dataclass(frozen=True)
class Line:
    """One line of the log; ``at`` is the server's time, UTC.

    ``begin``: the desk was opened; ``open``: a consignment was; ``decide``: lane, flags, confidence, note as they stand
    now; ``request``: a means of inquiry, with ``detail`` ``means``, ``minutes``, ``delay_hours``; ``look``: the risk
    engine's view was opened; ``predict``: ``detail`` is what the trainee expects of the result; ``submit``;
    ``reflect``: afterwards, ``note`` is what to do differently.
    """

    sequence: int
    kind: Kind
    declaration_id: str | None
    lane: str | None
    flags: tuple[str, ...]
    confidence: float | None
    note: str
    at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)
