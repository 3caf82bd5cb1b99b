"""A database that does not answer gives one refusal, nothing is written, and it works again after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from exercises.record import Act, NotAllowed, Unavailable
from exercises.store import Store, database
from tests.exercises.locking import locked

if TYPE_CHECKING:
    from tests.conftest import School


def test_a_locked_database_is_told_soon_and_writes_nothing(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 50)
    school.store.engine.dispose()
    ada = school.trainee()
    started = school.store.trainee(ada).start(school.exercise(red=3))
    attempt = school.store.desk(ada, started)
    with locked(school.store):
        with pytest.raises(Unavailable):
            attempt.write(Act("decide", "D-0001", "red"))
        with pytest.raises(Unavailable):
            school.store.register.add_member(school.class_id, "Bo", "bo", "trainee", "-")
    assert [line.kind for line in attempt.log()] == []
    assert attempt.write(Act("decide", "D-0001", "red")) is not None


def test_a_connection_that_ended_is_replaced(school: School) -> None:
    if school.store.engine.dialect.name == "postgresql":
        with school.store.engine.connect() as one, school.store.engine.connect() as other:
            name = one.execute(text("SELECT pg_backend_pid()")).scalar()
            other.execute(text("SELECT pg_terminate_backend(:name)"), {"name": name})
            with pytest.raises(Exception, match="terminat"):
                one.execute(text("SELECT 1"))
    assert school.store.register.class_id(school.class_code) == school.class_id


def test_a_fault_of_the_data_is_not_a_silent_database(school: School) -> None:
    with pytest.raises(IntegrityError), database.writing(school.store.engine) as connection:
        connection.execute(text("INSERT INTO people (id) VALUES ('x')"))


def test_sqlite_writes_to_the_disk_before_it_says_saved(store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        with database.reading(store.engine) as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "\ud800"])
def test_a_name_that_cannot_be_stored_names_nothing(school: School, name: str) -> None:
    with pytest.raises(NotAllowed):
        school.store.desk(school.trainee(), name).log()
    with pytest.raises(NotAllowed):
        school.office.card(name)
