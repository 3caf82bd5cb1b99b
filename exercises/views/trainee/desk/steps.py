"""Move from one consignment to another without the table: previous, next, and a list to type a reference into."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.design import ExerciseCard
from exercises.language import _
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import focus, keys


def draw(here: Seat) -> None:
    """Go to, Previous, Next. In a stream the next one arrives by itself, so Next can always be pressed."""
    streams = focus.streams(here)
    if not streams:
        st.selectbox(
            _("Go to"),
            here.attempt.screen.ids,
            index=None,
            key=_key(here),
            placeholder=_("Go to"),
            label_visibility="collapsed",
            on_change=_go_to,
            args=(_key(here),),
            width=112,
        )
    for word, by in ((_("Previous"), -1), (_("Next"), 1)):
        end = focus.step(here, by) is None and not (streams and by > 0)
        st.button(word, key=f"step-{by}", disabled=end, on_click=_go, args=(by,))


def invitation(here: Seat, refusal: str | None = None) -> Markup:
    """What to do while nothing is open, after why the last try to open one was refused."""
    said = (
        _("Press J for the first consignment that waits, or choose one on the left.")
        if focus.streams(here)
        else _("Choose a consignment in the queue, or press J for the first one.")
    )
    if not shows_goods(here.attempt.card):
        said += " " + _("The queue does not show the goods: open a file to see them.")
    why = Markup('<p class="rl-refusal" role="status">{}</p>').format(refusal) if refusal else ""
    return Markup('<div class="rl-empty">{}<p>{}</p><p>{}</p></div>').format(why, said, keys.line(here.attempt.card))


def shows_goods(card: ExerciseCard) -> bool:
    """Whether the queue says what the goods are."""
    return not {"goods_description", "hs_code"}.isdisjoint(card.columns)


def _go(by: int) -> None:
    here = seat()
    there = focus.step(here, by)
    if there is not None:
        focus.go(here, there)
    focus.redraw(*focus.FRAGMENTS)


def _go_to(key: str) -> None:
    here, wanted = seat(), st.session_state.get(key)
    if wanted in here.attempt.screen.ids:
        focus.go(here, wanted)
    focus.redraw(*focus.FRAGMENTS)


def _key(here: Seat) -> str:
    """The key of the list for the open consignment, so that the list is empty again for the next one."""
    return f"go-to-{here.attempt_id}-{focus.current(here)}"
