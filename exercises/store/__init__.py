"""The database: people, classes, exercises, attempts and the log of decisions.

`open_store()` gives a `Store`; a view asks it for `trainee`, `desk` or `instructor` calls, which check the person
every time (`access`).
"""

from __future__ import annotations

from exercises.store import clock
from exercises.store.access import INSTRUCTOR, TRAINEE
from exercises.store.attempt import AttemptStore
from exercises.store.backups import backup, restore
from exercises.store.instructor import InstructorStore, Member, ResultRow, TrainingClass, random_code
from exercises.store.library import ExerciseHead
from exercises.store.register import Person
from exercises.store.store import Store, open_store
from exercises.store.trainee import Assignment, CaseAnswer, Past, TraineeStore

__all__ = [
    "INSTRUCTOR",
    "TRAINEE",
    "Assignment",
    "AttemptStore",
    "CaseAnswer",
    "ExerciseHead",
    "InstructorStore",
    "Member",
    "Past",
    "Person",
    "ResultRow",
    "Store",
    "TraineeStore",
    "TrainingClass",
    "backup",
    "clock",
    "open_store",
    "random_code",
    "restore",
]
