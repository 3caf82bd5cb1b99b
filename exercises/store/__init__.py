"""The database: people, classes, exercises, attempts and the log of decisions.

`open_store()` gives a `Store`; a view asks it for `trainee`, `desk` or `instructor` calls, which check the person
every time (`access`).
"""

from __future__ import annotations

from exercises.forms import ExerciseCopy
from exercises.line import Line
from exercises.rules import LANES
from exercises.store.attempt import AttemptStore, ExerciseCard
from exercises.store.errors import (
    AlreadyDecided,
    AlreadySubmitted,
    CapacityExceeded,
    NotAllowed,
    NoTimeLeft,
    NotOffered,
    NotSubmitted,
    StoreError,
    TooLate,
    UnknownConsignment,
)
from exercises.store.instructor import ClassRoom, InstructorStore, Member, ResultRow
from exercises.store.library import ExerciseHead
from exercises.store.register import Person
from exercises.store.store import Store, open_store
from exercises.store.trainee import Assignment, CaseAnswer, Past, TraineeStore

__all__ = [
    "LANES",
    "AlreadyDecided",
    "AlreadySubmitted",
    "Assignment",
    "AttemptStore",
    "CapacityExceeded",
    "CaseAnswer",
    "ClassRoom",
    "ExerciseCard",
    "ExerciseCopy",
    "ExerciseHead",
    "InstructorStore",
    "Line",
    "Member",
    "NoTimeLeft",
    "NotAllowed",
    "NotOffered",
    "NotSubmitted",
    "Past",
    "Person",
    "ResultRow",
    "Store",
    "StoreError",
    "TooLate",
    "TraineeStore",
    "UnknownConsignment",
    "open_store",
]
