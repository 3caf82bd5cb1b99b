"""What the server sets up once at its start, so that no rerun has to wait for it.

Options, turns and uploads use private parts of Streamlit; tests/exercises/views/test_settled.py and
tests/exercises/web/test_server.py fail when those have changed.
"""

from __future__ import annotations

import gc
from functools import cache, wraps
from threading import Semaphore
from typing import Any

from streamlit import config
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

AT_ONCE, PATIENCE = 2, 0.05
"""Script runs at a time, and the seconds that one more waits for its turn before it starts in any case."""
FULL_COLLECTIONS = 10
"""Full garbage collections are this many times rarer than Python's own, because the desks leave little garbage."""


def options() -> None:
    """Remember each section of Streamlit's options as it is now; call this once the server has its options.

    Streamlit otherwise looks through all of them, under a lock, several times in every rerun.
    """
    if not hasattr(config.get_options_for_section, "cache_info"):
        config.get_options_for_section = cache(config.get_options_for_section)


def turns() -> None:
    """Let script runs take turns.

    The interpreter runs one thread at a time: ten runs at once all take ten times as long, while in turn most finish
    early. A run that has waited long enough starts in any case, so a long one, such as building an exercise, delays
    nobody.
    """
    if hasattr(ScriptRunner._run_script, "__wrapped__"):
        return
    places, run = Semaphore(AT_ONCE), ScriptRunner._run_script

    @wraps(run)
    def in_turn(runner: ScriptRunner, *given: Any) -> Any:
        mine = places.acquire(timeout=PATIENCE)
        try:
            return run(runner, *given)
        finally:
            if mine:
                places.release()

    ScriptRunner._run_script = in_turn  # type: ignore[assignment,method-assign]


def memory() -> None:
    """Take what is loaded now out of garbage collection; call this once all is imported.

    A full collection stops every trainee while it looks through the memory: with the imports included for a third of a
    second, up to three times a minute in a class of 200.
    """
    gc.collect()
    gc.freeze()
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_COLLECTIONS * old)


def uploaded(page: str) -> int:
    """Bytes of the files that Streamlit keeps for a page, by its session id; 0 for a page that is gone."""
    kept = get_instance().uploaded_file_mgr
    assert isinstance(kept, MemoryUploadedFileManager)
    return sum(len(file.data) for file in list(kept.file_storage.get(page, {}).values()))
