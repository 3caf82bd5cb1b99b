"""The decision on the open consignment: lane, confidence, red flags, note; each change is saved at once."""

from __future__ import annotations

from html import escape

import streamlit as st

from exercises.languages import _
from exercises.session import Decision
from exercises.store.attempt import CONFIDENCE
from exercises.store.errors import AlreadySubmitted, CapacityExceeded, StoreError
from exercises.views import lanes, words
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import place
from simulator.errors import InputError


@st.fragment(key="decision")
def panel() -> None:
    """The panel below the dossier; its widgets carry the consignment's id in their keys."""
    here = seat()
    declaration_id = place.current(here)
    if declaration_id is None:
        return
    decision = here.attempt.decisions().get(declaration_id, Decision(declaration_id))
    refusal = st.session_state.get(place.refusal_key(here))
    with st.container(key="decision", gap="xxsmall"):
        st.html(_heading(decision, refusal))
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="decision-lane"):
            for lane in lanes.LANES:
                st.button(
                    lanes.word(lane),
                    key=_key(f"lane-{lane}", here, declaration_id),
                    type="primary" if decision.lane == lane else "secondary",
                    shortcut=lanes.KEYS[lane],
                    on_click=_choose,
                    args=(declaration_id, lane),
                )
            st.html(f'<span class="rl-muted">{escape(_("confidence"))}</span>', width="content")
            st.segmented_control(
                _("Confidence"),
                CONFIDENCE,
                default=decision.confidence,
                format_func=lambda level: f"{level}",
                key=_key("confidence", here, declaration_id),
                on_change=_save,
                args=(declaration_id,),
                label_visibility="collapsed",
                help=_("1 guess, 2 unsure, 3 fairly sure, 4 certain"),
            )
        flags, note = st.columns([7, 3], gap="small")
        known = words.indicators()
        flags.multiselect(
            _("Red flags seen"),
            list(known),
            default=[flag for flag in decision.flags if flag in known],
            format_func=words.indicator_in_family,
            placeholder=_("Red flags seen: type to find one"),
            wrap=True,
            filter_mode="contains",
            select_all=False,  # Enter would cite every match
            key=_key("flags", here, declaration_id),
            on_change=_save,
            args=(declaration_id,),
            label_visibility="collapsed",
        )
        note.text_input(
            _("Note"),
            value=decision.note,
            placeholder=_("Note"),
            key=_key("note", here, declaration_id),
            max_chars=2000,
            on_change=_save,
            args=(declaration_id,),
            label_visibility="collapsed",
        )


def _heading(decision: Decision, refusal: str | None) -> str:
    if refusal:
        right = f'<span class="rl-refusal">{escape(refusal)}</span>'
    elif decision.at is not None:
        right = f'<span class="rl-muted">{escape(_("saved"))} <time>{decision.at.astimezone():%H:%M:%S}</time></span>'
    else:
        right = f'<span class="rl-muted">{escape(_("nothing saved yet"))}</span>'
    return (
        f'<div class="rl-heading"><span><strong>{escape(_("Your decision"))}</strong> '
        f"<code>{escape(decision.declaration_id)}</code> {lanes.chip(decision.lane)}</span>{right}</div>"
    )


def _choose(declaration_id: str, lane: str) -> None:
    _take(declaration_id, lane)


def _save(declaration_id: str) -> None:
    standing = seat().attempt.decisions().get(declaration_id)
    _take(declaration_id, standing.lane if standing else None)


def _take(declaration_id: str, lane: str | None) -> None:
    """Save what the panel shows now with this lane; a refusal becomes one calm sentence."""
    here = seat()
    refusal = None
    try:
        here.attempt.decide(
            declaration_id,
            lane,
            flags=tuple(st.session_state.get(_key("flags", here, declaration_id), ())),
            confidence=st.session_state.get(_key("confidence", here, declaration_id)),
            note=str(st.session_state.get(_key("note", here, declaration_id)) or ""),
        )
    except CapacityExceeded as full:
        refusal = _("{lane} is full: all {capacity} places are used. Move another consignment out of it first.").format(
            lane=lanes.word(full.lane), capacity=full.capacity
        )
    except AlreadySubmitted:
        refusal = _("This attempt was submitted in another tab; nothing more can be changed.")
    except (StoreError, InputError) as error:
        refusal = _("Not saved: {}.").format(error)
    st.session_state[place.refusal_key(here)] = refusal
    st.rerun(["header", "queue", "decision"])


def _key(noun: str, here: Seat, declaration_id: str) -> str:
    return f"{noun}-{here.attempt_id}-{declaration_id}"
