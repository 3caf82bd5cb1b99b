"""A trainee's calls outside an attempt: list the exercises, start one, keep answers to case studies."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import IntegrityError

from exercises.design import ExerciseCopy, Shown
from exercises.marking import KeptResult
from exercises.store import access, clock
from exercises.store.database import reading, writing
from exercises.store.library import add_exercise
from exercises.store.tables import (
    attempts,
    case_answers,
    decisions,
    exercise_consignments,
    exercises,
    memberships,
    publications,
)


@dataclass(frozen=True)
class Assignment:
    """An exercise published to the trainee, with their newest attempt: `attempt_id` is None until they start.

    `capacity` is lane → places, `mode` is targeting or stream, `consignments` is a number; `own` is true for an
    exercise that was made for this trainee's practice; `flags` are the red flags that it offers for citing; `pack` is
    its context pack, "" for a file from elsewhere. `score` is the headline of the marked attempt, from 0 to 1, `None`
    without one.
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
    slug: str
    mode: str
    own: bool
    flags: tuple[str, ...] = ()
    score: float | None = None
    pack: str = ""


@dataclass(frozen=True)
class Past:
    """A submitted attempt of the trainee, with its stored marking; ``differently``: what they will do differently."""

    attempt_id: str
    exercise_id: str
    title: str
    level: str
    slug: str
    mode: str
    submitted_at: datetime
    result: KeptResult
    differently: str = ""


@dataclass(frozen=True)
class CaseAnswer:
    """One answer to a case study: the option chosen at a step, both from 0; ``round`` counts replays from 1."""

    case_id: str
    round: int
    step: int
    option: int
    at: datetime


class TraineeStore:
    """The store for one trainee outside an attempt; made by `Store.trainee`."""

    def __init__(self, engine: Engine, person_id: str) -> None:
        self._engine = engine
        self._person_id = person_id

    def exercises(self) -> list[Assignment]:
        """Every exercise published to their classes, oldest publication first, then the exercises made for their own
        practice; each with their newest attempt."""
        volume = (
            select(func.count())
            .where(exercise_consignments.c.exercise_id == exercises.c.id)
            .scalar_subquery()
            .label("consignments")
        )
        columns = (exercises.c.id, exercises.c.title, exercises.c.level, exercises.c.capacity, exercises.c.spec, volume)
        with reading(self._engine) as connection:
            published = connection.execute(
                select(*columns, publications.c.published_at)
                .join(publications, publications.c.exercise_id == exercises.c.id)
                .join(memberships, memberships.c.class_id == publications.c.class_id)
                .where(memberships.c.person_id == self._person_id)
                .order_by(publications.c.published_at, exercises.c.id)
            ).all()
            own = connection.execute(
                select(*columns, exercises.c.created_at.label("published_at"))
                .where(exercises.c.created_by == self._person_id)
                .order_by(exercises.c.created_at, exercises.c.id)
            ).all()
            made = connection.execute(
                select(attempts).where(attempts.c.person_id == self._person_id).order_by(attempts.c.started_at)
            )
            newest = {row.exercise_id: row for row in made}
        listed: dict[str, Assignment] = {}
        for row in (*published, *own):
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
                    slug=(shown := Shown.model_validate(row.spec)).slug,
                    mode=shown.mode,
                    own=row in own,
                    flags=shown.flags,
                    score=KeptResult.model_validate(mine.result).headline if mine and mine.result else None,
                    pack=shown.pack,
                ),
            )
        return list(listed.values())

    def start(self, exercise_id: str) -> str:
        """The id of the trainee's attempt: the existing one, else a new one.

        Two tabs that start at once get the same attempt. Raises NotAllowed if the exercise is not published to them.
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
                # PostgreSQL: another tab was first; its attempt exists now.
                continue
        raise RuntimeError("there is an attempt in progress, but it cannot be found")

    def practise(self, exercise: ExerciseCopy) -> str:
        """Store an exercise made for this trainee's own practice and start it; returns the id of the attempt.

        Raises NotAllowed if the trainee is in no class, InputError if the exercise's id is taken.
        """
        with writing(self._engine) as connection:
            access.any_class(connection, self._person_id)
            made = add_exercise(connection, exercise, created_by=self._person_id)
        return self.start(made.id)

    def history(self) -> list[Past]:
        """The submitted and marked attempts, oldest submission first."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(attempts, exercises.c.title, exercises.c.level, exercises.c.spec)
                .join(exercises, exercises.c.id == attempts.c.exercise_id)
                .where(attempts.c.person_id == self._person_id, attempts.c.submitted_at.is_not(None))
                .order_by(attempts.c.submitted_at)
            ).all()
            notes = connection.execute(
                select(decisions.c.attempt_id, decisions.c.note)
                .join(attempts, attempts.c.id == decisions.c.attempt_id)
                .where(attempts.c.person_id == self._person_id, decisions.c.kind == "reflect")
                .order_by(decisions.c.attempt_id, decisions.c.sequence)
            )
            last = {str(name): str(note) for name, note in notes}
        return [_past(row, last.get(row.id, "")) for row in rows if row.result is not None]

    def answer_case(self, case_id: str, step: int, option: int, round: int) -> None:
        """Store an answer to a case study. Only the first answer at a step of a round counts."""
        with writing(self._engine) as connection:
            access.person(connection, self._person_id)
            given = connection.execute(
                select(case_answers.c.option).where(
                    case_answers.c.person_id == self._person_id,
                    case_answers.c.case_id == case_id,
                    case_answers.c.round == round,
                    case_answers.c.step == step,
                )
            ).first()
            if given is None:
                values = {"case_id": case_id, "step": step, "option": option, "round": round}
                connection.execute(insert(case_answers).values(person_id=self._person_id, at=clock.now(), **values))

    def case_answers(self) -> list[CaseAnswer]:
        """Every answer to a case study, in the order given."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(case_answers)
                .where(case_answers.c.person_id == self._person_id)
                .order_by(case_answers.c.at, case_answers.c.step)
            )
            return [CaseAnswer(row.case_id, row.round, row.step, row.option, row.at) for row in rows]


def _past(row: Any, differently: str) -> Past:
    shown = Shown.model_validate(row.spec)
    return Past(
        attempt_id=row.id,
        exercise_id=row.exercise_id,
        title=row.title,
        level=row.level,
        slug=shown.slug,
        mode=shown.mode,
        submitted_at=row.submitted_at,
        result=KeptResult.model_validate(row.result),
        differently=differently,
    )
