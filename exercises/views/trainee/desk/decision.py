"""The decision on the open consignment: lane, confidence, red flags, note; each change is saved at once."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup, escape

from exercises.language import _, story_label
from exercises.play import Outcome
from exercises.record import CONFIDENCE, Decision
from exercises.views import lanes, words
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import citing, focus, question, saving, told


@st.fragment(key="decision")
def panel() -> None:
    """The panel below the dossier; its widgets carry the consignment's id in their keys."""
    here = seat()
    declaration_id = focus.current(here)
    if declaration_id is None:
        return
    decision = saving.standing(here, declaration_id)
    final = here.attempt.card.feedback and decision.lane is not None
    closed = final or not focus.open_to_decide(here, declaration_id)
    asked = None if closed else focus.asked(here, declaration_id)
    with st.container(key="decision", gap="xxsmall"):
        show(_heading(here, decision, closed) + citing.stand(decision, closed))
        _lanes(here, decision, asked, closed)
        if asked is not None:
            question.draw(here, asked)
        outcome = _known_outcome(here, declaration_id) if final else None
        if outcome is None:
            _reasons(here, decision, closed)
        else:
            flags = told.html(outcome, decision.flags, here.attempt.card.flags)
            show(_outcome(decision.lane == "red", outcome, flags))


def _heading(here: Seat, decision: Decision, closed: bool) -> Markup:
    declaration_id = decision.declaration_id
    refusal = st.session_state.get(focus.refusal_key(here))
    if not refusal and closed and decision.lane is None:
        left = here.attempt.seconds_left(here.attempt.leaves(declaration_id)) == 0.0
        refusal = _("Released undecided: its time was up.") if left else _("The time is up.")
    lane = lanes.word(decision.lane, focus.streams(here)) if decision.lane else ""
    if refusal:
        said = escape(refusal)
    elif decision.at is not None:
        said = Markup("{} <time>{:%H:%M:%S}</time>").format(_("saved"), decision.at.astimezone())
    else:
        final = here.attempt.card.feedback
        said = escape(_("final once saved: the outcome is shown at once") if final else _("nothing saved yet"))
    style = "rl-refusal" if refusal else "rl-muted"
    heard = " ".join(part for part in (declaration_id, lane) if part)  # who does not see the panel hears which one
    right = Markup('<span class="{}" role="status"><span class="rl-heard">{}: </span>{}</span>').format(
        style, heard, said
    )
    return Markup('<div class="rl-heading"><span><strong>{}</strong> <code>{}</code> {}</span>{}</div>').format(
        _("Your decision"), declaration_id, lanes.chip(decision.lane, focus.streams(here)), right
    )


def _lanes(here: Seat, decision: Decision, asked: focus.Question | None, closed: bool) -> None:
    declaration_id, streams = decision.declaration_id, focus.streams(here)
    chosen = asked.lane if asked else decision.lane
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", key="decision-lane"):
        for lane in here.attempt.card.lanes:
            st.button(
                lanes.word(lane, streams),
                key=saving.widget(f"lane-{lane}", here, declaration_id),
                type="primary" if chosen == lane else "secondary",
                disabled=closed,
                on_click=saving.choose,
                args=(declaration_id, lane),
            )
        key = saving.widget("confidence", here, declaration_id)
        if st.session_state.get(key) != decision.confidence:  # said in another tab
            st.session_state[key] = decision.confidence
        st.segmented_control(
            _("Confidence"),
            CONFIDENCE,
            required=True,  # the chosen one stays when it is pressed again
            format_func=words.confidence,
            key=key,
            on_change=saving.save,
            args=(declaration_id,),
            label_visibility="collapsed",
            disabled=closed,
        )


def _reasons(here: Seat, decision: Decision, closed: bool) -> None:
    declaration_id = decision.declaration_id
    with st.container(key="decision-reasons", horizontal=True, gap="small", wrap=False):
        citing.choice(here, decision, closed)
        typed = st.text_input(
            _("Note"),
            value=decision.note,
            placeholder=_("Note"),
            key=saving.widget("note", here, declaration_id),
            max_chars=2000,
            on_change=saving.save,
            args=(declaration_id,),
            label_visibility="collapsed",
            disabled=closed,
            width=160,
        )
    _take(here, decision, typed, closed)


def _take(here: Seat, decision: Decision, typed: str, closed: bool) -> None:
    """Save a note that came without its callback: the server was away, and this session never saw it change."""
    key = saving.widget("note-drawn", here, decision.declaration_id)
    drawn, st.session_state[key] = st.session_state.get(key), typed
    refused = st.session_state.get(focus.refusal_key(here))
    if not closed and not refused and typed not in (decision.note, drawn):
        saving.save(decision.declaration_id)


def _known_outcome(here: Seat, declaration_id: str) -> Outcome | None:
    """The outcome, which never changes: read from the store once in a session."""
    key = f"outcome-{here.attempt_id}-{declaration_id}"
    if key not in st.session_state:
        st.session_state[key] = here.attempt.outcome(declaration_id)
    found: Outcome | None = st.session_state[key]
    return found


def _outcome(held: bool, outcome: Outcome, flags: Markup) -> Markup:
    """The outcome, in the words of a stream; the decision is final."""
    verdict = {
        (True, True): _("Hit: a violation, and you held it."),
        (False, True): _("Miss: a violation, and you released it."),
        (True, False): _("False alarm: lawful trade, and you held it."),
        (False, False): _("Correct release: lawful trade."),
    }[held, outcome.violation]
    story = outcome.story
    style = "rl-outcome" if held == outcome.violation else "rl-outcome rl-wrong"
    return Markup(
        '<div class="{}" role="status" tabindex="0"><p><strong>{}</strong> {}</p>{}<p>{}</p>'
        '<p class="rl-muted">{}</p></div>'
    ).format(
        style,
        verdict,
        story_label(story.id, story.fields),
        flags,
        story.text(),
        _("The outcome is shown, so this decision is final."),
    )
