"""The schema's version: upgraded through Alembic when it is behind, refused when it is ahead."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from exercises.store.database import VARIABLE, writing
from simulator.errors import InputError

MIGRATIONS = Path(__file__).parent / "migrations"

# Any number will do, as long as every Redlane process asks PostgreSQL for the same lock.
_LOCK = int.from_bytes(hashlib.sha256(b"redlane schema").digest()[:8], "big", signed=True)


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, made in code so that it works from any folder."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the schema to this code's version. Safe when several processes start at once: one works, the rest wait.

    Raises InputError when the database cannot be reached or is newer than the code.
    """
    try:
        if engine.dialect.name == "sqlite":
            _use_write_ahead_log(engine)
        with writing(engine) as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config = configuration(connection)
            script = ScriptDirectory.from_config(config)
            current = MigrationContext.configure(connection).get_current_revision()
            if current == script.get_current_head():
                return
            known = {revision.revision for revision in script.walk_revisions()}
            if current is not None and current not in known:
                raise InputError(
                    f"{VARIABLE}: the database {engine.url.render_as_string()} has schema {current}, which this "
                    "version of Redlane does not know; update Redlane, or use another database"
                )
            command.upgrade(config, "head")
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
        raise InputError(
            f"{VARIABLE}: cannot use the database {engine.url.render_as_string()} ({reason}); "
            "check that it exists, is running and may be written to"
        ) from error


def _use_write_ahead_log(engine: Engine) -> None:
    """Switch the file to WAL once; the mode stays with the file.

    The switch needs the file to itself, and SQLite answers "locked" at once instead of waiting, so another process
    starting at the same moment is a reason to look again, not to fail.
    """
    for last in (False,) * 100 + (True,):
        with engine.connect() as connection:
            cursor = connection.connection.cursor()
            try:
                if cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                    return
                cursor.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.Error as error:
                if last or "locked" not in str(error):
                    raise DBAPIError("PRAGMA journal_mode = WAL", None, error) from error
            finally:
                cursor.close()
        time.sleep(0.05)
