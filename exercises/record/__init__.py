"""An attempt's log: its lines, the record that sums them up, the rules of play, and the refusals."""

from __future__ import annotations

from exercises.record.line import Act, Kind, Line
from exercises.record.record import Decision, Record, Request
from exercises.record.refusals import (
    AlreadyDecided,
    AlreadySubmitted,
    CannotBeWeighed,
    CapacityExceeded,
    NotAllowed,
    NoTimeLeft,
    NotOffered,
    NotSubmitted,
    StoreError,
    TooLate,
    Unavailable,
    UnknownConsignment,
)
from exercises.record.rules import (
    CONFIDENCE,
    FLAGS_CITED,
    NOTE_LENGTH,
    Placed,
    arrived,
    arrives,
    ends,
    leaves,
    next_lines,
)

__all__ = [
    "CONFIDENCE",
    "FLAGS_CITED",
    "NOTE_LENGTH",
    "Act",
    "AlreadyDecided",
    "AlreadySubmitted",
    "CannotBeWeighed",
    "CapacityExceeded",
    "Decision",
    "Kind",
    "Line",
    "NoTimeLeft",
    "NotAllowed",
    "NotOffered",
    "NotSubmitted",
    "Placed",
    "Record",
    "Request",
    "StoreError",
    "TooLate",
    "Unavailable",
    "UnknownConsignment",
    "arrived",
    "arrives",
    "ends",
    "leaves",
    "next_lines",
]
