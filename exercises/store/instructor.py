"""An instructor's calls: their classes, the exercises published there, and the attempts."""

from __future__ import annotations

import secrets
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from exercises.design import ExerciseCard, ExerciseCopy
from exercises.marking import KeptResult
from exercises.record import Line, NotAllowed, NotSubmitted
from exercises.store import access, clock, journal
from exercises.store.database import reading, writing
from exercises.store.library import ExerciseHead, add_exercise, card, head, parts_of
from exercises.store.register import set_secret
from exercises.store.tables import attempts, classes, decisions, exercises, memberships, people, publications
from simulator.errors import InputError

# Without letters and digits that people confuse when they hear or read them (0 O, 1 I L, 2 Z, 5 S, 8 B, U V).
CODE_LETTERS = "ACDEFGHJKMNPQRTWXY34679"


@dataclass(frozen=True)
class TrainingClass:
    """A class; trainees join with its code."""

    id: str
    name: str
    code: str
    members: int


@dataclass(frozen=True)
class Member:
    """A trainee of a class."""

    person_id: str
    name: str
    joined_at: datetime


@dataclass(frozen=True)
class ResultRow:
    """One attempt as the instructor sees it. `opened` and `decided` count consignments; `result` is the stored marking,
    None before it is stored."""

    attempt_id: str
    person_id: str
    name: str
    exercise_id: str
    started_at: datetime
    submitted_at: datetime | None
    opened: int
    decided: int
    result: KeptResult | None


def random_code(length: int = 8) -> str:
    """A random code of easily read letters and digits, in groups of four: KXRM-4T7P."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(length))
    return "-".join(letters[start : start + 4] for start in range(0, length, 4))


class InstructorStore:
    """The store for one instructor; made by `Store.instructor`. Each call checks the role and the ownership."""

    def __init__(self, engine: Engine, person_id: str) -> None:
        self._engine = engine
        self._person_id = person_id

    def create_class(self, name: str, code: str | None = None) -> TrainingClass:
        """A new class of this instructor, with a random code unless one is given.

        Raises InputError when the given code is in use.
        """
        for _ in range(5):
            class_ = TrainingClass(uuid.uuid4().hex, name, code or random_code(), 0)
            try:
                with writing(self._engine) as connection:
                    access.instructor(connection, self._person_id)
                    connection.execute(
                        insert(classes).values(
                            id=class_.id,
                            name=name,
                            code=class_.code,
                            instructor_id=self._person_id,
                            created_at=clock.now(),
                        )
                    )
                return class_
            except IntegrityError as error:
                if code is not None:
                    raise InputError(f"class code {code} is in use; choose another one") from error
                # The code is in use; there are 78 billion others.
                continue
        raise RuntimeError("no free class code found")

    def classes(self) -> list[TrainingClass]:
        """This instructor's classes, oldest first."""
        with reading(self._engine) as connection:
            access.instructor(connection, self._person_id)
            rows = connection.execute(
                select(classes.c.id, classes.c.name, classes.c.code, func.count(memberships.c.person_id))
                .outerjoin(memberships, memberships.c.class_id == classes.c.id)
                .where(classes.c.instructor_id == self._person_id)
                .group_by(classes.c.id, classes.c.name, classes.c.code, classes.c.created_at)
                .order_by(classes.c.created_at)
            )
            return [TrainingClass(*row) for row in rows]

    def members(self, class_id: str) -> list[Member]:
        """The trainees of a class, by name."""
        with reading(self._engine) as connection:
            access.own_class(connection, self._person_id, class_id)
            rows = connection.execute(
                select(people.c.id, people.c.name, memberships.c.joined_at)
                .join(memberships, memberships.c.person_id == people.c.id)
                .where(memberships.c.class_id == class_id)
                .order_by(people.c.name)
            )
            return [Member(*row) for row in rows]

    def replace_secret(self, class_id: str, person_id: str, secret_hash: str) -> None:
        """Give a trainee of the class a new re-entry code (its hash), if they have lost theirs.

        This ends all sessions that were started with the old code.
        """
        with writing(self._engine) as connection:
            access.own_class(connection, self._person_id, class_id)
            member = select(memberships.c.person_id).where(
                memberships.c.class_id == class_id, memberships.c.person_id == person_id
            )
            if connection.execute(member).first() is None:
                raise NotAllowed("no such trainee in a class of yours")
            set_secret(connection, person_id, secret_hash)

    def add_exercise(self, exercise: ExerciseCopy) -> ExerciseHead:
        """Store an exercise of this instructor as a draft. Raises InputError if the id is taken."""
        with writing(self._engine) as connection:
            access.instructor(connection, self._person_id)
            return add_exercise(connection, exercise, created_by=self._person_id)

    def exercises(self) -> list[ExerciseHead]:
        """The exercises of the catalogue and of this instructor, oldest first."""
        with reading(self._engine) as connection:
            access.instructor(connection, self._person_id)
            rows = connection.execute(
                select(exercises)
                .where(or_(exercises.c.created_by == self._person_id, exercises.c.created_by.is_(None)))
                .order_by(exercises.c.created_at, exercises.c.id)
            )
            return [head(row) for row in rows]

    def exercise_parts(self, exercise_id: str) -> dict[str, bytes]:
        """Every part of an exercise, including the hidden ones."""
        with reading(self._engine) as connection:
            access.open_exercise(connection, self._person_id, exercise_id)
            return parts_of(connection, exercise_id)

    def card(self, exercise_id: str) -> ExerciseCard:
        """The card of an exercise."""
        with reading(self._engine) as connection:
            row = access.open_exercise(connection, self._person_id, exercise_id)
            return card(connection, row)

    def publish(self, exercise_id: str, class_id: str) -> None:
        """Publish an exercise to a class. Publishing it again changes nothing."""
        with writing(self._engine) as connection:
            access.own_class(connection, self._person_id, class_id)
            access.open_exercise(connection, self._person_id, exercise_id)
            if exercise_id in self._published(connection, class_id):
                return
            with suppress(IntegrityError), connection.begin_nested():  # published by another process at this moment
                connection.execute(
                    insert(publications).values(class_id=class_id, exercise_id=exercise_id, published_at=clock.now())
                )
            connection.execute(update(exercises).where(exercises.c.id == exercise_id).values(status="published"))

    def withdraw(self, exercise_id: str, class_id: str) -> None:
        """Close an exercise for a class: nobody can start a new attempt; started attempts stay."""
        with writing(self._engine) as connection:
            access.own_class(connection, self._person_id, class_id)
            connection.execute(
                delete(publications).where(
                    publications.c.class_id == class_id, publications.c.exercise_id == exercise_id
                )
            )

    def published(self, class_id: str) -> list[str]:
        """Ids of the exercises published to a class, oldest first."""
        with reading(self._engine) as connection:
            access.own_class(connection, self._person_id, class_id)
            return self._published(connection, class_id)

    def results(self, class_id: str, exercise_id: str | None = None) -> list[ResultRow]:
        """The attempts of a class, or of one exercise in it, by name; without the trainees' own practice."""
        with reading(self._engine) as connection:
            access.own_class(connection, self._person_id, class_id)
            query = (
                select(attempts, people.c.name)
                .join(people, people.c.id == attempts.c.person_id)
                .join(exercises, exercises.c.id == attempts.c.exercise_id)
                .where(attempts.c.class_id == class_id, exercises.c.created_by.is_distinct_from(attempts.c.person_id))
                .order_by(people.c.name, attempts.c.started_at)
            )
            if exercise_id is not None:
                query = query.where(attempts.c.exercise_id == exercise_id)
            rows = connection.execute(query).all()
            counted = connection.execute(
                select(decisions.c.attempt_id, decisions.c.kind, func.count(func.distinct(decisions.c.declaration_id)))
                .where(decisions.c.attempt_id.in_([row.id for row in rows]))
                .group_by(decisions.c.attempt_id, decisions.c.kind)
            )
            counts = Counter({(attempt, kind): number for attempt, kind, number in counted})
        return [
            ResultRow(
                attempt_id=row.id,
                person_id=row.person_id,
                name=row.name,
                exercise_id=row.exercise_id,
                started_at=row.started_at,
                submitted_at=row.submitted_at,
                opened=counts[row.id, "open"],
                decided=counts[row.id, "decide"],
                result=None if row.result is None else KeptResult.model_validate(row.result),
            )
            for row in rows
        ]

    def log(self, attempt_id: str) -> list[Line]:
        """Every log line of an attempt in a class of this instructor."""
        with reading(self._engine) as connection:
            access.led_attempt(connection, self._person_id, attempt_id)
            return journal.read(connection, attempt_id)

    def save_result(self, attempt_id: str, result: KeptResult) -> None:
        """Store the marking of a submitted attempt again, for example after a correction."""
        with writing(self._engine) as connection:
            led = access.led_attempt(connection, self._person_id, attempt_id)
            if led.submitted_at is None:
                raise NotSubmitted("an attempt can only be marked after its submission")
            kept = result.model_dump(mode="json")
            connection.execute(update(attempts).where(attempts.c.id == attempt_id).values(result=kept))

    def _published(self, connection: Any, class_id: str) -> list[str]:
        rows = connection.execute(
            select(publications.c.exercise_id)
            .where(publications.c.class_id == class_id)
            .order_by(publications.c.published_at, publications.c.exercise_id)
        )
        return list(rows.scalars())
