"""The briefing as a page: the task and the button to the desk, beside the terms; then what counts and what helps."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.design import ExerciseCard
from exercises.language import _
from exercises.views import frame, guide, markup, seat
from exercises.views.trainee.briefing import office, terms, violations


def show() -> None:
    """The exercise's own text with the button to the desk, its terms, and what an officer there would know."""
    here = seat.seat()
    card = here.attempt.card
    begun = here.attempt.record.begun_at is not None
    with st.container(key="report"):
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(_(card.title)))
        text, beside = st.columns([3, 2], gap="large")
        with text:
            st.markdown(_(card.briefing))
            markup.show(Markup("<p>{}</p>").format(_clock(card, begun)))
            with st.container(horizontal=True, gap="small", key="briefing-doors"):
                if st.button(_("Open the desk"), type="primary", key="to-desk"):
                    st.switch_page(frame.page("desk"), query_params={seat.ATTEMPT: here.attempt_id})
                if st.button(_("Guided first dossier (3 minutes)"), key="to-guide"):
                    guide.again()
                    st.switch_page(frame.page(guide.PAGE), query_params={seat.ATTEMPT: here.attempt_id})
        markup.show(terms.terms(card) + terms.keys(card), beside)
        markup.show(violations.html(card) + office.lanes(card) + office.means(card) + office.engine(card))


def _clock(card: ExerciseCard, begun: bool) -> str:
    if card.pace is None and card.minutes is None:
        return _("There is no clock: take the time you need.")
    if begun:
        return _("The clock has been running since you opened the desk; it does not stop while you read here.")
    return _("The clock starts when you press “Open the desk”, and does not stop until the end.")
