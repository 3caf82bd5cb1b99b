"""Next: the one thing to practise now, with the button that opens it; at the end of a debrief, and in the progress."""

from __future__ import annotations

import secrets

import streamlit as st
from markupsafe import Markup

from exercises.language import _
from exercises.learning import NextPractice, Progress, made, next_practice
from exercises.record import StoreError
from exercises.store import clock
from exercises.views import frame, markup, notices, office, seat
from simulator.errors import InputError


def show(found: Progress) -> None:
    """The practice that waits, if one was made and not finished; otherwise what to practise, and why."""
    markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_("What to practise next")))
    own = [one for one in office.trainee(seat.person()).exercises() if one.own and not one.submitted_at]
    if own:
        _say(_("Finish the practice that you have begun: {title}.").format(title=_(own[-1].title)))
        if st.button(_("Continue"), type="primary", key="practise"):
            attempt_id = office.trainee(seat.person()).start(own[-1].exercise_id)
            st.switch_page(frame.page("briefing"), query_params={seat.ATTEMPT: attempt_id})
        return
    advised = next_practice(found, clock.now().date())
    _say(advised.sentence())
    said = _("The exercise has forty consignments and takes about half an hour. The difficulty fits your rating.")
    markup.show(Markup('<p class="rl-muted">{}</p>').format(said))
    if st.button(_("Practise now"), type="primary", key="practise"):
        _start(found, advised)


def _say(sentence: str) -> None:
    markup.show(Markup('<p class="rl-lead">{}</p>').format(sentence))


def _start(found: Progress, advised: NextPractice) -> None:
    try:
        with st.spinner(_("Making the exercise …")):
            copy = made(found.skill, advised.families, secrets.randbelow(2**31), office.engine)
            attempt_id = office.trainee(seat.person()).practise(copy)
    except (InputError, StoreError) as error:
        notices.faults(_("The exercise could not be made. Nothing was changed."), [str(error)])
        return
    st.switch_page(frame.page("briefing"), query_params={seat.ATTEMPT: attempt_id})
