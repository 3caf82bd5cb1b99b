"""Runs the app as a separate process: seconds to start it (fresh, or already set up) and to open a consignment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import perf_counter

from exercises.bench.figures import Figure
from exercises.classroom import CLASS_CODE
from exercises.design import catalogue
from exercises.views import Trainee
from simulator.errors import InputError

LONGEST = 240.0  # seconds until a start counts as failed
EVERY = 0.05  # seconds between two tries
WARM_RUNS = 3


def redlane_serve(port: int) -> list[str]:
    """The command that a user types, with the Python that runs this code."""
    return [sys.executable, "-c", "from exercises.cli import main; main()", "serve", "--port", str(port)]


def start(folder: Path) -> Iterator[Figure]:
    """Start the app with an empty ``folder`` for its files, then start it again with the files that are there now."""
    for temper, runs, how in (
        ("cold", 1, "an empty REDLANE_HOME: Redlane migrates the database, trains the classifier, builds exercises"),
        ("warm", WARM_RUNS, "the same REDLANE_HOME again: database, classifier and exercises are there"),
    ):
        taken = [_seconds(folder, f"{temper} {run}") for run in range(runs)]
        yield Figure(
            f"Start {temper} to the server's first answer",
            [one for one, _ in taken],
            f"{how}; until /_stcore/health answers",
        )
        yield Figure(
            f"Start {temper} to a trainee's first page",
            [two for _, two in taken],
            "the same starts, until the first run of the page ends for a trainee who joins the class",
        )


def desk(folder: Path) -> Iterator[Figure]:
    """Start the app with the files in ``folder``; one trainee opens every consignment of the first shipped exercise."""
    spec = catalogue()[0]
    with serving(folder) as (address, process):
        until_healthy(address, process)
        with Trainee(address, "Bench at the desk", CLASS_CODE) as trainee:
            trainee.load()
            trainee.enter(spec.slug)
            opened = [trainee.next() for _ in range(spec.traffic.declarations)]
    yield Figure(
        "Open a consignment: whole rerun on the server",
        opened,
        "one trainee presses Next through the whole queue over the page's websocket; from the message to the end of "
        "the rerun; header, queue, dossier and decision are drawn and sent; there is no other visitor",
        "ms",
    )


def _seconds(folder: Path, name: str) -> tuple[float, float]:
    begin = perf_counter()
    with serving(folder) as (address, process):
        until_healthy(address, process)
        healthy = perf_counter() - begin
        with Trainee(address, f"Bench {name}", CLASS_CODE) as trainee:
            trainee.load()
            return healthy, perf_counter() - begin


@contextmanager
def serving(
    folder: Path, command: Callable[[int], list[str]] = redlane_serve
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the app as a separate process on a free loopback port, then end it; yields its address and the process."""
    port = _free_port()
    environment = {**os.environ, "REDLANE_HOME": str(folder), "REDLANE_DATABASE_URL": ""}
    process = subprocess.Popen(
        command(port),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the app answers. Raises ``InputError`` if it ends or takes longer than ``LONGEST``."""
    pause = Event()
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # for loopback, ignore any proxy that is set
    deadline = perf_counter() + LONGEST
    while perf_counter() < deadline and process.poll() is None:
        try:
            with direct.open(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:  # not listening yet, or not ready
            pause.wait(EVERY)
    raise InputError(f"{address}: no answer from the app; run redlane serve and read what it says")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
