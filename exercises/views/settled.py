"""What the server settles once as it starts, so that no rerun has to wait for it."""

from __future__ import annotations

import gc
from functools import cache

from streamlit import config

FULL_COLLECTIONS = 10
"""Full garbage collections are so many times rarer than Python's own: the desks leave little behind."""


def options() -> None:
    """Remember each section of Streamlit's options as it stands now; to be called once the server has its options.

    It looks through all of them, under a lock, several times in every rerun. This reaches into a private part of
    Streamlit; tests/exercises/test_settled.py says when it has changed.
    """
    if not hasattr(config.get_options_for_section, "cache_info"):
        config.get_options_for_section = cache(config.get_options_for_section)


def memory() -> None:
    """Count what is loaded now as staying; to be called once all is imported.

    A full collection stops every trainee while it looks through the memory: with the imports in it for a third of a
    second, as often as three times a minute in a class of 200.
    """
    gc.collect()
    gc.freeze()
    young, middle, old = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_COLLECTIONS * old)
