"""The line that is always in view: what is left of the two capacities, how far the trainee is, and Submit."""

from __future__ import annotations

from html import escape

import streamlit as st

from exercises.languages import _
from exercises.store.errors import StoreError
from exercises.views import frame, lanes, words
from exercises.views.seat import Seat, seat


@st.fragment(key="header")
def line() -> None:
    """Title, used and available examinations and document checks, opened of all, Submit."""
    here = seat()
    attempt = here.attempt
    usage, opened = attempt.usage(), len(attempt.opened())
    with st.container(key="desk-line", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.page_link(frame.page("exercises"), label=_("Exercises"))
        st.html(
            f'<div class="rl-line"><strong>{escape(attempt.card.title)}</strong>'
            + _gauge(_("examine"), "red", usage["red"])
            + _gauge(_("documents"), "yellow", usage["yellow"])
            + f'<span class="rl-gauge"><b>{opened}</b> {escape(_("of"))} {attempt.card.volume} '
            f"{escape(_('opened'))}</span></div>"
        )
        st.button(_("Submit"), key="submit", type="primary", on_click=_ask)
    if st.session_state.pop("ask-submit", False):
        st.dialog(_("Submit your decisions and close the attempt?"))(confirm)()


def _gauge(label: str, lane: str, used: tuple[int, int]) -> str:
    count, capacity = used
    full = " rl-full" if count >= capacity else ""
    return (
        f'<span class="rl-gauge{full}"><i class="rl-dot rl-{lane}-fill"></i>{escape(label)} '
        f"<b>{count}</b>/{capacity}</span>"
    )


def _ask() -> None:
    st.session_state["ask-submit"] = True


def confirm() -> None:
    """The one question before the attempt is closed."""
    here = seat()
    attempt = here.attempt
    held = [decision.lane for decision in attempt.decisions().values() if decision.lane]
    usage = attempt.usage()
    counts = ", ".join(f"{held.count(lane)} {lanes.word(lane).lower()}" for lane in lanes.LANES)
    spare = [
        words.count(kind, capacity - used)
        for kind, (used, capacity) in (("examination", usage["red"]), ("documents", usage["yellow"]))
        if used < capacity
    ]
    st.markdown(
        _("You chose {counts}. The other {left} consignments will be released (green).").format(
            counts=counts, left=attempt.card.volume - len(held)
        )
    )
    if spare:
        st.markdown(_("Not used: {}.").format(_(" and ").join(spare)))
    st.markdown(_("Nothing can be changed afterwards. The post-clearance audit is then revealed."))
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(_("Keep working"), key="keep-working"):
            st.rerun()
        if st.button(_("Submit and reveal"), key="submit-for-good", type="primary"):
            _submit(here)


def _submit(here: Seat) -> None:
    try:
        here.attempt.submit()
    except StoreError as error:
        st.markdown(_("Not submitted: {}. Your decisions are saved; try again.").format(error))
        return
    st.switch_page(frame.page("debrief"), query_params={"attempt": here.attempt_id})
