"""Whether the page is the guided first dossier, and the attempt at it, which lives in the session alone."""

from __future__ import annotations

import streamlit as st

from exercises.learning import guided
from exercises.play import Attempt

PAGE = "guide"
FRAGMENTS = ("guide",)
"""Keys of the fragments that every act at the desk draws again there: the strip that says what to do."""
_HERE, _ROUND = "guide here", "guide round"


def arrive(page: str) -> None:
    """Note which page is drawn: only on the guide's own page the desk is over its consignment."""
    st.session_state[_HERE] = page == PAGE


def here() -> bool:
    """Whether this page is the guide."""
    return bool(st.session_state.get(_HERE))


def again() -> None:
    """Begin from the first step, under another name, so that nothing on the page remembers the last round."""
    number = st.session_state[_ROUND][0] + 1 if _ROUND in st.session_state else 0
    st.session_state[_ROUND] = (number, guided())


def attempt() -> tuple[str, Attempt]:
    """The name of this round and its attempt."""
    if _ROUND not in st.session_state:
        again()
    number, played = st.session_state[_ROUND]
    return f"guide-{number}", played
