"""What the server settles as it starts is what it would find anew, and what full collections need not look through."""

from __future__ import annotations

import gc
import inspect
from collections import defaultdict
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from streamlit import config
from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from exercises.views import settled


def test_the_options_are_the_same_and_are_looked_up_where_they_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = config.get_options_for_section
    expected = {section: plain(section) for section in ("theme", "theme.dark", "server")}
    monkeypatch.setattr(config, "get_options_for_section", plain)  # put back afterwards
    settled.options()
    settled.options()
    for section, options in expected.items():
        assert config.get_options_for_section(section) == options
        assert config.get_options_for_section(section) is config.get_options_for_section(section)
    assert "config.get_options_for_section(" in inspect.getsource(app_session)


class Runs:
    """Script runs that last until they are let go, and the order of what happened."""

    def __init__(self) -> None:
        self.happened: list[str] = []
        self.begun, self.over = (defaultdict[str, Event](Event) for _ in range(2))

    def run(self, name: str) -> Thread:
        """Begin one in a thread of its own."""
        thread = Thread(target=ScriptRunner._run_script, args=(self, name), daemon=True)
        thread.start()
        return thread

    def script(self, name: str) -> None:
        """What stands in for Streamlit's own."""
        self.happened.append(f"begin {name}")
        self.begun[name].set()
        assert self.over[name].wait(30)
        self.happened.append(f"end {name}")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Turns taken by runs of the test's own."""
    assert "self._run_script(" in inspect.getsource(ScriptRunner._run_script_thread)
    monkeypatch.setattr(ScriptRunner, "_run_script", Runs.script)
    settled.turns()
    settled.turns()
    return Runs()


def test_a_run_too_many_waits_for_the_end_of_another(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settled, "PATIENCE", 30.0)
    names = [f"run {number}" for number in range(settled.AT_ONCE + 1)]
    threads = []
    for name in names[:-1]:
        threads.append(runs.run(name))
        assert runs.begun[name].wait(30)
    threads.append(runs.run(names[-1]))
    runs.over[names[0]].set()
    assert runs.begun[names[-1]].wait(30)
    assert runs.happened.index(f"end {names[0]}") < runs.happened.index(f"begin {names[-1]}")
    for name, thread in zip(names, threads, strict=True):
        runs.over[name].set()
        thread.join(30)


def test_a_long_run_holds_up_nobody_for_more_than_a_moment(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settled, "PATIENCE", 0.001)
    names = [f"run {number}" for number in range(settled.AT_ONCE + 2)]
    threads = [runs.run(name) for name in names]
    assert all(runs.begun[name].wait(30) for name in names)
    assert not [line for line in runs.happened if line.startswith("end")]
    for name, thread in zip(names, threads, strict=True):
        runs.over[name].set()
        thread.join(30)
    monkeypatch.setattr(settled, "PATIENCE", 30.0)
    again = runs.run("after")  # every place was given back, and none twice
    assert runs.begun["after"].wait(30)
    runs.over["after"].set()
    again.join(30)


@pytest.fixture
def collector() -> Iterator[None]:
    """The garbage collector as it was."""
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("collector")
def test_what_was_loaded_is_left_out_of_full_collections_and_what_comes_later_is_not() -> None:
    before = gc.get_threshold()
    loaded = [[name] for name in range(1000)]
    settled.memory()
    looked_at = {id(one) for one in gc.get_objects()}
    later = [[name] for name in range(10)]
    assert not looked_at & {id(one) for one in loaded}
    assert {id(one) for one in later} <= {id(one) for one in gc.get_objects()}
    assert gc.get_threshold() == (before[0], before[1], settled.FULL_COLLECTIONS * before[2])
