"""Rows of people, memberships and web sessions. `exercises.classroom` decides who may sign in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from exercises.store import clock
from exercises.store.database import reading, writing
from exercises.store.tables import classes, memberships, people, web_sessions

FORGOTTEN = timedelta(days=30)
"""A session is deleted this long after its end: one that a wrong clock ended holds again when the clock is right."""


@dataclass(frozen=True)
class Person:
    """Someone who is signed in. `role` is trainee or instructor (there may be more roles later)."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class Account:
    """A person with the hash of their password or re-entry code."""

    person: Person
    secret_hash: str


class Register:
    """The people in the database; use it as `Store.register`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def class_id(self, code: str) -> str | None:
        """The class with this code."""
        with reading(self._engine) as connection:
            found: str | None = connection.execute(select(classes.c.id).where(classes.c.code == code)).scalar()
            return found

    def member(self, class_id: str, name_key: str) -> Account | None:
        """The trainee of a class by folded name."""
        with reading(self._engine) as connection:
            row = connection.execute(
                select(people)
                .join(memberships, memberships.c.person_id == people.c.id)
                .where(memberships.c.class_id == class_id, memberships.c.name_key == name_key)
            ).first()
        return _account(row)

    def add_member(self, class_id: str, name: str, name_key: str, role: str, secret_hash: str) -> Person | None:
        """A new person in a class; None if somebody else has just taken the name."""
        person = Person(uuid.uuid4().hex, name, role)
        moment = clock.now()
        try:
            with writing(self._engine) as connection:
                connection.execute(
                    insert(people).values(
                        id=person.id, name=name, role=role, secret_hash=secret_hash, created_at=moment
                    )
                )
                connection.execute(
                    insert(memberships).values(
                        class_id=class_id, person_id=person.id, name_key=name_key, joined_at=moment
                    )
                )
        except IntegrityError:
            return None
        return person

    def by_login(self, login: str) -> Account | None:
        """The person with this login."""
        with reading(self._engine) as connection:
            row = connection.execute(select(people).where(people.c.login == login)).first()
        return _account(row)

    def add_login(self, login: str, name: str, role: str, secret_hash: str) -> Person | None:
        """A new person with a login; None if the login is taken."""
        person = Person(uuid.uuid4().hex, name, role)
        try:
            with writing(self._engine) as connection:
                connection.execute(
                    insert(people).values(
                        id=person.id, name=name, role=role, login=login, secret_hash=secret_hash, created_at=clock.now()
                    )
                )
        except IntegrityError:
            return None
        return person

    def set_secret(self, person_id: str, secret_hash: str) -> None:
        """Replace the hash of a person's password, and end all their web sessions."""
        with writing(self._engine) as connection:
            set_secret(connection, person_id, secret_hash)

    def open_session(self, person_id: str, id_hash: str, expires_at: datetime) -> None:
        """Store a web session, and delete the sessions that ended long ago."""
        with writing(self._engine) as connection:
            connection.execute(delete(web_sessions).where(web_sessions.c.expires_at < clock.now() - FORGOTTEN))
            connection.execute(
                insert(web_sessions).values(
                    id_hash=id_hash, person_id=person_id, created_at=clock.now(), expires_at=expires_at
                )
            )

    def session_person(self, id_hash: str) -> Person | None:
        """The person of a web session; None if the session has expired or was revoked."""
        with reading(self._engine) as connection:
            row = connection.execute(
                select(people.c.id, people.c.name, people.c.role)
                .join(web_sessions, web_sessions.c.person_id == people.c.id)
                .where(
                    web_sessions.c.id_hash == id_hash,
                    web_sessions.c.revoked_at.is_(None),
                    web_sessions.c.expires_at > clock.now(),
                )
            ).first()
        return None if row is None else Person(row.id, row.name, row.role)

    def revoke_session(self, id_hash: str) -> None:
        """End a web session at once, in every tab."""
        with writing(self._engine) as connection:
            connection.execute(
                update(web_sessions)
                .where(web_sessions.c.id_hash == id_hash, web_sessions.c.revoked_at.is_(None))
                .values(revoked_at=clock.now())
            )


def set_secret(connection: Connection, person_id: str, secret_hash: str) -> None:
    """Replace the hash of a person's password or re-entry code, and end all their web sessions."""
    connection.execute(update(people).where(people.c.id == person_id).values(secret_hash=secret_hash))
    connection.execute(
        update(web_sessions)
        .where(web_sessions.c.person_id == person_id, web_sessions.c.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def _account(row: Row[tuple[object, ...]] | None) -> Account | None:
    return None if row is None else Account(Person(row.id, row.name, row.role), row.secret_hash)
