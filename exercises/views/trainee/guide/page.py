"""The guide as a page: the desk as it is, with a strip above the queue that says what to do, and nothing to submit."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.language import _
from exercises.views import frame, guide, seat
from exercises.views.markup import show as put
from exercises.views.trainee.desk import header
from exercises.views.trainee.desk import page as desk
from exercises.views.trainee.guide.steps import ending, steps


def show() -> None:
    """Draw the desk over the fixed consignment. Everything stays in this session: no attempt is stored."""
    here = seat.seat()
    here.attempt.begin()
    with st.container(key="desk-line", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.fragment(header.line, key="header")()
        if st.button(_("Skip"), key="guide-skip"):
            _to("briefing")
    desk.body(here, strip)


@st.fragment(key=guide.FRAGMENTS[0])
def strip() -> None:
    """The step to do now; at the end, the ways out."""
    here = seat.seat()
    told = steps(here.attempt)
    place = next((number for number, step in enumerate(told) if not step.done), None)
    with st.container(key="guide", gap="xsmall"):
        if place is not None:
            beside = _("Step {place} of {count}").format(place=place + 1, count=len(told))
            put(_strip(told[place].title, beside, told[place].say))
            return
        put(_strip(_("That is all. Begin."), "", ending(here.attempt)))
        with st.container(key="guide-doors", horizontal=True, gap="small"):
            if st.button(_("Begin"), type="primary", key="guide-begin"):
                _to("desk")
            if st.button(_("Back to the briefing"), key="guide-back"):
                _to("briefing")
            if st.button(_("Once more"), key="guide-again"):
                guide.again()
                st.rerun()


def _strip(title: str, beside: str, say: str) -> Markup:
    return Markup(
        '<div class="rl-guide" role="status"><strong>{}</strong> <span class="rl-muted">{}</span><p>{}</p></div>'
    ).format(title, beside, say)


def _to(page: str) -> None:
    st.switch_page(frame.page(page), query_params={seat.ATTEMPT: st.query_params.get(seat.ATTEMPT, "")})
