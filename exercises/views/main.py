"""Every rerun of a page starts here: find the person, their pages, and the current page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from exercises.language import _
from exercises.record import Unavailable
from exercises.store import INSTRUCTOR
from exercises.views import frame, guide, library, notices, seat, theme
from exercises.views.instructor import classes, compose, detail, upload
from exercises.views.trainee import cases, course, progress, shelf
from exercises.views.trainee.briefing import page as briefing
from exercises.views.trainee.debrief import page as debrief
from exercises.views.trainee.desk import page as desk
from exercises.views.trainee.guide import page as guided


def run() -> None:
    """Draw the current page for the person signed in."""
    st.set_page_config(page_title="Redlane", layout="wide")
    theme.apply()
    someone = seat.person()
    shown: dict[str, tuple[str, Callable[[], None]]]
    if someone.role == INSTRUCTOR:
        shown = {
            "classes": (_("Classes"), classes.show),
            "compose": (_("New exercise"), compose.show),
            "upload": (_("From a file"), upload.show),
            "library": (_("Library"), library.show),
            "detail": (_("Exercise"), detail.show),
        }
    else:
        shown = {
            "exercises": (_("Exercises"), shelf.show),
            "briefing": (_("Briefing"), briefing.show),
            guide.PAGE: (_("Guided first dossier"), guided.show),
            "desk": (_("Desk"), desk.show),
            "debrief": (_("Debrief"), debrief.show),
            "courses": (_("Courses"), course.show),
            "cases": (_("Cases"), cases.show),
            "library": (_("Library"), library.show),
            "progress": (_("Progress"), progress.show),
        }
    pages = {
        name: st.Page(draw, title=f"{title} · Redlane", url_path=name, default=place == 0)
        for place, (name, (title, draw)) in enumerate(shown.items())
    }
    frame.remember(pages)
    chosen = st.navigation(list(pages.values()), position="hidden")
    here = next(name for name, page in pages.items() if page == chosen)
    guide.arrive(here)
    if here not in ("desk", guide.PAGE):
        linked = [name for name in shown if name not in ("briefing", guide.PAGE, "desk", "debrief", "detail")]
        frame.top(someone, {name: shown[name][0] for name in linked}, here)
    chosen.run()


def _silent() -> None:
    """One calm line in place of a page that the database does not answer for, and the way to try again."""
    notices.faults(_("The database does not answer. What was saved is safe."), [_("Try again in a moment.")])
    st.button(_("Try again"), key="try-again")


try:
    run()
except Unavailable:
    _silent()
