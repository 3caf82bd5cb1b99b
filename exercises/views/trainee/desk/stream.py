"""The queue of a stream: waiting consignments, each with the time left, then those decided or gone.

Only this queue is redrawn every few seconds. A button belongs to a consignment and not to a place in the list. So if
the list moves while a button is pressed, the button opens the consignment that it names, or nothing.
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup, escape

from exercises.language import _, ngettext
from exercises.play import Attempt
from exercises.views import lanes
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import focus
from exercises.views.trainee.desk.header import STREAM_TICK

MOST_WAITING, MOST_GONE = 24, 14
"""Lines shown of each kind (assumption: what fits a laptop's screen)."""
HURRY = 30.0
"""Seconds before its release from which a consignment is marked."""


def draw() -> None:
    """The list, with its clock."""
    st.fragment(board, key="queue", run_every=STREAM_TICK)()


def board() -> None:
    """The open consignment's time, the waiting ones in order of arrival, and those that are over, latest first."""
    here = seat()
    attempt, opened = here.attempt, focus.current(here)
    waiting = attempt.waiting()
    with st.container(key="stream", gap=None):
        show(_open(attempt, opened) + _head(attempt, len(waiting)))
        for name in waiting[:MOST_WAITING]:
            _waiting(here, name, name == opened)
        if len(waiting) > MOST_WAITING:
            more = len(waiting) - MOST_WAITING
            said = ngettext("and {} more", "and {} more", more).format(more)
            show(Markup('<p class="rl-muted">{}</p>').format(said))
        if gone := _over(attempt):
            show(gone)


def _open(attempt: Attempt, opened: str | None) -> Markup:
    """How much time is left to decide the open consignment; it stays open when it has gone."""
    if opened is None:
        return Markup("")
    decided = getattr(attempt.record.decisions.get(opened), "lane", None)
    left = attempt.seconds_left(attempt.leaves(opened)) or 0.0
    if decided is not None:
        said = lanes.chip(decided, streams=True)
    elif left > 0.0:
        said = escape(_("leaves in {time}")).format(time=_time(left))
    else:
        said = Markup('<span class="rl-late">{}</span>').format(
            _("has just been released; it stays open until you move on")
        )
    return Markup('<p class="rl-open">{} <code>{}</code> · {}</p>').format(_("On the desk"), opened, said)


def _head(attempt: Attempt, waiting: int) -> Markup:
    if attempt.over():
        said = _("The stream has ended. What you decided is saved: submit it to see the result.")
        return Markup('<p class="rl-empty" role="status">{}</p>').format(said)
    if not waiting:
        said = _("No consignment is waiting. The next one arrives by itself.")
        return Markup('<p class="rl-empty">{}</p>').format(said)
    return Markup('<h6 class="rl-list-head">{}</h6>').format(_("Waiting, in order of arrival"))


def _waiting(here: Seat, declaration_id: str, opened: bool) -> None:
    with st.container(
        key=f"wait-{declaration_id}", horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False
    ):
        st.button(
            declaration_id,
            key=f"open-{here.attempt_id}-{declaration_id}",
            type="primary" if opened else "secondary",
            on_click=_go,
            args=(declaration_id,),
        )
        consignment = here.attempt.consignment(declaration_id)
        left = here.attempt.seconds_left(here.attempt.leaves(declaration_id)) or 0.0
        way = f"{consignment.text('country_of_export')} → {consignment.text('country_of_destination')}"
        drafted = (
            Markup(" <small>{}</small>").format(_("draft")) if declaration_id in here.attempt.record.decisions else ""
        )
        show(
            Markup('<div class="rl-waits"><span>{}{}</span><code>{}</code>{}</div>').format(
                consignment.text("goods_description"), drafted, way, _time(left)
            )
        )


def _over(attempt: Attempt) -> Markup:
    """Consignments decided or gone, latest arrival first."""
    waiting = set(attempt.waiting())
    gone = [name for name in reversed(attempt.arrived()) if name not in waiting]
    if not gone:
        return Markup("")
    lines = Markup("").join(
        Markup("<li><code>{}</code> {}</li>").format(name, _went(lane))
        for name in gone[:MOST_GONE]
        for lane in [getattr(attempt.record.decisions.get(name), "lane", None)]
    )
    more = len(gone) - MOST_GONE
    rest = Markup("<li>{}</li>").format(_("and {} before these").format(more)) if more > 0 else ""
    return Markup('<h6 class="rl-list-head">{}</h6><ul class="rl-gone">{}{}</ul>').format(
        _("Decided or gone"), lines, rest
    )


def _went(lane: str | None) -> Markup:
    return lanes.chip(lane, streams=True) if lane else escape(_("released undecided"))


def _time(seconds: float) -> Markup:
    late = " rl-late" if seconds <= HURRY else ""
    return Markup('<span class="rl-num{}">{}:{:02d}</span>').format(late, int(seconds) // 60, int(seconds) % 60)


def _go(declaration_id: str) -> None:
    here = seat()
    focus.go(here, declaration_id)
    focus.redraw(*focus.FRAGMENTS)
