"""What the server settles once as it starts, so that no rerun has to wait for it.

Options and turns reach into private parts of Streamlit; tests/exercises/test_settled.py says when those have changed.
"""

from __future__ import annotations

import gc
from functools import cache, wraps
from threading import Semaphore
from typing import Any

from streamlit import config
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

AT_ONCE, PATIENCE = 2, 0.05
"""Script runs at a time, and seconds that one more waits for its turn before it goes ahead all the same."""
FULL_COLLECTIONS = 10
"""Full garbage collections are so many times rarer than Python's own: the desks leave little behind."""


def options() -> None:
    """Remember each section of Streamlit's options as it stands now; to be called once the server has its options.

    It looks through all of them, under a lock, several times in every rerun.
    """
    if not hasattr(config.get_options_for_section, "cache_info"):
        config.get_options_for_section = cache(config.get_options_for_section)


def turns() -> None:
    """Let script runs take turns.

    The interpreter runs one thread at a time: ten runs at once all take ten times as long, while in turn most are done
    early. One that has waited goes ahead, so that a long one, such as building an exercise, holds up nobody.
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
    """Count what is loaded now as staying; to be called once all is imported.

    A full collection stops every trainee while it looks through the memory: with the imports in it for a third of a
    second, as often as three times a minute in a class of 200.
    """
    gc.collect()
    gc.freeze()
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_COLLECTIONS * old)
