"""A real server with a small exercise, and Debian's Chromium to play it."""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from exercises.classroom import add_instructor
from exercises.design import ExerciseBatch, ExerciseSpec, build, copy_for_store, queue_only
from exercises.engine import Engine
from exercises.store import Store, open_store
from exercises.web import server
from simulator.profiles import ProfileScorer, load
from tests.exercises.staging import SHIFT
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a password of the tests"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Where Chromium is installed."""
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


class Running:
    """The app on a free loopback port, over a database of its own; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._url = f"sqlite:///{folder / 'journey.db'}"
        self.store: Store = open_store(self._url)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._published: dict[str, tuple[str, ExerciseBatch]] = {}
        self.code, self.exercise_id, self.batch = self._furnish()
        self._process: subprocess.Popen[bytes] | None = None

    def _furnish(self) -> tuple[str, str, ExerciseBatch]:
        """An instructor with a class, and one small exercise published to it."""
        self.office = self.store.instructor(add_instructor(self.store, "kim", "Kim Halvorsen", PASSWORD).id)
        self._room = self.office.create_class("Journey class")
        self.class_id = self._room.id
        exercise_id, batch = self.publish(SHIFT)
        return self._room.code, exercise_id, batch

    def publish(self, recipe: dict[str, object]) -> tuple[str, ExerciseBatch]:
        """Build an exercise and publish it to the class, once; its id and what it holds."""
        spec = ExerciseSpec.model_validate(recipe)
        if spec.slug not in self._published:
            batch = build(spec, Engine(ProfileScorer(load())))
            told = replace(batch, queue_only=queue_only(spec, batch))
            head = self.office.add_exercise(copy_for_store(spec, told))
            self.office.publish(head.id, self._room.id)
            self._published[spec.slug] = head.id, batch
        return self._published[spec.slug]

    def start(self) -> None:
        """Start the server and wait until it answers."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "REDLANE_HOME": str(self.folder),
            "REDLANE_DATABASE_URL": self._url,
            "REDLANE_SECRET": "a secret of the journeys, long enough to sign",
        }
        with (self.folder / "log").open("ab") as log:
            line = server.command("127.0.0.1", self.port)
            self._process = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=log, stderr=log)
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=20):
                    return
            except OSError:
                try:
                    self._process.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
                break
        raise AssertionError(self.log())

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)

    def log(self) -> str:
        """What the server wrote."""
        return (self.folder / "log").read_text(errors="replace")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A started server for the journeys of a module, each with a trainee of its own; who kills it starts it again."""
    found = Running(tmp_path_factory.mktemp("journey"))
    try:
        found.start()
        yield found
    finally:
        found.kill()
        found.store.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; the journeys are skipped only where it is not installed and this is not CI."""
    path = chromium()
    if path is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed: apt install chromium")
    assert path is not None, "CI must have Chromium: apt install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()
