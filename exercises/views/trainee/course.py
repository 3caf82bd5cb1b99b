"""Courses: their parts in order, how far the trainee is, and how far the criterion has moved."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from exercises.language import _, number
from exercises.learning import Course, Standing, before_and_after, courses, standing
from exercises.marking import Detection, shift
from exercises.record import NotAllowed
from exercises.report import Figure, Table, Text, figures
from exercises.views import blocks, frame, markup, office, seat


def show() -> None:
    """Show every course published to the trainee's class; without one, say what to do."""
    desk = office.trainee(seat.person())
    assigned, history = desk.exercises(), desk.history()
    with st.container(key="report"):
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(_("Courses")))
        shown = 0
        for course in courses():
            parts = standing(course, assigned, history)
            if any(one.assignment for one in parts):
                _course(course, parts)
                shown += 1
        if not shown:
            said = _("No course is published to your class. Ask your instructor.")
            markup.show(Markup('<p class="rl-empty">{}</p>').format(said))


def _course(course: Course, parts: Sequence[Standing]) -> None:
    markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_(course.title)))
    st.markdown(_(course.about))
    for number_, one in enumerate(parts, start=1):
        _part(number_, one)
    found = before_and_after(parts)
    if found is None:
        said = _("The shift of your line is shown when you have submitted the first and the last part.")
        markup.show(Markup('<p class="rl-muted">{}</p>').format(said))
    else:
        _shift(*found)


def _part(number_: int, one: Standing) -> None:
    if one.assignment is None:
        markup.show(Markup('<p class="rl-muted">{}. {}</p>').format(number_, _("not published yet")))
        return
    key = one.assignment.exercise_id
    with st.container(key=f"line-{key}", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        markup.show(
            Markup('<div class="rl-item"><strong>{}. {}</strong> <span class="rl-muted">{}</span></div>').format(
                number_, _(one.assignment.title), _standing_text(one)
            )
        )
        word = _("Debrief") if one.detection else _("Continue") if one.assignment.started_at else _("Begin")
        ready = one.next or one.detection is not None
        if st.button(word, key=f"part-{key}", disabled=not ready, type="primary" if one.next else "secondary"):
            _enter(one)


def _standing_text(one: Standing) -> str:
    if one.detection is not None:
        seen = one.detection
        return f"d′ {figures.eye(seen)} · {_('criterion')} {number(seen.criterion, 1)}"
    return _("your turn") if one.next else _("after the previous part")


def _enter(one: Standing) -> None:
    assert one.assignment is not None
    try:
        attempt_id = office.trainee(seat.person()).start(one.assignment.exercise_id)
    except NotAllowed:
        markup.show(Markup('<p class="rl-refusal">{}</p>').format(_("This part is no longer published to your class.")))
        return
    goal = "debrief" if one.detection else "briefing"
    st.switch_page(frame.page(goal), query_params={seat.ATTEMPT: attempt_id})


def _shift(before: Detection, after: Detection) -> None:
    moved, low, high = shift(before, after)
    rows = tuple(
        (
            name,
            Figure(number(seen.criterion, 2)),
            Figure(figures.eye(seen, 2)),
            figures.share(seen.hit_rate)[0],
            figures.share(seen.false_alarm_rate)[0],
        )
        for name, seen in ((_("before the burst"), before), (_("after the burst"), after))
    )
    heads = ("", _("Criterion"), "d′", _("Violations held"), _("Lawful held (false alarms)"))
    said = _("Your line moved by {moved} (95 % interval {low} to {high}); below 0 you hold sooner than before.").format(
        moved=number(moved, 2), low=number(low, 2), high=number(high, 2)
    )
    if low <= 0 <= high:
        said += " " + _(
            "One run of fifteen minutes is too short to tell this from luck; the results of the whole class can."
        )
    markup.show(blocks.html(Table(heads, rows)) + blocks.html(Text(said)))
