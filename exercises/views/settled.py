"""Streamlit's options are read once: it looks through all of them, under a lock, several times in every rerun.

This reaches into a private part of Streamlit; tests/exercises/test_settled.py says when it has changed.
"""

from __future__ import annotations

from functools import cache

from streamlit import config


def settle() -> None:
    """Remember each section of options as it stands now; to be called once the server has its options."""
    if not hasattr(config.get_options_for_section, "cache_info"):
        config.get_options_for_section = cache(config.get_options_for_section)
