"""The debrief as a PDF, made on request."""

from __future__ import annotations

import streamlit as st

from exercises.debrief import Debrief
from exercises.language import _, languages
from exercises.report import Block, Heading, Text, covered, pdf, report
from exercises.views import office, seat
from exercises.views.seat import Seat


def button(here: Seat, debrief: Debrief, advised: str) -> None:
    """A button that makes the file only when it is pressed. ``advised``: what to practise next."""
    language, someone = languages.current(), seat.person()
    whose = (someone.name, office.class_name(someone, here.attempt_id))

    def made() -> bytes:
        languages.use(language)  # the file is made in its own thread
        return made_of(here, debrief, whose, advised)

    st.download_button(
        _("Print as PDF"),
        made,
        file_name=f"{here.attempt.card.id}-debrief.pdf",
        mime="application/pdf",
        key="print",
        help=covered(),
        on_click="ignore",
    )


def made_of(here: Seat, debrief: Debrief, whose: tuple[str, str], advised: str) -> bytes:
    """What the page shows, after the names of trainee and class and the day. ``advised``: what to practise next."""
    at = here.attempt.record.submitted_at
    assert at is not None
    title, (name, class_name) = _(here.attempt.card.title), whose
    submitted = _("Submitted: {when}").format(when=languages.moment(at))
    said = " · ".join((_("Trainee: {name}").format(name=name), _("Class: {name}").format(name=class_name), submitted))
    head: list[Block] = [Heading(_("{title}: the debrief").format(title=title), 1), Text(said, "muted")]
    tail: list[Block] = []
    if (kept := here.attempt.record.reflection) is not None and kept.note:
        tail = [Heading(_("What I will do differently")), Text(kept.note)]
    tail += [Heading(_("What to practise next")), Text(advised)]
    footer = f"{name} · {class_name} · {languages.date(at.date())}"
    return pdf(title, [*head, *report(debrief), *tail], at, footer)
