"""Back up a database in SQLite while it is in use, and put a backup back in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from exercises.store import clock
from exercises.store.database import VARIABLE, locate
from exercises.store.schema import known_revisions
from simulator.errors import InputError

AHEAD = ("-wal", "-shm", "-journal")
"""Endings of the files beside a database that hold what is not in it yet, or show that somebody uses it."""


def backup(target: Path, url: str | None = None) -> None:
    """Write a whole copy of the database to a new file; servers may go on working.

    SQLite's own backup takes in what is still in the write-ahead log, which a copy of the file alone lacks. Raises
    InputError for PostgreSQL, a database that is not there or is damaged, and a target that exists.
    """
    source = _file(url, "pg_dump --format=custom --file=FILE")
    if not source.exists():
        raise InputError(f"{source}: there is no database yet; run redlane setup")
    if target.exists():
        raise InputError(f"{target}: exists already; name a new file")
    with _aside(target) as made:
        try:
            with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(made)) as here:
                there.backup(here)
                here.execute("PRAGMA journal_mode = DELETE")  # one file that holds everything
        except sqlite3.Error as error:
            raise InputError(f"{source}: cannot be backed up ({error}); check the file and the disk") from None
        _check(made, source)


def restore(source: Path, url: str | None = None) -> Path | None:
    """Put a backup in the place of the database; the former one is kept under the name that is returned.

    Raises InputError for PostgreSQL, a file that is no whole backup of Redlane, and a database that is in use.
    """
    target = _file(url, "pg_restore --clean --dbname=NAME FILE")
    if not source.is_file():
        raise InputError(f"{source}: no such file; name a file that redlane backup wrote")
    if _left(source):
        raise InputError(f"{source}: is in use as a database; name a file that redlane backup wrote")
    _check(source, source)
    if left := _left(target):
        raise InputError(
            f"{target}: {left[0].name} is beside it: a server still runs, or was killed. Stop every server; if none "
            "runs, redlane backup FILE keeps what the database holds and closes it"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    former = None
    with _aside(target) as made:
        shutil.copyfile(source, made)
        if target.exists():
            former = _free(target, clock.now())
            os.link(target, former)
    return former


def _file(url: str | None, instead: str) -> Path:
    found = locate(url)
    if found.get_backend_name() != "sqlite":
        raise InputError(f"{VARIABLE}: names PostgreSQL, which has its own program for this: {instead}")
    return Path(str(found.database))


def _left(file: Path) -> list[Path]:
    return [beside for ending in AHEAD if (beside := file.with_name(file.name + ending)).exists()]


def _check(file: Path, named: Path) -> None:
    """Refuse what is no whole database of Redlane, or one of a newer version."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            said = [str(row[0]) for row in opened.execute("PRAGMA integrity_check(1)")]
            version = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise InputError(f"{named}: is no whole database of Redlane ({error}); take another backup") from None
    if said != ["ok"]:
        raise InputError(f"{named}: is damaged ({said[0].splitlines()[0]}); take another backup")
    if version is None or version[0] not in known_revisions():
        raise InputError(f"{named}: comes from a version of Redlane that this one does not know; update Redlane")


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its name once it is whole and on the disk; readable by its owner alone."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror}); name a file in another folder") from None
    os.close(handle)
    made = Path(name)
    try:
        yield made
        with made.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(made, target)
    finally:
        made.unlink(missing_ok=True)


def _free(target: Path, moment: datetime) -> Path:
    name = f"{target.name}.before-{moment:%Y%m%d-%H%M%S}"
    names = (target.with_name(name if number == 0 else f"{name}-{number}") for number in range(1_000))
    return next(found for found in names if not found.exists())
