"""What a trainee does at the desk, and the line of the log that records it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["begin", "open", "decide", "request", "look", "predict", "submit", "reflect"]


@dataclass(frozen=True)
class Act:
    """Something that a trainee does; it is not logged yet.

    ``begin``: open the desk; ``open``: open a consignment; ``decide``: set lane, flags, confidence and note;
    ``request``: use a means of inquiry, ``detail`` has ``means``, in the log also ``minutes`` and ``delay_hours``;
    ``look``: open the risk engine's advice; ``predict``: ``detail`` is the result that the trainee expects;
    ``submit``; ``reflect``: after submission, ``note`` is what to do differently.
    """

    kind: Kind
    declaration_id: str | None = None
    lane: str | None = None
    flags: tuple[str, ...] = ()
    confidence: int | None = None
    note: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Line(Act):
    """One line of the log: an act with its number, from 1, and the server's time, UTC."""

    sequence: int
    at: datetime
