"""The reference library beside the dossier: a drawer over the queue. What is open stays open, and where it was."""

from __future__ import annotations

import streamlit as st

from exercises.language import _
from exercises.views import library
from exercises.views.seat import seat

WIDTH = 620
"""Pixels: about the queue of a laptop, so that the dossier can be read beside it."""


@st.fragment(key="library-button")
def button() -> None:
    """The button, and the drawer; both in a fragment of their own, so that the clock does not close the drawer."""
    if st.button(_("Library"), key="library-open"):
        st.dialog(_("Reference library"), width=WIDTH, position="left")(_drawer)()


def _drawer() -> None:
    card = seat().attempt.card
    library.beside(card.pack if card.rules else "", card.flags)
