"""Who is signed in, and at which attempt; asked of the database on every rerun of the page or of a fragment.

Streamlit keeps the identity from when the websocket opened; the web session may have ended since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from exercises.language import _, languages
from exercises.play import Attempt
from exercises.record import StoreError, Unavailable
from exercises.store import INSTRUCTOR, Person
from exercises.views import guide, office
from exercises.web import at

ATTEMPT = "attempt"
"""The parameter in a page's address that names the attempt; it is checked against the person each time."""


@dataclass(frozen=True)
class Seat:
    """A person's attempt at an exercise, opened for this rerun."""

    attempt_id: str
    attempt: Attempt


def person() -> Person:
    """The person signed in now; without one, the page ends here and shows the way to sign in."""
    # A fragment may run in a thread that has not chosen a language yet.
    wish, chosen = st.context.headers.get("Accept-Language", ""), st.context.cookies.get(languages.COOKIE, "")
    languages.use(languages.preferred(wish, chosen))
    found = office.identify(st.user)
    if found is None:
        stop(_("You are signed out. What you decided is saved."), f"[{_('Join or sign in again')}]({at('/join')})")
    return found


def instructor() -> Person:
    """The instructor signed in now; for everybody else the page ends here."""
    found = person()
    if found.role != INSTRUCTOR:
        stop(_("This page is for instructors."), f"[{_('Back to your exercises')}]({at('/')})")
    return found


def seat() -> Seat:
    """The attempt named in the address if it belongs to this person; otherwise the page ends here and says so.

    On the page of the guided first dossier it is the one in the session.
    """
    someone = person()
    if guide.here():
        return Seat(*guide.attempt())
    name = st.query_params.get(ATTEMPT, "")
    try:
        return Seat(name, office.attempt(someone, name))
    except Unavailable:
        raise
    except StoreError:
        stop(_("This attempt is not yours, or it does not exist."), f"[{_('Back to your exercises')}]({at('/')})")


def stop(*sentences: str) -> NoReturn:
    """End the page with what happened, what is safe and what to do."""
    st.markdown("  \n".join(sentences))
    st.stop()
