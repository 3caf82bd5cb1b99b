"""Start: seconds from starting the process to the app's first answer, on a fresh machine and on one already set up."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import perf_counter

from exercises.bench.figures import Figure
from simulator.errors import InputError

LONGEST = 240.0  # seconds until a start counts as failed
EVERY = 0.05  # seconds between two looks
WARM_RUNS = 3
_SERVE = "from exercises.cli import main; main()"


def start(folder: Path) -> Iterator[Figure]:
    """Start the app with an empty ``folder`` for its files, then again with what is there now."""
    cold = _seconds(folder)
    yield Figure("Start cold (database, classifier and demonstration made) to the first page", [cold])
    yield Figure("Start warm to the first page", [_seconds(folder) for _ in range(WARM_RUNS)])


def _seconds(folder: Path) -> float:
    begin = perf_counter()
    with serving(folder) as (address, process):
        for path in ("/_stcore/health", "/"):
            _until_answered(address + path, process, begin + LONGEST)
        return perf_counter() - begin


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The app as a process of its own on a free loopback port, ended at the end; gives its address and the process."""
    port = _free_port()
    environment = {**os.environ, "REDLANE_HOME": str(folder), "REDLANE_DATABASE_URL": ""}
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, "serve", "--port", str(port)],
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


def _until_answered(address: str, process: subprocess.Popen[bytes], deadline: float) -> None:
    pause = Event()
    page = urllib.request.Request(address, headers={"Accept": "text/html"})  # as a browser asks, or sign-in refuses
    while perf_counter() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(page, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:  # not listening yet, or not ready
            pause.wait(EVERY)
    raise InputError(f"{address}: no answer from the app; run redlane serve and read what it says")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
