"""The schema: migrations give exactly the tables, several starters do not collide, a newer database is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from exercises.record import Act
from exercises.store import Store, clock, open_store
from exercises.store.database import reading, writing
from exercises.store.tables import decisions, metadata
from simulator.errors import InputError

if TYPE_CHECKING:
    from tests.conftest import School


def test_migrations_and_tables_agree(empty_database_url: str) -> None:
    store = open_store(empty_database_url)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    store.close()


def test_opening_again_keeps_what_is_there(database_url: str, store: Store) -> None:
    person = store.register.add_login("kim", "Kim", "instructor", "-")
    again = open_store(database_url)
    account = again.register.by_login("kim")
    again.close()
    assert person is not None and account is not None and account.person == person


def test_several_processes_may_start_on_an_empty_database_at_once(empty_database_url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        for opened in pool.map(lambda _: open_store(empty_database_url), range(8)):
            assert opened.catalogue() == []
            opened.close()


def test_a_newer_database_is_refused_with_one_clear_line(database_url: str, store: Store) -> None:
    with writing(store.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputError, match="update Redlane") as refusal:
        open_store(database_url)
    assert len(refusal.value.faults) == 1
    assert "9999" in refusal.value.faults[0]


def test_a_failed_migration_leaves_nothing_behind(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        # The log of decisions comes last, when all tables are there.
        patch.setattr(op, "execute", broken)
        with pytest.raises(RuntimeError, match="power cut"):
            open_store(empty_database_url)
    open_store(empty_database_url).close()


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("mysql://someone@somewhere/redlane", "not supported"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("no address", "not a database address"),
        ("postgresql://nobody:secret@127.0.0.1:1/redlane", "cannot use the database"),
        ("sqlite:////dev/null/redlane.db", "choose another place"),
    ],
)
def test_an_address_that_cannot_be_used_is_one_line_without_the_password(url: str, hint: str) -> None:
    with pytest.raises(InputError, match=hint) as refusal:
        open_store(url)
    assert len(refusal.value.faults) == 1
    assert "secret" not in str(refusal.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleague, " * 100)
    with pytest.raises(InputError, match="not a database"):
        open_store(f"sqlite:///{letter}")
    assert letter.read_text().startswith("Dear colleague")


def test_the_default_is_a_file_below_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REDLANE_DATABASE_URL", raising=False)
    open_store().close()
    assert (tmp_path / "var" / "redlane.db").is_file()


def test_sqlite_waits_for_other_writers_and_checks_foreign_keys(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path / 'test.db'}")
    with reading(opened.engine) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert int(str(connection.exec_driver_sql("PRAGMA busy_timeout").scalar())) >= 10_000
    opened.close()


def test_the_database_itself_refuses_to_change_a_decision(school: School) -> None:
    person = school.trainee()
    attempt = school.store.trainee(person).start(school.exercise())
    school.store.desk(person, attempt).write(Act("decide", "D-0001", "red"))
    for statement in (update(decisions).values(lane="green"), delete(decisions)):
        with pytest.raises(DBAPIError, match="append-only"), writing(school.store.engine) as connection:
            connection.execute(statement)
    assert school.store.desk(person, attempt).log()[-1].lane == "red"


def test_moments_come_back_aware_and_to_the_microsecond(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2031, 3, 30, 1, 30, 0, 123456, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    trainee = school.store.trainee(school.trainee())
    trainee.start(school.exercise())
    assert trainee.exercises()[0].started_at == moment
