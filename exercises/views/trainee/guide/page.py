"""The guide as a page: the desk as it is, with the guide's strip in place of the button to submit."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.language import _
from exercises.views import frame, guide, seat
from exercises.views.markup import show as put
from exercises.views.trainee.desk import header
from exercises.views.trainee.desk import page as desk
from exercises.views.trainee.guide.steps import Step, ending, steps


def show() -> None:
    """Draw the desk over the fixed consignment. Everything stays in this session: no attempt is stored."""
    here = seat.seat()
    here.attempt.begin()
    top()
    desk.body(here)


@st.fragment(key="header")
def top() -> None:
    """The desk's line, the step to do now, and the way out; every act at the desk draws it again."""
    here = seat.seat()
    told = steps(here.attempt)
    left = [place for place, step in enumerate(told) if not step.done]
    with st.container(key="desk-line", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        header.line()
        if left and st.button(_("Skip"), key="guide-skip"):
            _to("briefing")
    with st.container(key="guide", horizontal=True, vertical_alignment="center", gap="small"):
        if left:
            put(_now(told[left[0]], left[0] + 1, len(told)))
            return
        put(_strip(_("That is all. Begin."), ending(here.attempt), ""))
        if st.button(_("Begin"), type="primary", key="guide-begin"):
            _to("desk")
        if st.button(_("Back to the briefing"), key="guide-back"):
            _to("briefing")
        if st.button(_("Once more"), key="guide-again"):
            guide.again()
            st.rerun()


def _now(step: Step, place: int, count: int) -> Markup:
    return _strip(step.title, step.say, _("Step {place} of {count}").format(place=place, count=count))


def _strip(title: str, say: str, beside: str) -> Markup:
    return Markup(
        '<div class="rl-guide" role="status"><strong>{}</strong> <span class="rl-muted">{}</span><p>{}</p></div>'
    ).format(title, beside, say)


def _to(page: str) -> None:
    st.switch_page(frame.page(page), query_params={seat.ATTEMPT: st.query_params.get(seat.ATTEMPT, "")})
