"""A trainee's calls on one attempt. Each call checks that the attempt is theirs; hidden parts wait for submission."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update

from exercises.record import (
    FLAGS_CITED,
    LANES,
    NOTE_LENGTH,
    Act,
    AlreadyDecided,
    AlreadySubmitted,
    CapacityExceeded,
    Line,
    NoTimeLeft,
    NotSubmitted,
    UnknownConsignment,
)
from exercises.store import access, clock, journal
from exercises.store.database import reading, writing
from exercises.store.tables import attempts, exercise_consignments, exercises
from simulator.errors import InputError
from simulator.office import Cost


@dataclass(frozen=True)
class ExerciseCard:
    """What a trainee may know about the exercise and the attempt before opening a consignment.

    `spec` holds only the fields of `access.VISIBLE_SPEC`; `capacity` is lane → places; `consignments` is a count.
    """

    attempt_id: str
    exercise_id: str
    title: str
    level: str
    capacity: dict[str, int]
    consignments: int
    content_hash: str
    spec: dict[str, Any]
    started_at: datetime
    submitted_at: datetime | None


class AttemptStore:
    """The store as one trainee sees it in one attempt; made by `Store.desk`."""

    def __init__(self, engine: Engine, person_id: str, attempt_id: str) -> None:
        self._engine = engine
        self._person_id = person_id
        self.attempt_id = attempt_id

    def exercise_card(self) -> ExerciseCard:
        """Title, capacity, briefing fields, and the attempt's times."""
        with reading(self._engine) as connection:
            mine = self._mine(connection)
            row = connection.execute(select(exercises).where(exercises.c.id == mine.exercise_id)).one()
            count = connection.execute(
                select(func.count()).where(exercise_consignments.c.exercise_id == mine.exercise_id)
            ).scalar_one()
        shown = {name: row.spec[name] for name in access.VISIBLE_SPEC if name in row.spec}
        return ExerciseCard(
            attempt_id=mine.id,
            exercise_id=row.id,
            title=row.title,
            level=row.level,
            capacity=dict(row.capacity),
            consignments=count,
            content_hash=row.content_hash,
            spec=shown,
            started_at=mine.started_at,
            submitted_at=mine.submitted_at,
        )

    def visible_parts(self) -> dict[str, bytes]:
        """The trainee-safe parts of the exercise: name → payload."""
        return self._parts(hidden=False)

    def hidden_parts(self) -> dict[str, bytes]:
        """The other parts (truth, evidence, …). Raises NotSubmitted until the attempt is submitted."""
        return self._parts(hidden=True)

    def log(self, after: int = 0) -> list[Line]:
        """The lines of the attempt's log after a sequence number, in order."""
        with reading(self._engine) as connection:
            self._mine(connection)
            return journal.read(connection, self.attempt_id, after)

    def add(
        self, kind: Act, declaration_id: str | None = None, detail: Mapping[str, Any] | None = None, note: str = ""
    ) -> Line:
        """Log an act that takes no place and no time. A reflection comes after the submission, all others before.

        Raises AlreadySubmitted, NotSubmitted, UnknownConsignment, NotAllowed; InputError for a note that is too long.
        """
        if len(note) > NOTE_LENGTH:
            raise InputError(f"the note has {len(note)} characters; at most {NOTE_LENGTH}")
        with writing(self._engine) as connection:
            if kind != "reflect":
                self._open_for_writing(connection, declaration_id)
            elif self._mine(connection, lock=True).submitted_at is None:
                raise NotSubmitted("one looks back after the submission")
            return journal.append(connection, self.attempt_id, kind, declaration_id, detail=detail, note=note)

    def decide(
        self,
        declaration_id: str,
        lane: str | None,
        flags: Sequence[str] = (),
        confidence: float | None = None,
        note: str = "",
    ) -> Line:
        """Put a consignment in a lane, with the red flags cited, a confidence in [0, 1] and a note.

        Without a lane it is a draft: flags and note are kept, and a lane held before is given up.

        Raises CapacityExceeded when the lane is full (a consignment that is already in the lane does not count again),
        AlreadyDecided where the outcome was told, AlreadySubmitted, UnknownConsignment, NotAllowed, and InputError for
        a lane, confidence or note out of bounds.
        """
        _check(declaration_id, lane, flags, confidence, note)
        with writing(self._engine) as connection:
            mine = self._open_for_writing(connection, declaration_id)
            capacity = None if lane is None else mine.capacity.get(lane)
            told = bool(mine.spec.get("feedback"))
            standing = journal.lanes(connection, self.attempt_id) if told or capacity is not None else {}
            if told and standing.get(declaration_id) is not None:
                raise AlreadyDecided(f"{declaration_id}: the outcome was told with the decision")
            if lane is not None and capacity is not None:
                others = sum(held == lane for key, held in standing.items() if key != declaration_id)
                # A consignment that keeps its lane takes no new place, even where a limit was ever lowered.
                if others >= capacity and standing.get(declaration_id) != lane:
                    raise CapacityExceeded(lane, capacity)
            return journal.append(connection, self.attempt_id, "decide", declaration_id, lane, flags, confidence, note)

    def request(self, declaration_id: str, means: str, cost: Cost, budget: float | None) -> Line:
        """Use a means of inquiry on a consignment; ``budget``: officers' minutes for the whole attempt.

        Asking for the same again costs nothing and adds nothing. Raises NoTimeLeft, AlreadySubmitted,
        UnknownConsignment, NotAllowed.
        """
        with writing(self._engine) as connection:
            self._open_for_writing(connection, declaration_id)
            asked = journal.read(connection, self.attempt_id, kind="request")
            for line in asked:
                if line.declaration_id == declaration_id and line.detail["means"] == means:
                    return line
            left = math.inf if budget is None else budget - sum(float(line.detail["minutes"]) for line in asked)
            if cost.minutes > left:
                raise NoTimeLeft(cost.minutes, left)
            detail = {"means": means, **cost.model_dump()}
            return journal.append(connection, self.attempt_id, "request", declaration_id, detail=detail)

    def outcome_parts(self, declaration_id: str) -> dict[str, bytes]:
        """The hidden parts, for the one consignment whose outcome is told: decided for good, in such an exercise.

        Raises NotSubmitted for any other.
        """
        with reading(self._engine) as connection:
            mine = self._mine(connection)
            told = mine.spec.get("feedback") and journal.lanes(connection, self.attempt_id).get(declaration_id)
            if not told and mine.submitted_at is None:
                raise NotSubmitted("the outcome is told after the decision, where the exercise tells it")
            return access.parts(connection, mine.exercise_id, submitted_at=clock.now(), hidden=True)

    def submit(self, result: Mapping[str, Any] | None = None) -> datetime:
        """Close the attempt, with its marking if that is known already; from here the hidden parts are open.

        Returns the time of submission. Raises AlreadySubmitted for the second of two tabs.
        """
        with writing(self._engine) as connection:
            self._open_for_writing(connection)
            line = journal.append(connection, self.attempt_id, "submit")
            values = {"submitted_at": line.at, "result": None if result is None else dict(result)}
            connection.execute(update(attempts).where(attempts.c.id == self.attempt_id).values(**values))
            return line.at

    def save_result(self, result: Mapping[str, Any]) -> None:
        """Store the marking, computed after submission. The first one stays: a second call changes nothing.

        Raises NotSubmitted before the submission.
        """
        with writing(self._engine) as connection:
            mine = self._mine(connection, lock=True)
            if mine.submitted_at is None:
                raise NotSubmitted("an attempt is marked after its submission")
            if mine.result is None:
                marked = update(attempts).where(attempts.c.id == self.attempt_id).values(result=dict(result))
                connection.execute(marked)

    def result(self) -> dict[str, Any] | None:
        """The stored marking, once there is one."""
        with reading(self._engine) as connection:
            found = self._mine(connection).result
            return None if found is None else dict(found)

    def _mine(self, connection: Connection, *, lock: bool = False) -> Any:
        return access.own_attempt(connection, self._person_id, self.attempt_id, lock=lock)

    def _open_for_writing(self, connection: Connection, declaration_id: str | None = None) -> Any:
        mine = self._mine(connection, lock=True)
        if mine.submitted_at is not None:
            raise AlreadySubmitted("this attempt is submitted; nothing more can be changed")
        if declaration_id is not None:
            known = connection.execute(
                select(exercise_consignments.c.declaration_id).where(
                    exercise_consignments.c.exercise_id == mine.exercise_id,
                    exercise_consignments.c.declaration_id == declaration_id,
                )
            ).first()
            if known is None:
                raise UnknownConsignment(declaration_id)
        return mine

    def _parts(self, *, hidden: bool) -> dict[str, bytes]:
        with reading(self._engine) as connection:
            mine = self._mine(connection)
            return access.parts(connection, mine.exercise_id, submitted_at=mine.submitted_at, hidden=hidden)


def _check(declaration_id: str, lane: str | None, flags: Sequence[str], confidence: float | None, note: str) -> None:
    faults = []
    if lane is not None and lane not in LANES:
        faults.append(f"{declaration_id}: lane {lane!r} is not one of {', '.join(LANES)}")
    if len(flags) > FLAGS_CITED or len(set(flags)) != len(flags):
        faults.append(f"{declaration_id}: cite each red flag once, and at most {FLAGS_CITED}")
    if confidence is not None and not (math.isfinite(confidence) and 0 <= confidence <= 1):
        faults.append(f"{declaration_id}: confidence {confidence} is not between 0 and 1")
    if len(note) > NOTE_LENGTH:
        faults.append(f"{declaration_id}: the note has {len(note)} characters; at most {NOTE_LENGTH}")
    if faults:
        raise InputError(faults)
