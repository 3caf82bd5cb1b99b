"""What an act at the decision panel does: it is saved at once, or the panel asks once, or says why it was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from exercises.language import _
from exercises.record import CapacityExceeded, Decision, StoreError, Unavailable
from exercises.views import lanes
from exercises.views.seat import Seat, seat
from exercises.views.trainee.desk import focus
from simulator.errors import InputError


def widget(noun: str, here: Seat, declaration_id: str) -> str:
    """The key of a widget of the panel for a consignment."""
    return f"{noun}-{here.attempt_id}-{declaration_id}"


def standing(here: Seat, declaration_id: str) -> Decision:
    """The decision that stands now; an empty one where there is none."""
    return here.attempt.record.decisions.get(declaration_id, Decision(declaration_id))


def choose(declaration_id: str, lane: str) -> None:
    """Act on a pressed lane; not if the trainee had moved on before the page was redrawn and did not see this
    consignment. Where the outcome is told the lane is final, so the panel asks once."""
    here = seat()
    if focus.current(here) != declaration_id:
        said = _("You had already moved on: {reference} was not decided.").format(reference=declaration_id)
        st.session_state[focus.refusal_key(here)] = said
        focus.redraw("decision")
    elif here.attempt.card.feedback:
        focus.ask(here, focus.Question("final", declaration_id, lane))
        focus.redraw("decision")
    else:
        _decide(here, declaration_id, lane)


def confirm(question: focus.Question) -> None:
    """Save the lane that is final."""
    _decide(seat(), question.declaration_id, question.lane)


def swap(question: focus.Question) -> None:
    """Give the place of the consignment chosen in the panel to the open one."""
    here = seat()
    given = str(st.session_state.get(widget("give-up", here, question.declaration_id)))
    _try(here, question.declaration_id, lambda: here.attempt.swap(given, question.declaration_id, question.lane))


def drop() -> None:
    """Leave the panel's question unanswered; nothing changes."""
    focus.ask(seat(), None)
    focus.redraw("decision")


def save(declaration_id: str) -> None:
    """Save confidence, flags and note as the panel shows them; the lane stays."""
    here = seat()
    _decide(here, declaration_id, standing(here, declaration_id).lane, settles=False)


def cite(declaration_id: str, flags: Sequence[str]) -> None:
    """Save which red flags are cited; the rest stays."""
    here = seat()
    now = standing(here, declaration_id)
    _try(
        here,
        declaration_id,
        lambda: here.attempt.decide(declaration_id, now.lane, flags, now.confidence, now.note),
        settles=False,
    )


def _decide(here: Seat, declaration_id: str, lane: str | None, settles: bool = True) -> None:
    """Save what the panel shows now, with this lane."""

    def shown(noun: str) -> Any:
        return st.session_state.get(widget(noun, here, declaration_id))

    cited, sure, note = tuple(shown("flags") or ()), shown("confidence"), str(shown("note") or "")
    draft = replace(standing(here, declaration_id), note=note)
    _try(here, declaration_id, lambda: here.attempt.decide(declaration_id, lane, cited, sure, note), settles, draft)


def _try(
    here: Seat, declaration_id: str, act: Callable[[], object], settles: bool = True, draft: Decision | None = None
) -> None:
    """Act, and redraw what shows it; a refusal becomes one calm sentence, a full lane the offer to swap.

    ``settles``: the act answers what the panel asked. ``draft``: what is kept if it cannot be written.
    """
    refusal, question, before = None, None, standing(here, declaration_id).flags
    try:
        act()
        focus.keep(here, None)
    except Unavailable as error:
        refusal = focus.refused(here, error, declaration_id)
        focus.keep(here, draft)
        settles = False
    except CapacityExceeded as full:
        if swappable(here, full.lane):
            question = focus.Question("swap", declaration_id, full.lane)
        else:
            refusal = _("{lane} is full: all {capacity} places are used.").format(
                lane=lanes.word(full.lane), capacity=full.capacity
            )
    except (StoreError, InputError) as error:
        refusal = focus.refused(here, error, declaration_id)
    if settles:
        focus.ask(here, question)
    st.session_state[focus.refusal_key(here)] = refusal
    more = ["engine"] if here.attempt.engine(declaration_id) is None else []
    if standing(here, declaration_id).flags != before and not focus.streams(here):
        more.append("filters")  # which offer the flags that are cited
    focus.redraw("header", "queue", "decision", *more)


def swappable(here: Seat, lane: str) -> list[Decision]:
    """Decisions of a lane that can be given up: those one was least sure of first, then the oldest.

    What the consignments are is not known to the trainee, so it does not order them.
    """
    if here.attempt.card.feedback:
        return []
    there = [
        one
        for one in here.attempt.record.decisions.values()
        if one.lane == lane and focus.open_to_decide(here, one.declaration_id)
    ]
    return sorted(there, key=lambda one: (one.confidence or 0, one.at))
