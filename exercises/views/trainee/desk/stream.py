"""The queue of a stream: what waits, each with the time that it still has, then what is decided or gone.

It is drawn again every few seconds, and with it nothing else. A button belongs to a consignment and not to a place in
the list, so that one pressed as the list moves still opens what it names, or nothing.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from exercises.language import _, ngettext
from exercises.play import Attempt
from exercises.views import lanes
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import place
from exercises.views.trainee.desk.header import STREAM_TICK

MOST_WAITING, MOST_GONE = 24, 14
"""Lines shown of each kind (assumption: what fits a laptop's screen)."""
HURRY = 30.0
"""Seconds before its release from which a consignment is marked."""


def draw() -> None:
    """The list, with its clock."""
    st.fragment(board, key="queue", run_every=STREAM_TICK)()


def board() -> None:
    """The open consignment's time, what waits in order of arrival, and what is over, latest first."""
    here = seat()
    attempt, opened = here.attempt, place.current(here)
    waiting = attempt.waiting()
    with st.container(key="stream", gap=None):
        st.html(_open(attempt, opened) + _head(attempt, len(waiting)))
        for name in waiting[:MOST_WAITING]:
            _waiting(here, name, name == opened)
        if len(waiting) > MOST_WAITING:
            more = len(waiting) - MOST_WAITING
            said = ngettext("and {} more", "and {} more", more).format(more)
            st.html(f'<p class="rl-muted">{escape(said)}</p>')
        if gone := _over(attempt):
            st.html(gone)


def _open(attempt: Attempt, opened: str | None) -> str:
    """How long the open consignment is still to be decided; it stays open when it has gone."""
    if opened is None:
        return ""
    decided = getattr(attempt.record.decisions.get(opened), "lane", None)
    left = attempt.seconds_left(attempt.leaves(opened)) or 0.0
    if decided is not None:
        said = lanes.chip(decided, streams=True)
    elif left > 0.0:
        said = escape(_("leaves in {time}")).format(time=_time(left))
    else:
        said = f'<span class="rl-late">{escape(_("has just been released; it stays open until you go on"))}</span>'
    return f'<p class="rl-open">{escape(_("On the desk"))} <code>{escape(opened)}</code> · {said}</p>'


def _head(attempt: Attempt, waiting: int) -> str:
    if attempt.over():
        said = _("The stream has ended. What you decided is saved: submit it to see the result.")
        return f'<p class="rl-empty" role="status">{escape(said)}</p>'
    if not waiting:
        said = _("Nothing waits. The next one comes by itself.")
        return f'<p class="rl-empty">{escape(said)}</p>'
    return f'<h6 class="rl-list-head">{escape(_("Waiting, first come first"))}</h6>'


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
        drafted = f" <small>{escape(_('draft'))}</small>" if declaration_id in here.attempt.record.decisions else ""
        st.html(
            f'<div class="rl-waits"><span>{escape(consignment.text("goods_description"))}{drafted}</span>'
            f"<code>{escape(way)}</code>{_time(left)}</div>"
        )


def _over(attempt: Attempt) -> str:
    """What is decided or gone, latest arrival first."""
    waiting = set(attempt.waiting())
    gone = [name for name in reversed(attempt.arrived()) if name not in waiting]
    if not gone:
        return ""
    lines = "".join(
        f"<li><code>{escape(name)}</code> {_went(lane)}</li>"
        for name in gone[:MOST_GONE]
        for lane in [getattr(attempt.record.decisions.get(name), "lane", None)]
    )
    more = len(gone) - MOST_GONE
    rest = f"<li>{escape(_('and {} before these').format(more))}</li>" if more > 0 else ""
    return f'<h6 class="rl-list-head">{escape(_("Decided or gone"))}</h6><ul class="rl-gone">{lines}{rest}</ul>'


def _went(lane: str | None) -> str:
    return lanes.chip(lane, streams=True) if lane else escape(_("released undecided"))


def _time(seconds: float) -> str:
    late = " rl-late" if seconds <= HURRY else ""
    return f'<span class="rl-num{late}">{int(seconds) // 60}:{int(seconds) % 60:02d}</span>'


def _go(declaration_id: str) -> None:
    here = seat()
    place.go(here, declaration_id)
    place.redraw(*place.FRAGMENTS)
