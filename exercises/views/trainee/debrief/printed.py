"""The debrief as a PDF, made on request."""

from __future__ import annotations

import streamlit as st

from exercises.debrief import Debrief
from exercises.language import _, languages
from exercises.report import Block, Heading, Text, pdf, report
from exercises.views.seat import Seat


def button(here: Seat, debrief: Debrief) -> None:
    """A button that makes the file only when it is pressed."""
    language = languages.current()

    def made() -> bytes:
        languages.use(language)  # the file is made in its own thread
        return made_of(here, debrief)

    st.download_button(
        _("Print as PDF"),
        made,
        file_name=f"{here.attempt.card.id}-debrief.pdf",
        mime="application/pdf",
        key="print",
        on_click="ignore",
    )


def made_of(here: Seat, debrief: Debrief) -> bytes:
    """The report with its title, the day of submission, and what the trainee will do differently."""
    at = here.attempt.record.submitted_at
    assert at is not None
    title = _(here.attempt.card.title)
    heading = Heading(_("{title}: the debrief").format(title=title), 1)
    head: list[Block] = [heading, Text(languages.moment(at), "muted")]
    tail: list[Block] = []
    if (said := here.attempt.record.reflection) is not None:
        tail = [Heading(_("What I will do differently")), Text(said.note)]
    return pdf(title, [*head, *report(debrief), *tail], at)
