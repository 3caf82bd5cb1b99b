"""Classes and results: the class's code, what is published to it, and the results of each trainee."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.language import _
from exercises.record import StoreError, Unavailable
from exercises.store import ExerciseHead, InstructorStore, TrainingClass
from exercises.views import frame, markup, office, seat, words
from exercises.views.instructor import entry_codes, results

EVERY = "15s"
"""How often the results are read again while the page is open."""


def show() -> None:
    """Choose a class; its code, results and published exercises."""
    desk = office.instructor(seat.instructor())
    classes = desk.classes()
    with st.container(key="sheet"):
        if not classes:
            markup.show(
                Markup('<h1 class="rl-h1">{}</h1><p class="rl-empty">{}</p>').format(
                    _("Your classes"),
                    _("You have no class yet. Name one: you get a code, and trainees use it to join."),
                )
            )
            _new_class()
            return
        class_ = _choose(classes)
        markup.show(
            Markup('<div class="rl-code"><span>{} <code>{}</code></span><span class="rl-muted">{}</span></div>').format(
                _("Class code"), class_.code, _("Trainees join with their name and this code.")
            )
        )
        board(class_.id)
        _published(desk, class_)
        entry_codes.lost(desk, class_.id)
        with st.expander(_("Another class")):
            _new_class()


def _choose(classes: list[TrainingClass]) -> TrainingClass:
    if len(classes) == 1:
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(classes[0].name))
        return classes[0]
    names = {class_.id: class_.name for class_ in classes}
    chosen = st.selectbox(
        _("Class"),
        list(names),
        format_func=lambda key: names[key],
        key="class",
        label_visibility="collapsed",
        width=320,
    )
    return next(class_ for class_ in classes if class_.id == chosen)


def _new_class() -> None:
    with st.form("new-class", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(_("Name of the class"), max_chars=120, width=320)
        if st.form_submit_button(_("Make the class")) and name.strip():
            office.instructor(seat.instructor()).create_class(name.strip())
            st.rerun()


@st.fragment(key="board", run_every=EVERY)
def board(class_id: str) -> None:
    """Trainees and their results, read again every few seconds."""
    try:
        _board(class_id)
    except Unavailable:
        _empty(_("The database does not answer. What was saved is safe."))


def _board(class_id: str) -> None:
    desk = office.instructor(seat.instructor())
    heads = _heads(desk, class_id)
    members = desk.members(class_id)
    markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_("Results")))
    if not heads:
        _empty(_("Nothing is published to this class yet. Publish an exercise below."))
    elif not members:
        _empty(_("Nobody has joined yet. Show the class code above."))
    else:
        ladders = {head.id: office.ladder(desk, head.id) for head in heads}
        markup.show(results.table(members, heads, desk.results(class_id), ladders))
        said = _(
            "Per cent: share of the best possible choice given what was shown. d′: how well the trainee told "
            "violations from lawful trade in a stream. Then: violations examined or held. The line of the "
            "class shows its 95 % interval."
        )
        markup.show(Markup('<p class="rl-muted">{}</p>').format(said))


def _empty(said: str) -> None:
    markup.show(Markup('<p class="rl-empty">{}</p>').format(said))


def _heads(desk: InstructorStore, class_id: str) -> list[ExerciseHead]:
    every = {head.id: head for head in desk.exercises()}
    return [every[name] for name in desk.published(class_id) if name in every]


def _published(desk: InstructorStore, class_: TrainingClass) -> None:
    open_here = set(desk.published(class_.id))
    markup.show(Markup('<h2 class="rl-h2">{}</h2>').format(_("Exercises")))
    every = desk.exercises()
    if not every:
        _empty(_("There is no exercise yet. Make one under “New exercise”."))
    for head in every:
        with st.container(key=f"line-{head.id}", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            markup.show(
                Markup(
                    '<div class="rl-item"><div><strong>{}</strong> <span class="rl-muted">{}</span></div>'
                    '<div class="rl-muted">{}</div></div>'
                ).format(_(head.title), words.level(head.level), words.terms(head.spec.consignments, head.capacity))
            )
            if st.button(_("Details"), key=f"detail-{head.id}"):
                st.switch_page(frame.page("detail"), query_params={"exercise": head.id})
            published = head.id in open_here
            st.button(
                _("Withdraw") if published else _("Publish"),
                key=f"publish-{class_.id}-{head.id}",
                type="secondary" if published else "primary",
                width=110,
                on_click=_turn,
                args=(class_.id, head.id, published),
            )
    if refusal := st.session_state.pop("publish-refusal", None):
        markup.show(Markup('<p class="rl-refusal">{}</p>').format(refusal))


def _turn(class_id: str, exercise_id: str, published: bool) -> None:
    """Publish or withdraw; attempts that were started stay in both cases."""
    desk = office.instructor(seat.instructor())
    try:
        if published:
            desk.withdraw(exercise_id, class_id)
        else:
            desk.publish(exercise_id, class_id)
    except StoreError as error:
        st.session_state["publish-refusal"] = _("Nothing was changed: {}.").format(error)
