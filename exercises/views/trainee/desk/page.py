"""The desk as a page: header line, queue on the left, dossier and decision on the right."""

from __future__ import annotations

import streamlit as st

from exercises.views import frame
from exercises.views.seat import seat
from exercises.views.trainee.desk import decision, dossier, header, queue


def show() -> None:
    """Draw the desk of the attempt in the address; a submitted attempt goes on to its debrief."""
    here = seat()
    if here.attempt.submitted:
        st.switch_page(frame.page("debrief"), query_params={"attempt": here.attempt_id})
    with st.container(key="desk", gap=None):
        header.line()
        left, right = st.columns([46, 54], gap="small")
        with left, st.container(key="left", gap="xxsmall"):
            queue.filters()
            queue.table()
        with right, st.container(key="right", gap=None):
            dossier.pane()
            decision.panel()
