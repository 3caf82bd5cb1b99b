"""The decision on the open consignment: lane, confidence, red flags, note; each change is saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import streamlit as st
from markupsafe import Markup, escape

from exercises.language import _, languages, story_label
from exercises.play import Outcome
from exercises.record import CONFIDENCE, CapacityExceeded, Decision, StoreError
from exercises.views import lanes, words
from exercises.views.markup import show
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import focus, told
from simulator.errors import InputError


@st.fragment(key="decision")
def panel() -> None:
    """The panel below the dossier; its widgets carry the consignment's id in their keys."""
    here = seat()
    declaration_id = focus.current(here)
    if declaration_id is None:
        return
    decision = here.attempt.record.decisions.get(declaration_id, Decision(declaration_id))
    final = here.attempt.card.feedback and decision.lane is not None
    closed = final or not focus.open_to_decide(here, declaration_id)
    with st.container(key="decision", gap="xxsmall"):
        show(_heading(here, decision, closed))
        _lanes(here, decision, closed)
        outcome = _known_outcome(here, declaration_id) if final else None
        if outcome is None:
            _reasons(here, decision, closed)
        else:
            flags = told.html(outcome, decision.flags, here.attempt.card.flags)
            show(_outcome(decision.lane == "red", outcome, flags))


def confidence(level: int) -> str:
    """A confidence in words, after its number."""
    return {1: _("1 guess"), 2: _("2 unsure"), 3: _("3 fairly sure"), 4: _("4 certain")}[level]


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


def _lanes(here: Seat, decision: Decision, closed: bool) -> None:
    declaration_id, streams = decision.declaration_id, focus.streams(here)
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", key="decision-lane"):
        for lane in here.attempt.card.lanes:
            st.button(
                lanes.word(lane, streams),
                key=_key(f"lane-{lane}", here, declaration_id),
                type="primary" if decision.lane == lane else "secondary",
                shortcut=lanes.KEYS[lane],
                disabled=closed,
                on_click=_choose,
                args=(declaration_id, lane),
            )
        st.segmented_control(
            _("Confidence"),
            CONFIDENCE,
            default=decision.confidence,
            format_func=confidence,
            key=_key("confidence", here, declaration_id),
            on_change=_save,
            args=(declaration_id,),
            label_visibility="collapsed",
            disabled=closed,
        )


def _reasons(here: Seat, decision: Decision, closed: bool) -> None:
    declaration_id = decision.declaration_id
    cited = tuple(flag for flag in decision.flags if flag not in here.attempt.card.flags)
    labels = _labels(languages.current(), (*here.attempt.card.flags, *cited))
    with st.container(key="decision-reasons", horizontal=True, gap="small", wrap=False):
        st.multiselect(
            _("Red flags seen"),
            list(labels),
            default=list(decision.flags),
            format_func=labels.__getitem__,
            placeholder=_("Red flags seen: type to find one"),
            wrap=True,
            filter_mode="contains",
            select_all=False,  # Enter would cite every match
            key=_key("flags", here, declaration_id),
            on_change=_save,
            args=(declaration_id,),
            label_visibility="collapsed",
            disabled=closed,
        )
        st.text_input(
            _("Note"),
            value=decision.note,
            placeholder=_("Note"),
            key=_key("note", here, declaration_id),
            max_chars=2000,
            on_change=_save,
            args=(declaration_id,),
            label_visibility="collapsed",
            disabled=closed,
            width=208,
        )


@lru_cache(maxsize=64)
def _labels(_language: str, offered: tuple[str, ...]) -> Mapping[str, str]:
    """Words of the flags that can be cited: those that the exercise offers, and those cited before it offered fewer."""
    return MappingProxyType({name: words.indicator_in_family(name) for name in offered})


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


def _choose(declaration_id: str, lane: str) -> None:
    """Act on a pressed lane; not if the trainee had moved on before the page was redrawn and did not see this
    consignment."""
    here = seat()
    if focus.current(here) == declaration_id:
        _take(declaration_id, lane)
        return
    st.session_state[focus.refusal_key(here)] = _("You had already moved on: {reference} was not decided.").format(
        reference=declaration_id
    )
    focus.redraw("decision")


def _save(declaration_id: str) -> None:
    standing = seat().attempt.record.decisions.get(declaration_id)
    _take(declaration_id, standing.lane if standing else None)


def _take(declaration_id: str, lane: str | None) -> None:
    """Save what the panel shows now with this lane; show a refusal as one calm sentence."""
    here = seat()
    refusal = None
    cited = tuple(st.session_state.get(_key("flags", here, declaration_id), ()))
    before = here.attempt.record.decisions.get(declaration_id, Decision(declaration_id)).flags
    try:
        here.attempt.decide(
            declaration_id,
            lane,
            flags=cited,
            confidence=st.session_state.get(_key("confidence", here, declaration_id)),
            note=str(st.session_state.get(_key("note", here, declaration_id)) or ""),
        )
    except CapacityExceeded as full:
        refusal = _("{lane} is full: all {capacity} places are used. Move another consignment out of it first.").format(
            lane=lanes.word(full.lane), capacity=full.capacity
        )
    except (StoreError, InputError) as error:
        refusal = focus.refused(here, error, declaration_id)
    st.session_state[focus.refusal_key(here)] = refusal
    more = ["engine"] if here.attempt.engine(declaration_id) is None else []
    if cited != before and not focus.streams(here):
        more.append("filters")  # which offer the flags that are cited
    focus.redraw("header", "queue", "decision", *more)


def _key(noun: str, here: Seat, declaration_id: str) -> str:
    return f"{noun}-{here.attempt_id}-{declaration_id}"
