"""A trainee's calls outside an attempt: what is there to do, and starting it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import IntegrityError

from exercises.store import access, clock
from exercises.store.database import reading, writing
from exercises.store.tables import attempts, exercise_consignments, exercises, memberships, publications


@dataclass(frozen=True)
class Assignment:
    """An exercise published to the trainee, and where they stand: `attempt_id` is None until they start.

    `capacity` is lane → places; `consignments` is a count.
    """

    exercise_id: str
    title: str
    level: str
    published_at: datetime
    attempt_id: str | None
    started_at: datetime | None
    submitted_at: datetime | None
    capacity: dict[str, int]
    consignments: int


class TraineeStore:
    """The store as one trainee sees it before opening an attempt; made by `Store.trainee`."""

    def __init__(self, engine: Engine, person_id: str) -> None:
        self._engine = engine
        self._person_id = person_id

    def exercises(self) -> list[Assignment]:
        """Every exercise published to a class of theirs, oldest publication first, with their newest attempt."""
        volume = (
            select(func.count())
            .where(exercise_consignments.c.exercise_id == exercises.c.id)
            .scalar_subquery()
            .label("consignments")
        )
        with reading(self._engine) as connection:
            published = connection.execute(
                select(
                    exercises.c.id,
                    exercises.c.title,
                    exercises.c.level,
                    exercises.c.capacity,
                    publications.c.published_at,
                    volume,
                )
                .join(publications, publications.c.exercise_id == exercises.c.id)
                .join(memberships, memberships.c.class_id == publications.c.class_id)
                .where(memberships.c.person_id == self._person_id)
                .order_by(publications.c.published_at, exercises.c.id)
            ).all()
            made = connection.execute(
                select(attempts).where(attempts.c.person_id == self._person_id).order_by(attempts.c.started_at)
            )
            newest = {row.exercise_id: row for row in made}
        listed: dict[str, Assignment] = {}
        for row in published:
            mine = newest.get(row.id)
            listed.setdefault(
                row.id,
                Assignment(
                    exercise_id=row.id,
                    title=row.title,
                    level=row.level,
                    published_at=row.published_at,
                    attempt_id=mine.id if mine else None,
                    started_at=mine.started_at if mine else None,
                    submitted_at=mine.submitted_at if mine else None,
                    capacity=dict(row.capacity),
                    consignments=row.consignments,
                ),
            )
        return list(listed.values())

    def start(self, exercise_id: str) -> str:
        """The id of the trainee's attempt: the one they have, else a new one.

        Two tabs that start at once get the same attempt. Raises NotAllowed when the exercise is not published to them.
        """
        for _ in range(2):
            try:
                with writing(self._engine) as connection:
                    class_id = access.class_of_exercise(connection, self._person_id, exercise_id)
                    found = connection.execute(
                        select(attempts.c.id)
                        .where(attempts.c.person_id == self._person_id, attempts.c.exercise_id == exercise_id)
                        .order_by(attempts.c.submitted_at.is_(None).desc(), attempts.c.started_at.desc())
                    ).scalar()
                    if found is not None:
                        return str(found)
                    attempt_id = uuid.uuid4().hex
                    connection.execute(
                        insert(attempts).values(
                            id=attempt_id,
                            person_id=self._person_id,
                            exercise_id=exercise_id,
                            class_id=class_id,
                            started_at=clock.now(),
                        )
                    )
                return attempt_id
            except IntegrityError:
                # PostgreSQL: the other tab was first. Its attempt is there now.
                continue
        raise RuntimeError("the attempt in progress refuses a second one but cannot be found")
