"""The log of an attempt: every act at the desk, with the server's time. Lines are added, never changed.

The caller must hold the attempt's lock.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select

from exercises.record import Line
from exercises.store.tables import decisions


def append(connection: Connection, attempt_id: str, line: Line) -> None:
    """Add the next line."""
    values = {**vars(line), "flags": list(line.flags), "detail": dict(line.detail), "attempt_id": attempt_id}
    connection.execute(insert(decisions).values(**values))


def read(connection: Connection, attempt_id: str, after: int = 0) -> list[Line]:
    """The lines after a sequence number, in order."""
    query = select(decisions).where(decisions.c.attempt_id == attempt_id, decisions.c.sequence > after)
    return [_line(row) for row in connection.execute(query.order_by(decisions.c.sequence))]


def _line(row: Any) -> Line:
    return Line(
        kind=row.kind,
        declaration_id=row.declaration_id,
        lane=row.lane,
        flags=tuple(row.flags),
        confidence=row.confidence,
        note=row.note,
        detail=row.detail,
        sequence=row.sequence,
        at=row.at,
    )
