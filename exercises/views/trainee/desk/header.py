"""The line that is always in view: what is left of places, officers' time and the clock, how far one is, and Submit.

The line alone is drawn again as time passes. Submit stands in a fragment of its own, so that its question is not
closed by the clock.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from exercises.language import _, number
from exercises.play import Attempt
from exercises.views import frame
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import place, submit

TICK, LAST_TICK, STREAM_TICK = 30, 5, 3
"""Seconds between two looks at the clock: as a rule, in the last minutes, and in a stream."""
LAST = 120.0
"""Seconds before the end from which the clock is looked at more often."""


def draw(here: Seat) -> None:
    """The line and the button to submit; the clock is looked at only where there is one."""
    with st.container(key="desk-line", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.page_link(frame.page("exercises"), label=_("Exercises"))
        every = STREAM_TICK if place.streams(here) else TICK if here.attempt.ends() else None
        st.fragment(line, key="header", run_every=every)()
        submit.button()


def line() -> None:
    """Title, what is left, how far the trainee is, and the time: one mark-up, as it is drawn after every act."""
    here = seat()
    attempt, streams = here.attempt, place.streams(here)
    left = attempt.seconds_left(attempt.ends())
    parts = _stream(attempt) if streams else _targeting(attempt)
    soon = left is not None and 0.0 < left <= LAST and not streams
    said = (
        f'<div class="rl-line"><strong>{escape(_(attempt.card.title))}</strong>{"".join(parts)}'
        f"{'' if left is None or soon else clock(left, ended(attempt))}</div>"
    )
    if not soon:
        st.html(said)
        return
    with st.container(key="gauges", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.html(said)
        st.fragment(_clock, key="clock", run_every=LAST_TICK)()


def _clock() -> None:
    attempt = seat().attempt
    left = attempt.seconds_left(attempt.ends()) or 0.0
    st.html(clock(left, ended(attempt)), width="content")


def clock(left: float, over: str) -> str:
    """The time left as HTML, in minutes and seconds; `over` when there is none."""
    if left <= 0.0:
        return f'<b class="rl-clock rl-late" role="status">{escape(over)}</b>'
    late = " rl-late" if left <= LAST else ""
    shown = f"{int(left) // 60}:{int(left) % 60:02d}"
    return f'<span class="rl-clock{late}"><b>{shown}</b> {escape(_("left"))}</span>'


def ended(attempt: Attempt) -> str:
    """What to do when no time is left."""
    return _("The stream has ended: submit") if attempt.card.mode == "stream" else _("Time is up: submit")


def _targeting(attempt: Attempt) -> list[str]:
    usage = attempt.usage()
    parts = []
    if "red" in usage:
        parts.append(_gauge(_("examine"), "red", usage["red"]))
    if usage.get("yellow", (0, 0))[1]:
        parts.append(_gauge(_("documents"), "yellow", usage["yellow"]))
    if attempt.card.means:
        parts.append(_minutes(*attempt.minutes()))
    volume, opened = attempt.card.volume, len(attempt.record.opened)
    decided = sum(one.lane is not None for one in attempt.record.decisions.values())
    parts.append(
        f'<span class="rl-gauge"><span class="rl-progress" aria-hidden="true">'
        f'<i style="width:{100 * opened / volume:.1f}%"></i><i style="width:{100 * decided / volume:.1f}%"></i></span> '
        + _("{opened} of {volume} opened, {decided} decided").format(
            opened=f"<b>{opened}</b>", volume=volume, decided=f"<b>{decided}</b>"
        )
        + "</span>"
    )
    return parts


def _stream(attempt: Attempt) -> list[str]:
    waiting, arrived = len(attempt.waiting()), attempt.arrived()
    held = sum(getattr(attempt.record.decisions.get(name), "lane", None) == "red" for name in arrived)
    counts = [(_("waiting"), waiting), (_("held"), held), (_("released"), len(arrived) - waiting - held)]
    parts = [f'<span class="rl-gauge">{escape(word)} <b>{count}</b></span>' for word, count in counts]
    if len(arrived) < attempt.card.volume:
        following = attempt.seconds_left(attempt.arrives(attempt.screen.ids[len(arrived)])) or 0.0
        said = escape(_("next in {seconds} s")).format(seconds=f"<b>{following:.0f}</b>")
    else:
        said = escape(_("all have come"))
    return [*parts, f'<span class="rl-gauge">{said}</span>']


def _gauge(label: str, lane: str, used: tuple[int, int]) -> str:
    count, capacity = used
    full = " rl-full" if count >= capacity else ""
    return (
        f'<span class="rl-gauge{full}"><i class="rl-dot rl-{lane}-fill"></i>{escape(label)} '
        f"<b>{count}</b>/{capacity}</span>"
    )


def _minutes(spent: float, budget: float | None) -> str:
    """Officers' minutes left; where there is no limit, those spent."""
    if budget is None:
        return f'<span class="rl-gauge">{escape(_("officers"))} <b>{number(spent)}</b> {escape(_("min spent"))}</span>'
    full = " rl-full" if spent >= budget else ""
    return (
        f'<span class="rl-gauge{full}">{escape(_("officers"))} <b>{number(budget - spent)}</b> '
        f"{escape(_('min left'))}</span>"
    )
