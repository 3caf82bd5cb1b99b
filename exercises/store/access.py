"""Who may read and change what. Every call of a trainee or an instructor is checked here, every time.

The refusal is the same if something does not exist and if it belongs to someone else, so that nobody can probe ids.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from exercises.record import NotAllowed, NotSubmitted
from exercises.store.tables import attempts, classes, exercise_parts, exercises, memberships, people, publications

TRAINEE = "trainee"
INSTRUCTOR = "instructor"

# The allow-list of parts that a trainee may hold before submission. Any other name is hidden.
# The page shows only what the exercise shows and what the trainee has requested.
VISIBLE_PARTS = ("declarations", "engine", "answers")


def own_attempt(connection: Connection, person_id: str, attempt_id: str, *, lock: bool = False) -> Row[Any]:
    """The attempt's row with the capacity and spec of its exercise, if the attempt belongs to this person.

    With `lock`, PostgreSQL locks the row until the transaction ends: writers wait for each other, so that nothing
    changes between counting and adding. SQLite's write transaction already does that.
    """
    query = (
        select(attempts, exercises.c.capacity, exercises.c.spec)
        .join(exercises, exercises.c.id == attempts.c.exercise_id)
        .where(attempts.c.id == attempt_id, attempts.c.person_id == person_id)
    )
    row = connection.execute(query.with_for_update(of=attempts) if lock else query).first()
    if row is None:
        raise NotAllowed("no such attempt of yours")
    return row


def class_of_exercise(connection: Connection, person_id: str, exercise_id: str) -> str:
    """The id of the person's class that has the exercise, or of any of their classes for an exercise of their own."""
    own = select(exercises.c.id).where(exercises.c.id == exercise_id, exercises.c.created_by == person_id)
    if connection.execute(own).first() is not None:
        return any_class(connection, person_id)
    found = connection.execute(
        select(publications.c.class_id)
        .join(memberships, memberships.c.class_id == publications.c.class_id)
        .where(memberships.c.person_id == person_id, publications.c.exercise_id == exercise_id)
        .order_by(publications.c.published_at)
    ).scalar()
    if found is None:
        raise NotAllowed("this exercise is not published to a class of yours")
    return str(found)


def any_class(connection: Connection, person_id: str) -> str:
    """The id of the class that the person joined first."""
    found = connection.execute(
        select(memberships.c.class_id)
        .where(memberships.c.person_id == person_id)
        .order_by(memberships.c.joined_at, memberships.c.class_id)
    ).scalar()
    if found is None:
        raise NotAllowed("you are in no class")
    return str(found)


def person(connection: Connection, person_id: str) -> None:
    """Refuse a person that does not exist."""
    if connection.execute(select(people.c.id).where(people.c.id == person_id)).first() is None:
        raise NotAllowed("no such person")


def parts(connection: Connection, exercise_id: str, *, submitted_at: datetime | None, hidden: bool) -> dict[str, bytes]:
    """The parts that a trainee may always see, or with `hidden` the others, which open at the submission."""
    if hidden and submitted_at is None:
        raise NotSubmitted("the audit is revealed after submission")
    visible = exercise_parts.c.name.in_(VISIBLE_PARTS)
    rows = connection.execute(
        select(exercise_parts.c.name, exercise_parts.c.payload).where(
            exercise_parts.c.exercise_id == exercise_id, ~visible if hidden else visible
        )
    )
    return {row.name: bytes(row.payload) for row in rows}


def part(connection: Connection, exercise_id: str, name: str) -> bytes:
    """One part, hidden or not. The caller must check first whether the person may see it."""
    found = connection.execute(
        select(exercise_parts.c.payload).where(
            exercise_parts.c.exercise_id == exercise_id, exercise_parts.c.name == name
        )
    ).scalar_one()
    return bytes(found)


def instructor(connection: Connection, person_id: str) -> None:
    """Refuse anyone who is not an instructor."""
    role = connection.execute(select(people.c.role).where(people.c.id == person_id)).scalar()
    if role != INSTRUCTOR:
        raise NotAllowed("only an instructor may do this")


def own_class(connection: Connection, person_id: str, class_id: str) -> Row[Any]:
    """The class's row, if this instructor leads it."""
    instructor(connection, person_id)
    row = connection.execute(
        select(classes).where(classes.c.id == class_id, classes.c.instructor_id == person_id)
    ).first()
    if row is None:
        raise NotAllowed("no such class of yours")
    return row


def open_exercise(connection: Connection, person_id: str, exercise_id: str) -> Row[Any]:
    """The exercise's row, if this instructor made it or it belongs to the catalogue."""
    instructor(connection, person_id)
    mine = or_(exercises.c.created_by == person_id, exercises.c.created_by.is_(None))
    row = connection.execute(select(exercises).where(and_(exercises.c.id == exercise_id, mine))).first()
    if row is None:
        raise NotAllowed("no such exercise of yours")
    return row


def led_attempt(connection: Connection, person_id: str, attempt_id: str) -> Row[Any]:
    """The attempt's row, if it was made in a class of this instructor."""
    instructor(connection, person_id)
    row = connection.execute(
        select(attempts)
        .join(classes, classes.c.id == attempts.c.class_id)
        .where(attempts.c.id == attempt_id, classes.c.instructor_id == person_id)
    ).first()
    if row is None:
        raise NotAllowed("no such attempt in a class of yours")
    return row
