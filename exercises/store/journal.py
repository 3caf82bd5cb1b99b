"""The log of decisions: rows are added, never changed. Callers hold the attempt's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from exercises.store import clock
from exercises.store.tables import decisions


@dataclass(frozen=True)
class Decision:
    """One line of the log. `kind` is open, decide or submit; `at` is the server's time, UTC."""

    sequence: int
    kind: str
    declaration_id: str | None
    lane: str | None
    flags: tuple[str, ...]
    confidence: float | None
    note: str
    at: datetime


def append(
    connection: Connection,
    attempt_id: str,
    kind: str,
    declaration_id: str | None = None,
    lane: str | None = None,
    flags: Sequence[str] = (),
    confidence: float | None = None,
    note: str = "",
) -> Decision:
    """Add a line with the next sequence number and the server's time."""
    last = connection.execute(
        select(func.max(decisions.c.sequence)).where(decisions.c.attempt_id == attempt_id)
    ).scalar()
    line = Decision((last or 0) + 1, kind, declaration_id, lane, tuple(flags), confidence, note, clock.now())
    values = {**vars(line), "flags": list(line.flags), "attempt_id": attempt_id}
    connection.execute(insert(decisions).values(**values))
    return line


def read(connection: Connection, attempt_id: str, *, current: bool = False) -> list[Decision]:
    """The lines in order; with `current`, only the last "decide" of each consignment."""
    query = select(decisions).where(decisions.c.attempt_id == attempt_id).order_by(decisions.c.sequence)
    if current:
        query = query.where(decisions.c.sequence.in_(_last(attempt_id)))
    return [_line(row) for row in connection.execute(query)]


def lanes(connection: Connection, attempt_id: str) -> dict[str, str | None]:
    """Declaration id → lane it stands in now, None for a draft."""
    rows = connection.execute(
        select(decisions.c.declaration_id, decisions.c.lane).where(
            decisions.c.attempt_id == attempt_id, decisions.c.sequence.in_(_last(attempt_id))
        )
    )
    return {row.declaration_id: row.lane for row in rows}


def last_opened(connection: Connection, attempt_id: str) -> str | None:
    """The consignment opened last."""
    found: str | None = connection.execute(
        select(decisions.c.declaration_id)
        .where(decisions.c.attempt_id == attempt_id, decisions.c.kind == "open")
        .order_by(decisions.c.sequence.desc())
        .limit(1)
    ).scalar()
    return found


def _last(attempt_id: str) -> Any:
    return (
        select(func.max(decisions.c.sequence))
        .where(decisions.c.attempt_id == attempt_id, decisions.c.kind == "decide")
        .group_by(decisions.c.declaration_id)
    )


def _line(row: Any) -> Decision:
    return Decision(
        row.sequence, row.kind, row.declaration_id, row.lane, tuple(row.flags), row.confidence, row.note, row.at
    )
