"""Exercises as they are stored: a head, the parts of the batch, and the ids of the consignments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Insert, func, insert, select
from sqlalchemy.exc import IntegrityError

from exercises.design import ExerciseCard, ExerciseCopy, StoredSpec
from exercises.store import clock
from exercises.store.tables import exercise_consignments, exercise_parts, exercises
from simulator.errors import InputError


@dataclass(frozen=True)
class ExerciseHead:
    """A stored exercise without its parts. `created_by` is None for an exercise of the catalogue."""

    id: str
    title: str
    level: str
    spec: StoredSpec
    provenance: dict[str, Any]
    capacity: dict[str, int]
    content_hash: str
    status: str
    created_by: str | None
    created_at: datetime


def add_exercise(connection: Connection, exercise: ExerciseCopy, created_by: str | None) -> ExerciseHead:
    """Insert an exercise as a draft. If the same content is there under the same id, it stays.

    Raises InputError if the id is taken by other content, and for invalid ids or capacities.
    """
    faults = _faults(exercise)
    there = connection.execute(select(exercises).where(exercises.c.id == exercise.id)).first()
    if there is not None and (there.content_hash != exercise.content_hash or there.created_by != created_by):
        faults.append(f"exercise {exercise.id}: this id is taken by another exercise; choose another id")
    if faults:
        raise InputError(faults)
    if there is not None:
        return head(there)
    # Of two processes that add the same exercise at once, the second finds that of the first.
    taken = connection.begin_nested()
    try:
        connection.execute(_row(exercise, created_by))
    except IntegrityError:
        taken.rollback()
        return add_exercise(connection, exercise, created_by)
    taken.commit()
    connection.execute(
        insert(exercise_parts),
        [
            {"exercise_id": exercise.id, "name": name, "payload": payload}
            for name, payload in sorted(exercise.parts.items())
        ],
    )
    connection.execute(
        insert(exercise_consignments),
        [{"exercise_id": exercise.id, "declaration_id": key} for key in exercise.declaration_ids],
    )
    return head(connection.execute(select(exercises).where(exercises.c.id == exercise.id)).one())


def _row(exercise: ExerciseCopy, created_by: str | None) -> Insert:
    return insert(exercises).values(
        id=exercise.id,
        title=exercise.title,
        level=exercise.level,
        spec=dict(exercise.spec),
        provenance=dict(exercise.provenance),
        capacity=dict(exercise.capacity),
        content_hash=exercise.content_hash,
        status="draft",
        created_by=created_by,
        created_at=clock.now(),
    )


def head(row: Any) -> ExerciseHead:
    """The head of an exercise, from a row of `exercises`."""
    return ExerciseHead(**{**row._mapping, "spec": StoredSpec.model_validate(row.spec)})


def card(connection: Connection, row: Any) -> ExerciseCard:
    """The card of an exercise, from a row of `exercises`."""
    volume = connection.execute(select(func.count()).where(exercise_consignments.c.exercise_id == row.id)).scalar_one()
    return StoredSpec.model_validate(row.spec).card(row.id, row.title, row.level, row.capacity, volume)


def parts_of(connection: Connection, exercise_id: str) -> dict[str, bytes]:
    """Every part, including the hidden ones. The caller must check first whether the person may see them."""
    rows = connection.execute(
        select(exercise_parts.c.name, exercise_parts.c.payload).where(exercise_parts.c.exercise_id == exercise_id)
    )
    return {row.name: bytes(row.payload) for row in rows}


def _faults(exercise: ExerciseCopy) -> list[str]:
    name = f"exercise {exercise.id}"
    faults = []
    if not exercise.id or len(exercise.id) > 64:
        faults.append(f"{name}: an id has 1 to 64 characters")
    if not exercise.declaration_ids:
        faults.append(f"{name}: it has no consignments")
    if len(set(exercise.declaration_ids)) != len(exercise.declaration_ids):
        faults.append(f"{name}: a declaration id occurs twice")
    faults += [f"{name}: declaration id {key!r} is longer than 64" for key in exercise.declaration_ids if len(key) > 64]
    faults += [
        f"{name}: capacity of lane {lane} is {places}; it cannot be negative"
        for lane, places in exercise.capacity.items()
        if places < 0
    ]
    faults += [f"{name}: part {part} is missing" for part in ("declarations", "engine") if part not in exercise.parts]
    return faults
