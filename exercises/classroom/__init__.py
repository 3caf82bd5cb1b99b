"""Joining a class, signing in, and the demonstration class."""

from __future__ import annotations

from exercises.classroom import demonstration
from exercises.classroom.demonstration import CLASS_CODE, Demonstration
from exercises.classroom.sign_in import (
    SESSION_LIFE,
    Closed,
    EntryCodeNeeded,
    Refused,
    SignIn,
    add_instructor,
    change_password,
    open_session,
    reissue_entry_code,
    session_hash,
)

__all__ = [
    "CLASS_CODE",
    "SESSION_LIFE",
    "Closed",
    "Demonstration",
    "EntryCodeNeeded",
    "Refused",
    "SignIn",
    "add_instructor",
    "change_password",
    "demonstration",
    "open_session",
    "reissue_entry_code",
    "session_hash",
]
