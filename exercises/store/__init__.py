"""The database: people, classes, exercises, attempts and the log of decisions.

`open_store()` gives a `Store`; a view asks it for `trainee`, `desk` or `instructor` calls, which check the person
every time (`access`).
"""

from __future__ import annotations

from exercises.store.attempt import LANES, AttemptStore, ExerciseCard, Usage
from exercises.store.errors import (
    AlreadySubmitted,
    CapacityExceeded,
    NotAllowed,
    NotSubmitted,
    StoreError,
    UnknownConsignment,
)
from exercises.store.instructor import ClassRoom, InstructorStore, Member, ResultRow
from exercises.store.journal import Decision
from exercises.store.library import ExerciseCopy, ExerciseHead
from exercises.store.register import Person
from exercises.store.store import Store, open_store
from exercises.store.trainee import Assignment, TraineeStore

__all__ = [
    "LANES",
    "AlreadySubmitted",
    "Assignment",
    "AttemptStore",
    "CapacityExceeded",
    "ClassRoom",
    "Decision",
    "ExerciseCard",
    "ExerciseCopy",
    "ExerciseHead",
    "InstructorStore",
    "Member",
    "NotAllowed",
    "NotSubmitted",
    "Person",
    "ResultRow",
    "Store",
    "StoreError",
    "TraineeStore",
    "UnknownConsignment",
    "Usage",
    "open_store",
]
