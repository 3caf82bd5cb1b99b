"""The tables. Every change needs an Alembic revision in `migrations/versions`; a test compares both."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A time in UTC. SQLite has no time zones and stores plain UTC; reading always gives a time with a time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs a time zone: take it from clock.now()")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(64)


def _moment(name: str, *, optional: bool = False) -> Column[Any]:
    return Column(name, Moment(), nullable=optional)


people = Table(
    "people",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", String(32), nullable=False),
    # Instructors have a login and a password; trainees a re-entry code that belongs to their class.
    Column("login", String(120), nullable=True, unique=True),
    Column("secret_hash", String(255), nullable=False),
    _moment("created_at"),
)

classes = Table(
    "classes",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("code", String(32), nullable=False, unique=True),
    Column("instructor_id", ID, ForeignKey("people.id"), nullable=False, index=True),
    _moment("created_at"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("class_id", ID, ForeignKey("classes.id"), primary_key=True),
    Column("person_id", ID, ForeignKey("people.id"), primary_key=True, index=True),
    # The name as compared (folded): two people in a class cannot have the same name.
    Column("name_key", String(120), nullable=False),
    _moment("joined_at"),
    UniqueConstraint("class_id", "name_key"),
)

web_sessions = Table(
    "web_sessions",
    metadata,
    # SHA-256 of the random id in the cookie: nobody can sign in with what this table holds.
    Column("id_hash", ID, primary_key=True),
    Column("person_id", ID, ForeignKey("people.id"), nullable=False, index=True),
    _moment("created_at"),
    _moment("expires_at"),
    _moment("revoked_at", optional=True),
)

exercises = Table(
    "exercises",
    metadata,
    Column("id", ID, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("level", String(32), nullable=False),
    Column("spec", JSON, nullable=False),
    Column("provenance", JSON, nullable=False),
    Column("capacity", JSON, nullable=False),
    Column("content_hash", String(128), nullable=False),
    Column("status", String(16), nullable=False),
    # Null for an exercise of the catalogue, which every instructor can use.
    Column("created_by", ID, ForeignKey("people.id"), nullable=True, index=True),
    _moment("created_at"),
    CheckConstraint("status IN ('draft', 'published')", name="status"),
)

exercise_parts = Table(
    "exercise_parts",
    metadata,
    Column("exercise_id", ID, ForeignKey("exercises.id"), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("payload", LargeBinary, nullable=False),
)

exercise_consignments = Table(
    "exercise_consignments",
    metadata,
    Column("exercise_id", ID, ForeignKey("exercises.id"), primary_key=True),
    Column("declaration_id", ID, primary_key=True),
)

publications = Table(
    "publications",
    metadata,
    Column("class_id", ID, ForeignKey("classes.id"), primary_key=True),
    Column("exercise_id", ID, ForeignKey("exercises.id"), primary_key=True, index=True),
    _moment("published_at"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ID, ForeignKey("people.id"), nullable=False),
    Column("exercise_id", ID, ForeignKey("exercises.id"), nullable=False, index=True),
    Column("class_id", ID, ForeignKey("classes.id"), nullable=False, index=True),
    _moment("started_at"),
    _moment("submitted_at", optional=True),
    Column("result", JSON(none_as_null=True), nullable=True),
)

# One attempt in progress per person and exercise, even if several tabs start it at once.
Index(
    "uq_attempts_in_progress",
    attempts.c.person_id,
    attempts.c.exercise_id,
    unique=True,
    sqlite_where=attempts.c.submitted_at.is_(None),
    postgresql_where=attempts.c.submitted_at.is_(None),
)

decisions = Table(
    "decisions",
    metadata,
    Column("attempt_id", ID, ForeignKey("attempts.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("declaration_id", ID, nullable=True),
    Column("lane", String(16), nullable=True),
    Column("flags", JSON, nullable=False),
    Column("confidence", SmallInteger, nullable=True),
    Column("note", Text, nullable=False),
    _moment("at"),
    # More about the act: the means requested and their cost, a prediction, when to practise again.
    Column("detail", JSON, nullable=False),
    CheckConstraint(
        "kind IN ('begin', 'open', 'decide', 'request', 'look', 'predict', 'submit', 'reflect')", name="kind"
    ),
    Index("ix_decisions_attempt_id_declaration_id", "attempt_id", "declaration_id"),
)

case_answers = Table(
    "case_answers",
    metadata,
    Column("person_id", ID, ForeignKey("people.id"), primary_key=True),
    Column("case_id", ID, primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("option", Integer, nullable=False),
    _moment("at"),
)
