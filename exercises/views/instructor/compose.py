"""A new exercise: choose its difficulty, preview the results of simulated trainees, publish."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from exercises.design import ExerciseSpec, make
from exercises.language import _, ngettext, palette
from exercises.record import StoreError
from exercises.rehearsal import Preview, PreviewRow, preview
from exercises.report import Block, Heading, Text, room_bars, room_words
from exercises.store import Person
from exercises.views import blocks, frame, markup, notices, office, seat, values
from exercises.views.instructor import recipe
from simulator.errors import InputError

BATCHES = 4
"""Batches that the simulated trainees play: few, because an instructor waits for them."""


def show() -> None:
    """The form on the left; the results of simulated trainees on the right."""
    someone = seat.instructor()
    classes = {class_.id: class_.name for class_ in office.instructor(someone).classes()}
    with st.container(key="wide"):
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(_("New exercise")))
        left, right = st.columns([55, 45], gap="large")
        with left:
            base = recipe.start()
            pressed = recipe.form(base, classes)
            if not classes:
                said = _("Make a class first: then you can publish to it.")
                markup.show(Markup('<p class="rl-muted">{}</p>').format(said))
        with right:
            if pressed.preview:
                _preview(pressed)
            elif pressed.publish:
                _publish(someone, pressed, classes)
            found: Preview | None = st.session_state.get("preview")
            title = Markup('<h2 class="rl-h2">{}</h2>').format(_("Simulated trainees"))
            markup.show(title + (table(found) if found else _before()))
            if found and found.room:
                bars: list[Block] = [Heading(_("Room for skill")), room_bars(found.room), Text(room_words(), "muted")]
                blocks.show(bars, "preview-room")


def _spec(pressed: recipe.Pressed) -> ExerciseSpec | None:
    try:
        return recipe.recipe(pressed.values, recipe.seed())
    except InputError as error:
        notices.faults(_("This cannot be built yet. Nothing was changed."), error.faults)
        return None


def _preview(pressed: recipe.Pressed) -> None:
    spec = _spec(pressed)
    if spec is None:
        return
    shown = st.progress(0.0, _("Simulated trainees play {} batches …").format(BATCHES))
    try:
        engine = office.engine(spec, lambda done: _show_learning(shown, done))
        st.session_state["preview"] = preview(spec, engine, BATCHES, lambda done: _show_progress(shown, done))
    except InputError as error:
        notices.faults(_("The preview could not be made."), error.faults)
    shown.empty()


def _show_learning(shown: st.delta_generator.DeltaGenerator, done: float) -> None:
    shown.progress(done, _("The risk engine learns …"))


def _show_progress(shown: st.delta_generator.DeltaGenerator, done: float) -> None:
    shown.progress(done, _("Batch {} of {} played").format(round(done * BATCHES), BATCHES))


def _publish(someone: Person, pressed: recipe.Pressed, classes: dict[str, str]) -> None:
    spec = _spec(pressed)
    if spec is None:
        return
    desk, class_id = office.instructor(someone), str(pressed.values["class"])
    try:
        shown = st.progress(0.0, _("Building the exercise …"))
        engine = office.engine(spec, lambda done: _show_learning(shown, 0.8 * done))
        shown.progress(0.8, _("Building the exercise …"))
        head = desk.add_exercise(make(spec, engine))
        shown.empty()
        desk.publish(head.id, class_id)
    except InputError as error:
        notices.faults(_("Not published. Nothing was changed."), error.faults)
        return
    except StoreError as error:
        notices.faults(_("Not published."), [str(error)])
        return
    recipe.forget_seed()
    st.session_state.pop("preview", None)
    notices.done(_("“{title}” is published to {room}.").format(title=_(head.title), room=classes[class_id]))
    st.page_link(frame.page("detail"), label=_("See the exercise"), query_params={"exercise": head.id})


def _before() -> Markup:
    said = _(
        "Press “Preview simulated trainees” to see the results of players who guess, players who follow the "
        "engine, and novices to experts with these settings."
    )
    return Markup('<p class="rl-empty">{}</p>').format(said)


def table(found: Preview) -> Markup:
    """Players by efficiency; the interval is drawn over the bar."""
    heads = ("", _("Share of the best possible"), "", _("95 % interval"), _("Caught"), _("Lawful examined"))
    top = Markup().join(Markup("<th>{}</th>").format(text) for text in heads)
    body = Markup().join(_row(row) for row in found.rows)
    counts = ", ".join(str(number) for number in found.violations)
    said = ngettext(
        "Violations in the {batches} batch played: {counts}. It has the same settings as your exercise, but "
        "it is another batch.",
        "Violations in the {batches} batches played: {counts}. They have the same settings as your exercise, "
        "but they are other batches.",
        len(found.violations),
    )
    return Markup(
        '<table class="rl-table rl-ladder"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
        '<p class="rl-muted">{}</p>'
    ).format(top, body, said.format(batches=len(found.violations), counts=counts))


def _row(row: PreviewRow) -> Markup:
    colour = palette.COLOURS["you"] if row.person else palette.COLOURS.get(row.player, palette.COLOURS["chance"])
    name = palette.person(row.player) if row.person else palette.swatch(row.player)
    whisker = f"left:{100 * row.low:.1f}%;width:{100 * max(row.high - row.low, 0.004):.1f}%"
    bar = Markup(
        '<div class="rl-track"><i class="rl-bar" style="width:{:.1f}%;background:{}"></i>'
        '<i class="rl-whisker" style="{}"></i></div>'
    ).format(100 * (row.efficiency or 0.0), colour, whisker)
    interval = f"{values.percent(row.low)} – {values.percent(row.high)}"
    figures = (values.percent(row.efficiency), interval, values.number(row.caught, 1), values.number(row.lawful, 1))
    cells = Markup().join(Markup('<td class="rl-num">{}</td>').format(figure) for figure in figures)
    return Markup("<tr><th>{}</th><td>{}</td>{}</tr>").format(name, bar, cells)
