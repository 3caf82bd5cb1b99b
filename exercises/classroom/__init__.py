"""Joining a class, signing in, and the demonstration class."""

from __future__ import annotations

from exercises.classroom import demonstration
from exercises.classroom.demonstration import CLASS_CODE, Demonstration
from exercises.classroom.sign_in import (
    SESSION_LIFE,
    EntryCodeNeeded,
    Refused,
    SignIn,
    add_instructor,
    open_session,
    session_hash,
)

__all__ = [
    "CLASS_CODE",
    "SESSION_LIFE",
    "Demonstration",
    "EntryCodeNeeded",
    "Refused",
    "SignIn",
    "add_instructor",
    "demonstration",
    "open_session",
    "session_hash",
]
