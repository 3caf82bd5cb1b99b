"""The keys of the desk: one table, from which come the script's work, the signs on the buttons and the list under "?".

The script (exercises/web/desk.js) presses what a key stands for. Whoever types in a field types; a select that is
closed takes no letters. The keys can be switched off, for those who steer by voice or whose hands shake.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from exercises.design import ExerciseCard
from exercises.language import _
from exercises.record import CONFIDENCE
from exercises.views import lanes, words
from exercises.views.markup import script, show
from exercises.views.seat import seat
from exercises.views.trainee.desk import focus
from exercises.web import script_address

LIST = "?"
_OFF = "desk-keys-off"


@dataclass(frozen=True)
class Key:
    """``sign``: what is pressed; ``at``: a CSS selector of the button, tab or field; ``word``: what it does."""

    sign: str
    at: str
    word: str
    button: bool = True


def table(card: ExerciseCard) -> tuple[Key, ...]:
    """The keys of an exercise, in the order in which they are listed."""
    streams = card.mode == "stream"
    moves = [
        Key("J", ".st-key-step-1 button", _("next")),
        Key("K", ".st-key-step--1 button", _("previous")),
    ]
    chosen = [
        Key(lanes.KEYS[lane], f'[class*="st-key-lane-{lane}"] button', lanes.word(lane, streams).lower())
        for lane in card.lanes
    ]
    sure = [
        # the number in front of the word is the key itself
        Key(
            str(level), f'[class*="st-key-confidence-"] button:nth-of-type({level})', words.confidence(level)[2:], False
        )
        for level in CONFIDENCE
    ]
    rest = [
        Key("F", '[class*="st-key-flags-"] input', _("find a red flag"), False),
        Key("N", '[class*="st-key-note-"] input', _("write a note"), False),
        Key("T", '.st-key-dossier-body [role="tab"][aria-selected="true"]', _("tabs of the dossier"), False),
        Key("L", ".st-key-library-open button", _("Library").lower()),
        Key("S", ".st-key-submit button", _("Submit").lower()),
        Key(LIST, ".st-key-keys button", _("this list")),
    ]
    done = Key(
        "D", ".st-key-decide-final button, .st-key-swap button", _("do what the panel asks: a swap, a final decision")
    )
    return (*moves, *chosen, *sure, done, *rest)


def line(card: ExerciseCard) -> Markup:
    """The keys in one line."""
    return Markup(", ").join(Markup("<kbd>{}</kbd> {}").format(one.sign, one.word) for one in table(card))


def html(card: ExerciseCard) -> Markup:
    """The keys as a table."""
    lines = Markup("").join(
        Markup("<tr><th scope='row'><kbd>{}</kbd></th><td>{}</td></tr>").format(one.sign, one.word)
        for one in table(card)
    )
    return Markup('<table class="rl-keys">{}</table>').format(lines)


@st.fragment(key="keys-button")
def button() -> None:
    """The button that lists the keys."""
    st.button(_("Keys"), key="keys", on_click=_ask)
    if st.session_state.pop("ask-keys", False):
        st.dialog(_("Keys at the desk"))(_listed)()


@st.fragment(key="keys-work")
def work() -> None:
    """For the script, and the script itself: what each key presses, and the sign of each key on its button."""
    every = () if st.session_state.get(_OFF) else table(seat().attempt.card)
    works = json.dumps({one.sign.lower(): one.at for one in every})
    with st.container(key="keys-data"):
        show(Markup('<span class="rl-data" data-desk-keys="{}"></span>').format(works))
        show(_signs(tuple(one for one in every if one.button)))
        script(script_address())


def _signs(every: tuple[Key, ...]) -> Markup:
    rules = "".join(f':is({one.at})::after{{content:"{one.sign}"}}' for one in every)
    return Markup("<style>{}</style>").format(Markup(rules or "/**/"))


def _ask() -> None:
    st.session_state["ask-keys"] = True
    focus.redraw("keys-button")


def _listed() -> None:
    show(html(seat().attempt.card))
    said = _("They work wherever you last clicked, and never while you write in a field. Esc leaves a list.")
    show(Markup('<p class="rl-muted">{}</p>').format(said))
    st.toggle(_("Use these keys"), value=not st.session_state.get(_OFF), key="keys-on", on_change=_switch)


def _switch() -> None:
    """Switch the keys on or off; the rerun closes the list."""
    st.session_state[_OFF] = not st.session_state["keys-on"]
    focus.redraw("keys-work")
