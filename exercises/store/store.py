"""The store: one object per process; it gives each person the calls that they may make."""

from __future__ import annotations

from sqlalchemy import Engine, select

from exercises.design import GROUNDS, SETTINGS, ExerciseCopy
from exercises.store import schema
from exercises.store.attempt import AttemptStore
from exercises.store.database import connect, locate, reading, writing
from exercises.store.instructor import InstructorStore
from exercises.store.library import ExerciseHead, add_exercise, head, parts_of
from exercises.store.register import Register
from exercises.store.tables import exercise_parts, exercises
from exercises.store.trainee import TraineeStore


class Store:
    """An open database. Safe to share between threads; connections come from a pool.

    `trainee`, `desk` and `instructor` give calls that check the person every time. The methods of the store itself are
    for the administrator at the command line, and do not check the person.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.register = Register(engine)

    def trainee(self, person_id: str) -> TraineeStore:
        """What a trainee may do before opening an attempt."""
        return TraineeStore(self.engine, person_id)

    def desk(self, person_id: str, attempt_id: str) -> AttemptStore:
        """What a trainee may do in one attempt."""
        return AttemptStore(self.engine, person_id, attempt_id)

    def instructor(self, person_id: str) -> InstructorStore:
        """What an instructor may do."""
        return InstructorStore(self.engine, person_id)

    def add_exercise(self, exercise: ExerciseCopy) -> ExerciseHead:
        """Add an exercise to the catalogue; every instructor can use it. Adding it again changes nothing.

        Raises InputError if the id is taken by other content.
        """
        with writing(self.engine) as connection:
            return add_exercise(connection, exercise, created_by=None)

    def catalogue(self) -> list[ExerciseHead]:
        """Every stored exercise, oldest first."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(exercises).order_by(exercises.c.created_at, exercises.c.id))
            return [head(row) for row in rows]

    def exercise_parts(self, exercise_id: str) -> dict[str, bytes]:
        """Every part of an exercise, including the hidden ones; empty for an unknown id."""
        with reading(self.engine) as connection:
            return parts_of(connection, exercise_id)

    def without_grounds(self) -> list[ExerciseHead]:
        """The exercises that an earlier version stored without the grounds that their debrief needs, oldest first.

        An exercise that offers no means of inquiry shows the same to all, so its stored evidence is enough.
        """
        with reading(self.engine) as connection:
            rows = connection.execute(select(exercise_parts.c.exercise_id, exercise_parts.c.name)).all()
        have = {name: {row.exercise_id for row in rows if row.name == name} for name in (SETTINGS, GROUNDS)}
        lacking = have[SETTINGS] - have[GROUNDS]
        return [known for known in self.catalogue() if known.id in lacking and known.spec.means]

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_store(url: str | None = None) -> Store:
    """Open the database at `url`, else REDLANE_DATABASE_URL, else `redlane.db` in `home()`; upgrade its schema.

    Raises InputError for an invalid address and for a database that is newer than this code.
    """
    engine = connect(locate(url))
    try:
        schema.upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)
