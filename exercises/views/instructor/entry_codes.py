"""A trainee who lost the re-entry code gets a new one from the instructor of the class."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.language import _
from exercises.record import StoreError
from exercises.store import InstructorStore
from exercises.views import markup, office, seat

_ISSUED = "issued code"


def lost(desk: InstructorStore, class_id: str) -> None:
    """Choose a trainee of the class and issue a new code, which is shown once."""
    names = {member.person_id: member.name for member in desk.members(class_id)}
    issued = st.session_state.pop(_ISSUED, None)
    with st.expander(_("A trainee lost the re-entry code"), expanded=issued is not None):
        if not names:
            markup.show(Markup('<p class="rl-muted">{}</p>').format(_("Nobody has joined yet.")))
            return
        said = _("A new code replaces the old one. Whoever is signed in under this name is signed out.")
        markup.show(Markup('<p class="rl-muted">{}</p>').format(said))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            key = f"lost-{class_id}"
            st.selectbox(
                _("Trainee"), list(names), index=None, format_func=lambda name: names[name], key=key, width=320
            )
            st.button(_("Issue a new code"), key=f"issue-{class_id}", on_click=_issue, args=(class_id, key))
        if issued is not None:
            markup.show(issued)


def _issue(class_id: str, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen is None:
        said = Markup('<p class="rl-refusal" role="status">{}</p>').format(_("Choose a trainee first."))
    else:
        try:
            code = office.new_entry_code(seat.instructor(), class_id, chosen)
            said = Markup('<p role="status">{} <code>{}</code> <span class="rl-muted">{}</span></p>').format(
                _("New re-entry code:"), code, _("Hand it over now: it is shown only once.")
            )
        except StoreError as error:
            said = Markup('<p class="rl-refusal" role="status">{}</p>').format(
                _("Nothing was changed: {}.").format(error)
            )
    st.session_state[_ISSUED] = said
