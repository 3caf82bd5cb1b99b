"""The log of an attempt: every act at the desk, with the server's time. Lines are added, never changed.

Callers hold the attempt's lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from exercises.record import Kind, Line
from exercises.store import clock
from exercises.store.tables import decisions


def append(
    connection: Connection,
    attempt_id: str,
    kind: Kind,
    declaration_id: str | None = None,
    lane: str | None = None,
    flags: Sequence[str] = (),
    confidence: float | None = None,
    note: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Line:
    """Add a line with the next sequence number and the server's time."""
    last = connection.execute(
        select(func.max(decisions.c.sequence)).where(decisions.c.attempt_id == attempt_id)
    ).scalar()
    line = Line(
        (last or 0) + 1, kind, declaration_id, lane, tuple(flags), confidence, note, clock.now(), dict(detail or {})
    )
    values = {**vars(line), "flags": list(line.flags), "attempt_id": attempt_id}
    connection.execute(insert(decisions).values(**values))
    return line


def read(connection: Connection, attempt_id: str, after: int = 0, kind: Kind | None = None) -> list[Line]:
    """The lines after a sequence number, in order; of one kind, or of all."""
    query = select(decisions).where(decisions.c.attempt_id == attempt_id, decisions.c.sequence > after)
    if kind is not None:
        query = query.where(decisions.c.kind == kind)
    return [_line(row) for row in connection.execute(query.order_by(decisions.c.sequence))]


def lanes(connection: Connection, attempt_id: str) -> dict[str, str | None]:
    """Declaration id → lane it stands in now, None for a draft."""
    last = (
        select(func.max(decisions.c.sequence))
        .where(decisions.c.attempt_id == attempt_id, decisions.c.kind == "decide")
        .group_by(decisions.c.declaration_id)
    )
    rows = connection.execute(
        select(decisions.c.declaration_id, decisions.c.lane).where(
            decisions.c.attempt_id == attempt_id, decisions.c.sequence.in_(last)
        )
    )
    return {row.declaration_id: row.lane for row in rows}


def _line(row: Any) -> Line:
    return Line(
        row.sequence,
        row.kind,
        row.declaration_id,
        row.lane,
        tuple(row.flags),
        row.confidence,
        row.note,
        row.at,
        row.detail,
    )
