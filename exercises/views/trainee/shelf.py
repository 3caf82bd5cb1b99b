"""The trainee's exercises: what is published to their class, how far they are, and the button to play."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup, escape

from exercises.language import _, languages, percent
from exercises.learning import courses
from exercises.record import NotAllowed
from exercises.store import Assignment
from exercises.views import frame, markup, office, seat, words


def show() -> None:
    """One line for each exercise, oldest first, with one button each; those made for this trainee are listed
    separately."""
    someone = seat.person()
    shelf = office.trainee(someone).exercises()
    with st.container(key="sheet"):
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(_("Your exercises")))
        if not shelf:
            markup.show(
                Markup('<p class="rl-empty">{} {}</p>').format(
                    _("Nothing is published to your class yet."),
                    _("Your instructor publishes exercises; reload this page when they say so."),
                )
            )
            return
        parts = {part.exercise for course in courses() for part in course.parts}
        for assignment in shelf:
            if not assignment.own and assignment.slug not in parts:
                _line(assignment)
        if any(assignment.slug in parts for assignment in shelf):
            st.page_link(frame.page("courses"), label=_("You play the parts of a course on the page Courses"))
        practice = [assignment for assignment in shelf if assignment.own]
        if practice:
            markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_("Your practice")))
        for assignment in practice:
            _line(assignment)


def _line(assignment: Assignment) -> None:
    with st.container(
        key=f"line-{assignment.exercise_id}", horizontal=True, vertical_alignment="center", gap="small", wrap=False
    ):
        markup.show(
            Markup(
                '<div class="rl-item"><div><strong>{}</strong> <span class="rl-muted">{}</span></div>'
                '<div class="rl-muted">{}</div></div>'
            ).format(_(assignment.title), words.level(assignment.level), _terms(assignment))
        )
        markup.show(Markup('<div class="rl-state">{}</div>').format(_state(assignment)), width=190)
        st.button(
            _action(assignment),
            key=f"enter-{assignment.exercise_id}",
            type="secondary" if assignment.submitted_at else "primary",
            width=120,
            on_click=_enter,
            args=(assignment.exercise_id,),
        )
    goal = st.session_state.pop("enter", None)
    if goal is not None:
        name, attempt_id = goal
        st.switch_page(frame.page(name), query_params={seat.ATTEMPT: attempt_id})


def _terms(assignment: Assignment) -> str:
    size = words.terms(assignment.consignments, assignment.capacity)
    return f"{size} · {_('arriving by the clock')}" if assignment.mode == "stream" else size


def _state(assignment: Assignment) -> Markup:
    if assignment.submitted_at is not None:
        when = _("submitted {when}").format(when=languages.moment(assignment.submitted_at))
        if assignment.score is None:
            return escape(when)
        score = _("{share} of the best").format(share=percent(assignment.score))
        return Markup("<strong>{}</strong><br>{}").format(score, when)
    if assignment.started_at is not None:
        return escape(_("started {when}").format(when=languages.moment(assignment.started_at)))
    return escape(_("not started"))


def _action(assignment: Assignment) -> str:
    if assignment.submitted_at is not None:
        return _("Debrief")
    return _("Continue") if assignment.started_at is not None else _("Briefing")


def _enter(exercise_id: str) -> None:
    """Start or continue; the store returns the attempt if there is one."""
    someone = seat.person()
    shelf = office.trainee(someone)
    try:
        attempt_id = shelf.start(exercise_id)
    except NotAllowed:
        return
    standing = next(one for one in shelf.exercises() if one.exercise_id == exercise_id)
    goal = "debrief" if standing.submitted_at else "desk" if _seen(someone.id, attempt_id) else "briefing"
    st.session_state["enter"] = (goal, attempt_id)


def _seen(person_id: str, attempt_id: str) -> bool:
    """Whether the desk was used before: then Continue leads to the desk and not to the briefing."""
    return bool(office.store().desk(person_id, attempt_id).log())
