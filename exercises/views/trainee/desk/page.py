"""The desk as a page: header line, queue on the left, dossier and decision on the right."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from exercises.views import frame
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import citing, decision, dossier, filters, focus, header, keys, queue, stream


def show() -> None:
    """Draw the desk of the attempt in the address; a submitted attempt leads to its debrief.

    The clock of the exercise starts when this is shown for the first time.
    """
    here = seat()
    if here.attempt.submitted:
        st.switch_page(frame.page("debrief"), query_params={"attempt": here.attempt_id})
    here.attempt.begin()
    header.draw(here)
    body(here)


def body(here: Seat, above: Callable[[], None] | None = None) -> None:
    """Everything below the header line; ``above`` draws what stands above the queue."""
    # No container around them: Streamlit copies the container of a fragment at each of its reruns.
    left, right = st.columns([46, 54], gap="small")
    with left:
        if above is not None:
            above()
        if focus.streams(here):
            stream.draw()
        else:
            filters.filters()
            queue.table()
    with right:
        dossier.pane()
        decision.panel()
        citing.bridge()
        keys.work()
