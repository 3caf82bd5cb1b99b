"""The version of the schema: Alembic upgrades an older schema; Redlane refuses a newer one."""

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

from exercises.record import Unavailable
from exercises.store.database import VARIABLE, writing
from simulator.errors import InputError

MIGRATIONS = Path(__file__).parent / "migrations"

# Any number, but every Redlane process must ask PostgreSQL for the same lock.
_LOCK = int.from_bytes(hashlib.sha256(b"redlane schema").digest()[:8], "big", signed=True)


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, made in code so that it works from any folder."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def known_revisions() -> frozenset[str]:
    """The versions of the schema that this code can upgrade."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    return frozenset(revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions())


def upgrade(engine: Engine) -> None:
    """Upgrade the schema to the version of this code. If several processes start, one works and the others wait.

    Raises InputError if the database cannot be reached or is newer than the code.
    """
    try:
        if engine.dialect.name == "sqlite":
            _use_write_ahead_log(engine)
        with writing(engine) as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL lock_timeout = 0"))  # another process may upgrade for minutes
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            else:
                # A file that cannot be written would open without a word; writing what is there already finds out.
                connection.exec_driver_sql("PRAGMA user_version = 0")
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
    except (DBAPIError, Unavailable) as failure:
        error = failure if isinstance(failure, DBAPIError) else failure.__cause__
        orig = getattr(error, "orig", None)
        reason = str(orig).strip().splitlines()[0] if orig else type(error).__name__
        raise InputError(
            f"{VARIABLE}: cannot use the database {engine.url.render_as_string()} ({reason}); "
            "check that it exists, that it is running and that you may write to it"
        ) from failure


def _use_write_ahead_log(engine: Engine) -> None:
    """Switch the file to WAL once; the file keeps this mode.

    No other process may use the file during the switch. SQLite does not wait but answers "locked" at once, so this
    function tries again if another process starts at the same moment.
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
