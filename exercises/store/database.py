"""The address of the database and how to connect to it: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from exercises.home import home
from exercises.record import NotAllowed, Unavailable
from simulator.errors import InputError

VARIABLE = "REDLANE_DATABASE_URL"

_log = logging.getLogger("redlane")

# Milliseconds that a writer waits for another; an act takes about two. Whoever waits longer is told.
BUSY_TIMEOUT = 10_000
# Seconds that a connection may take to open, and that a thread waits for a free one.
PATIENCE = 5
POOL_SIZE = 10
POOL_OVERFLOW = 20


def locate(url: str | None = None) -> URL:
    """The database's address: `url`, else REDLANE_DATABASE_URL, else the SQLite file `redlane.db` in `home()`.

    Raises InputError for an address that is neither a SQLite file nor PostgreSQL.
    """
    text = url or os.environ.get(VARIABLE) or f"sqlite:///{(home() / 'redlane.db').as_posix()}"
    try:
        found = make_url(text)
    except ArgumentError as error:
        raise InputError(
            f"{VARIABLE}: not a database address; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
        ) from error
    backend = found.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return found.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        if found.database in (None, "", ":memory:"):
            raise InputError(
                f"{VARIABLE}: SQLite needs a file, because several processes share it; write sqlite:///FILE"
            )
        return found.set(drivername="sqlite")
    raise InputError(f"{VARIABLE}: {backend} is not supported; use sqlite:///FILE or postgresql://…")


def connect(url: URL) -> Engine:
    """A pooled engine for an address from `locate`. It opens nothing yet, but makes the folder of an SQLite file."""
    if url.get_backend_name() == "sqlite":
        folder = Path(str(url.database)).absolute().parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"{VARIABLE}: cannot make the folder {folder} ({error.strerror}); choose another place"
            ) from error
        engine = create_engine(url, pool_size=POOL_SIZE, max_overflow=POOL_OVERFLOW, pool_timeout=PATIENCE)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        same = _SameFile(Path(str(url.database)))
        event.listen(engine, "do_connect", same.check)
        event.listen(engine, "begin", same.check)
        return engine
    try:
        engine = create_engine(
            url,
            connect_args={} if "connect_timeout" in url.query else {"connect_timeout": PATIENCE},
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=PATIENCE,
            pool_pre_ping=True,
        )
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    except ModuleNotFoundError as error:
        raise InputError(
            f"{VARIABLE}: PostgreSQL needs the driver psycopg; install it with: pip install 'redlane[postgres]'"
        ) from error


class _SameFile:
    """The file of a database while this process uses it.

    SQLite would go on in a file that was deleted, or make an empty one, and what it then saves would be gone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[int, int] | None = None

    def check(self, *_given: object) -> None:
        """Refuse a file that was emptied, deleted or replaced since the first call that found it with content."""
        try:
            found = self._path.stat()
        except OSError:
            found = None
        if self._known is None:
            if found is not None and found.st_size:
                self._known = found.st_dev, found.st_ino
        elif found is None or not found.st_size or (found.st_dev, found.st_ino) != self._known:
            gone = sqlite3.OperationalError("the database file was emptied, deleted or replaced; restart the server")
            raise OperationalError("open the database", None, gone)


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver's own BEGIN comes too late for a lock, so `_begin_sqlite` opens transactions.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    cursor.execute("PRAGMA foreign_keys = ON")
    # An act that a page calls saved outlives a power cut; FULL costs about a millisecond for each act.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _prepare_postgresql(connection: Any, record: object) -> None:
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT}")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("redlane_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _answering() -> Iterator[None]:
    """Turn the faults of a database that does not answer into one refusal that pages can tell, logged in one line."""
    try:
        yield
    except (DataError, UnicodeEncodeError) as error:
        # PostgreSQL keeps no NUL and neither database half a character: nothing stored is called that.
        raise NotAllowed("a text with signs that cannot be stored; take them out") from error
    except (OperationalError, InterfaceError, InternalError, NoConnection) as error:
        raise _unavailable(error) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:  # a subclass is about the data, such as a name that is taken
            raise
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> Unavailable:
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()
    _log.warning("the database does not answer: %s", reason[0] if reason else type(error).__name__)
    return Unavailable()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A short read transaction: one consistent view of the database. Raises Unavailable if it does not answer."""
    with _answering(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A short write transaction: commits at the end, rolls back on an error.

    SQLite takes its write lock at once (BEGIN IMMEDIATE), so nothing that is read inside changes before the commit.
    PostgreSQL runs at READ COMMITTED: first lock the row that protects what you count, as in
    `access.own_attempt(lock=True)`. Raises Unavailable if the database does not answer; then nothing was written.
    """
    with _answering(), engine.connect() as plain:
        connection = plain.execution_options(redlane_write=True)
        with connection.begin():
            yield connection
