"""What the decision panel asks once: before a decision that is final, and when a lane is full."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from exercises.language import _
from exercises.record import Decision
from exercises.views import lanes, words
from exercises.views.markup import show
from exercises.views.seat import Seat
from exercises.views.trainee.desk import focus, saving


def draw(here: Seat, asked: focus.Question) -> None:
    """The question with the one button that does it, and the one that leaves it."""
    lane = lanes.word(asked.lane, focus.streams(here))
    with st.container(key="question", horizontal=True, gap="xsmall", vertical_alignment="center"):
        if asked.kind == "final":
            _say(_("{lane} is final: you see the outcome at once.").format(lane=lane))
            _button("decide-final", _("Decide and see the outcome"), saving.confirm, asked)
        else:
            full = _("{lane} is full: all {capacity} places are used. Give up")
            _say(full.format(lane=lane, capacity=here.attempt.card.capacity[asked.lane]))
            there = {one.declaration_id: one for one in saving.swappable(here, asked.lane)}
            st.selectbox(
                _("Consignment to give up"),
                list(there),
                key=saving.widget("give-up", here, asked.declaration_id),
                format_func=lambda name: _named(here, there[name]),
                label_visibility="collapsed",
                width=190,
            )
            _button("swap", _("Swap"), saving.swap, asked)
        st.button(_("Not now"), key="question-drop", on_click=saving.drop)


def _say(said: str) -> None:
    show(Markup('<span class="rl-asked" role="status">{}</span>').format(said), width="content")


def _button(key: str, label: str, act: Callable[[focus.Question], None], asked: focus.Question) -> None:
    st.button(label, key=key, type="primary", on_click=act, args=(asked,))


def _named(here: Seat, decision: Decision) -> str:
    """A consignment of the full lane: its reference, how sure one was, its goods."""
    sure = words.confidence(decision.confidence) if decision.confidence else _("confidence not given")
    goods = here.attempt.consignment(decision.declaration_id).text("goods_description")
    return " · ".join(part for part in (decision.declaration_id, sure, goods) if part)
