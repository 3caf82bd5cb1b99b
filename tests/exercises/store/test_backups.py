"""Backups: whole while the app works, and put back only where nobody works."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from exercises.record import Unavailable
from exercises.store import Store, backup, open_store, restore
from simulator.errors import InputError

FILE = "redlane.db"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / FILE}"


def joined(store: Store) -> int:
    """How many people the database knows."""
    with store.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM people").scalar_one())


def add(store: Store, *logins: str) -> None:
    for login in logins:
        assert store.register.add_login(login, login, "instructor", "-") is not None


def test_a_backup_of_a_working_database_lacks_nothing_and_a_copy_does(tmp_path: Path, url: str) -> None:
    store = open_store(url)
    add(store, *(f"p{number}" for number in range(30)))
    shutil.copy(tmp_path / FILE, tmp_path / "copy.db")
    backup(tmp_path / "whole.db", url)
    add(store, "later")
    store.close()
    with closing(sqlite3.connect(tmp_path / "whole.db")) as found:
        assert found.execute("SELECT count(*) FROM people").fetchone()[0] == 30
    assert (tmp_path / "whole.db").stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(tmp_path / "copy.db")) as found, pytest.raises(sqlite3.Error):
        assert found.execute("SELECT count(*) FROM people").fetchone()[0] == 30, "the reason for the command is gone"


def test_what_is_restored_is_the_backup_and_the_former_database_is_kept(tmp_path: Path, url: str) -> None:
    store = open_store(url)
    add(store, "kim")
    backup(tmp_path / "whole.db", url)
    add(store, "lou")
    store.close()
    former = restore(tmp_path / "whole.db", url)
    store = open_store(url)
    assert joined(store) == 1
    add(store, "noor")
    store.close()
    assert former is not None
    with closing(sqlite3.connect(former)) as found:
        assert found.execute("SELECT count(*) FROM people").fetchone()[0] == 2
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([FILE, "whole.db", former.name])


def test_a_database_in_use_or_left_by_a_killed_server_is_not_replaced(tmp_path: Path, url: str) -> None:
    store = open_store(url)
    add(store, "kim")
    backup(tmp_path / "whole.db", url)
    with pytest.raises(InputError, match="Stop every server"):
        restore(tmp_path / "whole.db", url)
    add(store, "lou")
    for ending in ("", "-wal"):  # what a killed server leaves
        shutil.copy(tmp_path / f"{FILE}{ending}", tmp_path / f"killed.db{ending}")
    store.close()
    killed = f"sqlite:///{tmp_path / 'killed.db'}"
    with pytest.raises(InputError, match=r"killed\.db-wal is beside it"):
        restore(tmp_path / "whole.db", killed)
    backup(tmp_path / "kept.db", killed)
    restore(tmp_path / "whole.db", killed)
    with closing(sqlite3.connect(tmp_path / "kept.db")) as found:
        assert found.execute("SELECT count(*) FROM people").fetchone()[0] == 2


def test_only_a_whole_backup_is_restored(tmp_path: Path, url: str) -> None:
    store = open_store(url)
    add(store, *(f"p{number}" for number in range(200)))
    backup(tmp_path / "whole.db", url)
    store.close()
    content = (tmp_path / "whole.db").read_bytes()
    (tmp_path / "half.db").write_bytes(content[: len(content) // 2])
    (tmp_path / "text.db").write_text("no database")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE other (id)")
    for name in ("half.db", "text.db", "other.db", "none.db"):
        with pytest.raises(InputError, match=name):
            restore(tmp_path / name, url)
    with pytest.raises(InputError, match="exists already"):
        backup(tmp_path / "whole.db", url)
    assert not list(tmp_path.glob(".*"))


def test_postgresql_is_told_its_own_programs(tmp_path: Path) -> None:
    url = "postgresql://redlane@localhost/redlane"
    with pytest.raises(InputError, match="pg_dump"):
        backup(tmp_path / "whole.db", url)
    with pytest.raises(InputError, match="pg_restore"):
        restore(tmp_path / "whole.db", url)


@pytest.mark.parametrize("harm", ["deleted", "emptied", "replaced"])
def test_a_database_file_that_goes_while_the_app_works_is_told(tmp_path: Path, url: str, harm: str) -> None:
    store = open_store(url)
    add(store, "kim")
    backup(tmp_path / "whole.db", url)
    file = tmp_path / FILE
    if harm == "deleted":
        file.rename(tmp_path / "away.db")
    elif harm == "emptied":
        os.truncate(file, 0)
    else:
        os.replace(tmp_path / "whole.db", file)
    with pytest.raises(Unavailable):
        store.register.add_login("lou", "Lou", "instructor", "-")
    store.engine.dispose()
    if harm == "emptied":  # the log beside it fills it again as the connections close
        assert joined(store) == 1
        return
    with pytest.raises(Unavailable):
        store.register.add_login("lou", "Lou", "instructor", "-")
    assert harm != "deleted" or not file.exists()


def test_a_file_that_cannot_be_written_is_told_at_the_start(tmp_path: Path, url: str) -> None:
    open_store(url).close()
    with pytest.raises(InputError, match="may write"):
        open_store(f"sqlite:///file:{tmp_path / FILE}?mode=ro&uri=true")
