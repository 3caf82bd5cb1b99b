"""Submit: the one question before an attempt is closed, and the trainee's prediction before the result is known."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st
from markupsafe import Markup

from exercises.language import _
from exercises.play import Attempt
from exercises.record import AlreadySubmitted, CannotBeWeighed, StoreError, Unavailable
from exercises.views import frame, lanes, office, words
from exercises.views.markup import show
from exercises.views.seat import Seat, person, seat
from exercises.views.trainee.desk import focus


@st.fragment(key="submit-button")
def button() -> None:
    """The button, and its question."""
    st.button(_("Submit"), key="submit", type="primary", on_click=_ask)
    if st.session_state.pop("ask-submit", False):
        st.dialog(_("Submit your decisions and close the attempt?"))(confirm)()


def _ask() -> None:
    st.session_state["ask-submit"] = True


def confirm() -> None:
    """The one question before the attempt is closed, and the trainee's prediction."""
    here = seat()
    streams = focus.streams(here)
    for said in _summary(here.attempt, streams):
        st.markdown(said)
    show(Markup('<p class="rl-muted">{}</p>').format(_("Before you see the result: what do you expect?")))
    caught = st.number_input(
        _("How many of the violations did you hold?")
        if streams
        else _("How many of the violations in this batch did you catch?"),
        min_value=0,
        max_value=here.attempt.card.volume,
        value=None,
        step=1,
        placeholder=_("a number; leave it empty for no answer"),
        key=f"predict-caught-{here.attempt_id}",
    )
    share = None
    if not streams:
        share = st.number_input(
            _("What share of the best possible, in percent?"),
            min_value=0,
            max_value=100,
            value=None,
            step=5,
            placeholder=_("a number; leave it empty for no answer"),
            key=f"predict-share-{here.attempt_id}",
        )
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(_("Keep working"), key="keep-working"):
            st.rerun()
        if st.button(_("Submit and reveal"), key="submit-for-good", type="primary"):
            _submit(here, caught, share)


def _summary(attempt: Attempt, streams: bool) -> list[str]:
    held = [one.lane for one in attempt.record.decisions.values() if one.lane]
    left = attempt.card.volume - len(held)
    if streams:
        said = [
            _("You held {held} and released {released}. The other {left} will be released.").format(
                held=held.count("red"), released=held.count("green"), left=left
            )
        ]
    else:
        counts = ", ".join(f"{held.count(lane)} {lanes.word(lane).lower()}" for lane in attempt.card.lanes)
        said = [
            _("You chose {counts}. The other {left} consignments will be released (green).").format(
                counts=counts, left=left
            )
        ]
    kinds = {"red": "examination", "yellow": "documents"}
    spare = [
        words.count(kinds[lane], places - used) for lane, (used, places) in attempt.usage().items() if used < places
    ]
    if spare:
        said.append(_("Not used: {}.").format(_(" and ").join(spare)))
    return [*said, _("Nothing can be changed afterwards. The post-clearance audit is then revealed.")]


def _submit(here: Seat, caught: int | None, share: int | None) -> None:
    try:
        if caught is not None or share is not None:
            with suppress(AlreadySubmitted):  # in another tab, with the prediction made there
                here.attempt.predict(caught, None if share is None else share / 100)
        here.attempt.submit()
        with suppress(CannotBeWeighed, Unavailable):  # the page of the debrief says so
            office.debrief(person(), here.attempt_id, here.attempt)
    except StoreError as error:
        st.markdown(_("Not submitted: {}. Your decisions are saved; try again.").format(error))
        return
    st.switch_page(frame.page("debrief"), query_params={"attempt": here.attempt_id})
