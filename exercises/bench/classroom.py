"""Classroom: seconds to build an exercise, and milliseconds that the store takes to open and decide a consignment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import cycle
from pathlib import Path

from exercises.bench.figures import Figure, runs, timed
from exercises.classroom import SignIn, add_instructor
from exercises.design import build, catalogue, copy_for_store
from exercises.engine import Engine
from exercises.play import Attempt, StoredAttempt, load_screen
from exercises.store import Store, open_store, random_code

RUNS = 5


def building(engine: Engine) -> Iterator[Figure]:
    """Build the first shipped exercise."""
    spec = catalogue()[0]
    yield Figure(
        f"Build an exercise of {spec.traffic.declarations} consignments",
        runs(RUNS, lambda: build(spec, engine)),
        "traffic, truth, the oracle's evidence and the risk engine's advice; nothing is written",
    )


def keeping(engine: Engine, folder: Path) -> Iterator[Figure]:
    """Time of the store to open and decide a consignment: no page, no server, SQLite in ``folder``."""
    store = open_store(f"sqlite:///{(folder / 'bench.db').as_posix()}")
    try:
        attempt = _attempt(store, engine)
        names = [str(name) for name in attempt.queue()["declaration_id"]]
        yield Figure(
            "Open a consignment: its store and session calls alone",
            [timed(partial(_look, attempt, name)) for name in names],
            "in one process, each call once (a rerun repeats some): open; read declaration, advice, decisions, use",
            "ms",
        )
        lanes = cycle(("green", None))
        yield Figure(
            "Save a decision in the store",
            [timed(partial(attempt.decide, name, next(lanes), (), None, "")) for name in names],
            "called in one process: check, capacity and write, on SQLite",
            "ms",
        )
    finally:
        store.close()


def _attempt(store: Store, engine: Engine) -> Attempt:
    spec = catalogue()[0]
    head = store.add_exercise(copy_for_store(spec, build(spec, engine)))
    instructor = store.instructor(add_instructor(store, "bench", "Bench", random_code(20)).id)
    class_ = instructor.create_class("Bench")
    instructor.publish(head.id, class_.id)
    trainee = SignIn(store).join("Bench", class_.code, "", "127.0.0.1").person
    desk = store.desk(trainee.id, store.trainee(trainee.id).start(head.id))
    return StoredAttempt(desk, load_screen(desk))


def _look(attempt: Attempt, name: str) -> None:
    attempt.open(name)
    attempt.consignment(name)
    attempt.engine(name)
    attempt.decisions()
    attempt.usage()
