"""The end of a debrief: one thing to do differently, in the trainee's own words, and when to practise again."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st
from markupsafe import Markup

from exercises.language import _, languages
from exercises.learning import progress
from exercises.record import StoreError
from exercises.store import clock
from exercises.views import notices, office, seat, words
from exercises.views.markup import show
from simulator.errors import InputError

USUAL_DAYS = 7
"""Days until the next practice where no refresher is due yet (assumption)."""


@st.fragment(key="differently")
def form() -> None:
    """The question, the day, and the earlier answers; answers are kept with the attempt."""
    here = seat.seat()
    said = here.attempt.record.reflection
    show(
        Markup('<h2 class="rl-h2">{}</h2><p>{}</p>').format(
            _("One thing to do differently"),
            _("Read the missed consignments again. Which one thing will you look at first next time?"),
        )
    )
    due = progress(office.trainee(seat.person()).history()).due
    with st.form(f"differently-{here.attempt_id}", border=False):
        note = st.text_area(
            _("In your own words"), value=said.note if said else "", max_chars=2000, height=90, key="differently-note"
        )
        kept = _day(said.detail.get("again") if said else None, due)
        again = st.date_input(_("Practise again on"), value=kept, format=languages.day_order())
        if st.form_submit_button(_("Keep")):
            try:
                here.attempt.reflect(note.strip(), again.isoformat() if isinstance(again, date) else None)
            except (StoreError, InputError) as error:
                notices.faults(_("Not kept."), [str(error)])
            else:
                notices.done(_("Saved. You will find it at the end of the printed debrief."))
    if due:
        show(Markup('<p class="rl-muted">{}</p>').format(_due(due)))


def _day(kept: object, due: dict[str, date]) -> date:
    if isinstance(kept, str):
        return date.fromisoformat(kept)
    today = clock.now().date()
    return max(min(due.values(), default=today + timedelta(days=USUAL_DAYS)), today)


def _due(due: dict[str, date]) -> str:
    listed = ", ".join(
        f"{words.family(family)} {languages.date(day)}" for family, day in sorted(due.items(), key=lambda item: item[1])
    )
    return _("Refreshers, the soonest first: {}.").format(listed)
