"""A trainee's calls on one attempt. Each call checks that the attempt is theirs; submission opens the hidden parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from exercises.design import ExerciseCard, Terms
from exercises.marking import KeptResult
from exercises.record import Act, Line, NotSubmitted, Placed, Record, UnknownConsignment, next_lines
from exercises.store import access, clock, journal
from exercises.store.database import reading, writing
from exercises.store.library import card
from exercises.store.tables import attempts, classes, exercise_consignments, exercises


class AttemptStore:
    """The store for one trainee in one attempt; made by `Store.desk`."""

    def __init__(self, engine: Engine, person_id: str, attempt_id: str) -> None:
        self._engine = engine
        self._person_id = person_id
        self.attempt_id = attempt_id

    def card(self) -> ExerciseCard:
        """The card of the exercise."""
        with reading(self._engine) as connection:
            mine = self._mine(connection)
            row = connection.execute(select(exercises).where(exercises.c.id == mine.exercise_id)).one()
            return card(connection, row)

    def class_name(self) -> str:
        """The name of the class in which the attempt is made."""
        with reading(self._engine) as connection:
            mine = self._mine(connection)
            return str(connection.execute(select(classes.c.name).where(classes.c.id == mine.class_id)).scalar_one())

    def visible_parts(self) -> dict[str, bytes]:
        """The parts of the exercise that the trainee may always see: name → payload."""
        return self._parts(hidden=False)

    def hidden_parts(self) -> dict[str, bytes]:
        """The other parts (truth, evidence, …). Raises NotSubmitted until the attempt is submitted."""
        return self._parts(hidden=True)

    def log(self, after: int = 0) -> list[Line]:
        """The log lines of the attempt after a sequence number, in order."""
        with reading(self._engine) as connection:
            self._mine(connection)
            return journal.read(connection, self.attempt_id, after)

    def write(self, act: Act, record: Record | None = None, position: int | None = None) -> Line | None:
        """Log one act, see ``write_all``; returns ``None`` if the act changes nothing."""
        return next(iter(self.write_all([(act, position)], record)), None)

    def write_all(self, acts: Sequence[Placed], record: Record | None = None) -> list[Line]:
        """Log acts, all of them or none, if the rules of play allow it; returns the lines that they add.

        ``record`` is the log as far as the caller has read it. This call updates it under the attempt's lock and adds
        the new lines. Each act comes with the place of its consignment in the queue. Raises the errors of
        ``record.next_line``, UnknownConsignment and NotAllowed.
        """
        known = Record() if record is None else record
        with writing(self._engine) as connection:
            mine = self._mine(connection, lock=True)
            for line in journal.read(connection, self.attempt_id, known.sequence):
                known.take(line)
            for act, _position in acts:
                if act.declaration_id is not None and mine.submitted_at is None:
                    _check_known(connection, mine.exercise_id, act.declaration_id)
            new = next_lines(_terms(mine), known, acts, clock.now())
            for line in new:
                journal.append(connection, self.attempt_id, line)
                if line.kind == "submit":
                    closed = update(attempts).where(attempts.c.id == self.attempt_id).values(submitted_at=line.at)
                    connection.execute(closed)
        for line in new:
            known.take(line)
        return new

    def outcome_part(self, declaration_id: str) -> bytes:
        """The truth of a consignment whose outcome is shown: it is decided for good, and the exercise gives feedback.

        Raises NotSubmitted for any other consignment.
        """
        with reading(self._engine) as connection:
            mine = self._mine(connection)
            record = Record.of(journal.read(connection, self.attempt_id))
            standing = record.decisions.get(declaration_id)
            told = _terms(mine).feedback and standing is not None and standing.lane is not None
            if not told and mine.submitted_at is None:
                raise NotSubmitted("the outcome is shown after the decision, if the exercise gives feedback")
            return access.part(connection, mine.exercise_id, "truth")

    def submit(self) -> datetime:
        """Close the attempt, which opens the hidden parts; returns the time of submission.

        Raises AlreadySubmitted if another tab has submitted it.
        """
        line = self.write(Act("submit"))
        assert line is not None  # a second submission is refused, not ignored
        return line.at

    def save_result(self, result: KeptResult) -> None:
        """Store the marking, which is computed after submission. A second call changes nothing.

        Raises NotSubmitted before the submission.
        """
        with writing(self._engine) as connection:
            mine = self._mine(connection, lock=True)
            if mine.submitted_at is None:
                raise NotSubmitted("an attempt can only be marked after its submission")
            if mine.result is None:
                marked = (
                    update(attempts)
                    .where(attempts.c.id == self.attempt_id)
                    .values(result=result.model_dump(mode="json"))
                )
                connection.execute(marked)

    def result(self) -> KeptResult | None:
        """The stored marking, or None if there is none yet."""
        with reading(self._engine) as connection:
            found = self._mine(connection).result
            return None if found is None else KeptResult.model_validate(found)

    def _mine(self, connection: Connection, *, lock: bool = False) -> Any:
        return access.own_attempt(connection, self._person_id, self.attempt_id, lock=lock)

    def _parts(self, *, hidden: bool) -> dict[str, bytes]:
        with reading(self._engine) as connection:
            mine = self._mine(connection)
            return access.parts(connection, mine.exercise_id, submitted_at=mine.submitted_at, hidden=hidden)


def _terms(row: Any) -> Terms:
    return Terms.model_validate({**row.spec, "capacity": row.capacity})


def _check_known(connection: Connection, exercise_id: str, declaration_id: str) -> None:
    known = connection.execute(
        select(exercise_consignments.c.declaration_id).where(
            exercise_consignments.c.exercise_id == exercise_id,
            exercise_consignments.c.declaration_id == declaration_id,
        )
    ).first()
    if known is None:
        raise UnknownConsignment(declaration_id)
