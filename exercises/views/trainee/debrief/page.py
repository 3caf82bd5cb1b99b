"""The debrief as a page: the report, the reflection, what to practise next, the search for a consignment, the PDF."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.debrief import Debrief
from exercises.language import _, languages
from exercises.learning import next_practice, progress
from exercises.record import CannotBeWeighed, NotSubmitted
from exercises.report import Block, report
from exercises.store import clock
from exercises.views import blocks, frame, markup, office, revealed, seat
from exercises.views.trainee import practice
from exercises.views.trainee.debrief import differently, printed
from exercises.views.trainee.desk import dossier


def show() -> None:
    """Draw the debrief of the attempt in the address; before submission, say that there is none yet."""
    here = seat.seat()
    try:
        debrief = office.debrief(seat.person(), here.attempt_id, here.attempt)
    except NotSubmitted:
        st.markdown(_("The audit is revealed after you submit."))
        st.page_link(frame.page("desk"), label=_("Back to the desk"), query_params={seat.ATTEMPT: here.attempt_id})
        return
    except CannotBeWeighed as error:
        st.markdown(str(error))
        return
    with st.container(key="report"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="report-head"):
            title = _("{title}: the debrief").format(title=_(here.attempt.card.title))
            markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(title))
            found = progress(office.trainee(seat.person()).history())
            printed.button(here, debrief, next_practice(found, clock.now().date()).sentence())
        blocks.show(blocks_of(here.attempt_id, languages.current(), debrief), f"debrief-{here.attempt_id}")
        differently.form()
        practice.show(found)
        look_up()


@st.cache_resource(max_entries=64, show_spinner=False)
def blocks_of(attempt_id: str, language: str, _debrief: Debrief) -> tuple[Block, ...]:
    """The report of an attempt in a language; made once."""
    return tuple(report(_debrief))


@st.fragment(key="look-up")
def look_up() -> None:
    """Look up any consignment: what it was, next to its declaration."""
    here = seat.seat()
    debrief = office.debrief(seat.person(), here.attempt_id, here.attempt)
    markup.show(
        Markup('<h2 class="rl-h2">{}</h2><p>{}</p>').format(
            _("Look up a consignment"), _("Any consignment of the batch, with its declaration.")
        )
    )
    chosen = st.selectbox(
        _("Consignment"),
        sorted(case.declaration_id for case in debrief.cases),
        index=None,
        key=f"look-up-{here.attempt_id}",
        placeholder=_("Reference"),
        label_visibility="collapsed",
        width=240,
    )
    if chosen:
        markup.show(revealed.html(debrief.case(chosen)))
        markup.show(dossier.file(here, here.attempt.consignment(chosen)))
