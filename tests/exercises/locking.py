"""A database that does not answer writers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from exercises.store import Store


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Another program holds what a writer needs."""
    if store.engine.dialect.name == "sqlite":
        holder = sqlite3.connect(str(store.engine.url.database), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            holder.execute("ROLLBACK")
            holder.close()
        return
    with store.engine.connect() as other, other.begin():
        other.execute(text("LOCK TABLE attempts, people IN ACCESS EXCLUSIVE MODE"))
        yield
