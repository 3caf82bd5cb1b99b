"""The briefing: what is asked, with what means, before the desk opens."""

from __future__ import annotations

from html import escape

import streamlit as st

from exercises.languages import _
from exercises.session import ExerciseCard
from exercises.views import frame, lanes, seat, words


def show() -> None:
    """The exercise's own text, its terms in a table, the four lanes, and the way to the desk."""
    here = seat.seat()
    card = here.attempt.card
    with st.container(key="report"):
        st.html(f'<h1 class="rl-h1">{escape(_(card.title))}</h1>')
        text, terms = st.columns([3, 2], gap="large")
        with text:
            st.markdown(_(card.briefing))
            if st.button(_("Open the desk"), type="primary", key="to-desk"):
                st.switch_page(frame.page("desk"), query_params={seat.ATTEMPT: here.attempt_id})
        terms.html(_terms(card) + _lanes() + _keys())


def _terms(card: ExerciseCard) -> str:
    shown = [
        word for word, on in ((_("risk profiles"), card.help.profiles), (_("classifier"), card.help.classifier)) if on
    ]
    rows = [
        (_("Consignments"), str(card.volume)),
        (_("Physical examinations"), str(card.capacity["red"])),
        (_("Document checks"), str(card.capacity["yellow"])),
        (_("Level"), words.level(card.level)),
        (_("You see"), words.tier(card.visible_tier)),
        (_("Risk engine"), _(" and ").join(shown) if shown else _("withheld")),
        *([(_("Time"), _("about {} minutes").format(card.minutes))] if card.minutes else []),
    ]
    return _table(_("Terms"), rows)


def _lanes() -> str:
    return _table(_("Lanes"), [(lanes.chip(lane), escape(lanes.meaning(lane))) for lane in lanes.LANES], marked=True)


def _keys() -> str:
    keys = [("J", _("next")), ("K", _("previous"))]
    keys += [(key, lanes.word(lane).lower()) for lane, key in lanes.KEYS.items()]
    said = " ".join(f"<kbd>{key}</kbd> {escape(word)}" for key, word in keys)
    return f'<section class="rl-sheet"><h6>{escape(_("Keys at the desk"))}</h6><p>{said}</p></section>'


def _table(title: str, rows: list[tuple[str, str]], marked: bool = False) -> str:
    lines = "".join(
        f"<tr><th>{label if marked else escape(label)}</th><td>{shown if marked else escape(shown)}</td></tr>"
        for label, shown in rows
    )
    return f'<section class="rl-sheet"><h6>{escape(title)}</h6><table>{lines}</table></section>'
