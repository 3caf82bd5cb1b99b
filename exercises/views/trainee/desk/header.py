"""The line that is always in view: places, officers' minutes and time left, how far the trainee is, and Submit.

Only the line is redrawn as time passes. Submit stands in its own fragment, so that the clock does not close its
question.
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup, escape

from exercises.language import _, number
from exercises.play import Attempt
from exercises.views import frame
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import focus, keys, library_beside, submit

TICK, LAST_TICK, STREAM_TICK = 30, 5, 3
"""Seconds between two updates of the clock: normally, in the last minutes, and in a stream."""
LAST = 120.0
"""Seconds before the end from which the clock is updated more often."""


def draw(here: Seat) -> None:
    """The line, the library and the button to submit; the clock is updated only if there is one."""
    with st.container(key="desk-line", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.page_link(frame.page("exercises"), label=_("Exercises"))
        every = STREAM_TICK if focus.streams(here) else TICK if here.attempt.ends() else None
        st.fragment(line, key="header", run_every=every)()
        library_beside.button()
        keys.button()
        submit.button()


def line() -> None:
    """Title, what is left, how far the trainee is, and the time, as one piece of HTML; redrawn after every act."""
    here = seat()
    attempt, streams = here.attempt, focus.streams(here)
    left = attempt.seconds_left(attempt.ends())
    parts = _stream(attempt) if streams else _targeting(attempt)
    soon = left is not None and 0.0 < left <= LAST and not streams
    said = Markup('<div class="rl-line"><strong>{}</strong>{}{}</div>').format(
        _(attempt.card.title), Markup("").join(parts), "" if left is None or soon else clock(left, ended(attempt))
    )
    if not soon:
        show(said)
        return
    with st.container(key="gauges", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        show(said)
        st.fragment(_clock, key="clock", run_every=LAST_TICK)()


def _clock() -> None:
    attempt = seat().attempt
    left = attempt.seconds_left(attempt.ends()) or 0.0
    show(clock(left, ended(attempt)), width="content")


def clock(left: float, over: str) -> Markup:
    """The time left as HTML, in minutes and seconds; `over` when there is none."""
    if left <= 0.0:
        return Markup('<b class="rl-clock rl-late" role="status">{}</b>').format(over)
    late = " rl-late" if left <= LAST else ""
    shown = f"{int(left) // 60}:{int(left) % 60:02d}"
    return Markup('<span class="rl-clock{}"><b>{}</b> {}</span>').format(late, shown, _("left"))


def ended(attempt: Attempt) -> str:
    """What to do when no time is left."""
    return _("The stream has ended: submit") if attempt.card.mode == "stream" else _("Time is up: submit")


def _targeting(attempt: Attempt) -> list[Markup]:
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
    said = escape(_("{opened} of {volume} opened, {decided} decided")).format(
        opened=Markup("<b>{}</b>").format(opened), volume=volume, decided=Markup("<b>{}</b>").format(decided)
    )
    parts.append(
        Markup(
            '<span class="rl-gauge"><span class="rl-progress" aria-hidden="true">'
            '<i style="width:{:.1f}%"></i><i style="width:{:.1f}%"></i></span> {}</span>'
        ).format(100 * opened / volume, 100 * decided / volume, said)
    )
    return parts


def _stream(attempt: Attempt) -> list[Markup]:
    waiting, arrived = len(attempt.waiting()), attempt.arrived()
    held = sum(getattr(attempt.record.decisions.get(name), "lane", None) == "red" for name in arrived)
    counts = [(_("waiting"), waiting), (_("held"), held), (_("released"), len(arrived) - waiting - held)]
    parts = [Markup('<span class="rl-gauge">{} <b>{}</b></span>').format(word, count) for word, count in counts]
    if len(arrived) < attempt.card.volume:
        following = attempt.seconds_left(attempt.arrives(attempt.screen.ids[len(arrived)])) or 0.0
        said = escape(_("next in {seconds} s")).format(seconds=Markup("<b>{:.0f}</b>").format(following))
    else:
        said = escape(_("all have come"))
    return [*parts, Markup('<span class="rl-gauge">{}</span>').format(said)]


def _gauge(label: str, lane: str, used: tuple[int, int]) -> Markup:
    count, capacity = used
    full = " rl-full" if count >= capacity else ""
    return Markup('<span class="rl-gauge{}"><i class="rl-dot rl-{}-fill"></i>{} <b>{}</b>/{}</span>').format(
        full, lane, label, count, capacity
    )


def _minutes(spent: float, budget: float | None) -> Markup:
    """Officers' minutes left; where there is no limit, those spent."""
    if budget is None:
        return Markup('<span class="rl-gauge">{} <b>{}</b> {}</span>').format(
            _("officers"), number(spent), _("min spent")
        )
    full = " rl-full" if spent >= budget else ""
    return Markup('<span class="rl-gauge{}">{} <b>{}</b> {}</span>').format(
        full, _("officers"), number(budget - spent), _("min left")
    )
