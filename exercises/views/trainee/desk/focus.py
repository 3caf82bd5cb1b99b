"""Where the trainee is at the desk: the open consignment and the current list.

This is a cache; the database holds the truth. The list changes only when a filter changes. So a decision never moves a
row under the pointer, and a position in the table means the same consignment until the table itself is replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from streamlit.errors import StreamlitAPIException

from exercises.language import _
from exercises.record import AlreadyDecided, AlreadySubmitted, Decision, NotOffered, StoreError, TooLate, Unavailable
from exercises.views import guide, office
from exercises.views.seat import Seat

FRAGMENTS = ("header", "queue", "dossier", "decision")
"""Keys of the fragments that change when another consignment is opened or decided."""


@dataclass(frozen=True)
class Listing:
    """A list of ids in the order shown, and its number, which is part of the table's key."""

    number: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What the decision panel asks before it saves: a lane that is ``final``, or a ``swap`` into a full lane."""

    kind: Literal["final", "swap"]
    declaration_id: str
    lane: str


def streams(seat: Seat) -> bool:
    """Whether consignments arrive by the clock and are held or released."""
    return seat.attempt.card.mode == "stream"


def listing(seat: Seat) -> Listing:
    """The current list; at first the whole queue, and in a stream all consignments that have arrived."""
    if streams(seat):
        return Listing(0, seat.attempt.arrived())
    found: Listing | None = st.session_state.get(_key(seat, "listing"))
    if found is None:
        found = Listing(0, seat.attempt.screen.ids)
        st.session_state[_key(seat, "listing")] = found
    return found


def relist(seat: Seat, ids: Sequence[str]) -> None:
    """Freeze another list under a new number, so that no old selection points into it."""
    st.session_state[_key(seat, "listing")] = Listing(listing(seat).number + 1, tuple(ids))


def current(seat: Seat) -> str | None:
    """The open consignment; in a new tab, or after a reload, the one opened last."""
    key = _key(seat, "current")
    if key not in st.session_state:
        st.session_state[key] = seat.attempt.last_opened()
    found: str | None = st.session_state[key]
    return found


def go(seat: Seat, declaration_id: str) -> None:
    """Open a consignment and note it in the log; if that cannot be written, the open one stays, with the reason."""
    unsaved: Decision | None = st.session_state.get(_key(seat, "unsaved"))
    try:
        if unsaved is not None:
            seat.attempt.decide(unsaved.declaration_id, unsaved.lane, unsaved.flags, unsaved.confidence, unsaved.note)
            keep(seat, None)
        seat.attempt.open(declaration_id)
    except Unavailable as error:
        st.session_state[refusal_key(seat)] = refused(seat, error, declaration_id)
        return
    except StoreError:
        keep(seat, None)  # it can no longer be saved, so it holds nobody
        seat.attempt.open(declaration_id)
    st.session_state[_key(seat, "current")] = declaration_id
    for key in (refusal_key(seat), inquiry_key(seat), _key(seat, "question")):
        st.session_state.pop(key, None)


def keep(seat: Seat, decision: Decision | None) -> None:
    """Remember what the panel shows and the database did not take, so that it is saved before the next one opens."""
    st.session_state[_key(seat, "unsaved")] = decision


def select_row(seat: Seat) -> None:
    """Let the table's selection show the open consignment; call this just before the table is drawn.

    A value set in the callback is lost: the keyed rerun that follows counts it as old.
    """
    here, ids = current(seat), listing(seat).ids
    rows = [ids.index(here)] if here in ids else []
    shown = st.session_state.get(table_key(seat))
    if rows != (list(shown["selection"]["rows"]) if shown else []):
        st.session_state[table_key(seat)] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def step(seat: Seat, by: int) -> str | None:
    """The consignment `by` rows further in the current list, or None at its end.

    In a stream, forward means the next waiting consignment, and after the last one the first again.
    """
    ids, here = listing(seat).ids, current(seat)
    if streams(seat) and by > 0:
        others = [name for name in seat.attempt.waiting() if name != here]
        place = seat.attempt.screen.position
        later = [name for name in others if here is None or place(name) > place(here)]
        return next(iter([*later, *others]), None)
    if not ids:
        return None
    if here not in ids:
        return ids[0]
    there = ids.index(here) + by
    return ids[there] if 0 <= there < len(ids) else None


def open_to_decide(seat: Seat, declaration_id: str) -> bool:
    """Whether the trainee may still ask or decide: time is left, and the consignment has not gone."""
    if seat.attempt.submitted or seat.attempt.over():
        return False
    return seat.attempt.seconds_left(seat.attempt.leaves(declaration_id)) != 0.0


def refused(seat: Seat, error: Exception, declaration_id: str) -> str:
    """Why an act was refused, in one calm sentence."""
    match error:
        case TooLate() if streams(seat):
            return _("{reference} has been released: its time was up.").format(reference=declaration_id)
        case TooLate():
            return _("The time is up. What you decided is saved; submit it.")
        case AlreadySubmitted():
            return _("This attempt was submitted in another tab; nothing more can be changed.")
        case AlreadyDecided():
            return _("The outcome was shown with the decision, so the decision is final.")
        case NotOffered():
            return _("This exercise does not offer that. Nothing was changed.")
        case Unavailable():
            saved = seat.attempt.record.latest
            if saved is None:
                return _("Not saved: the database does not answer. Try again.")
            return _("Not saved: the database does not answer. Your work up to {time} is safe. Try again.").format(
                time=f"{saved.astimezone():%H:%M:%S}"
            )
        case StoreError():
            return _("Not saved: {}. Try again.").format(error)
        case _:
            return _("Not saved: {}.").format(error)


def redraw(*fragments: str) -> None:
    """End a callback: redraw these fragments at once, with what the callback knows of person and attempt.

    If the whole page is being drawn, the fragments may not exist yet; then they are drawn with the page.
    """
    office.hand_over()
    with suppress(StreamlitAPIException):
        st.rerun([*fragments, *guide.FRAGMENTS] if guide.here() else list(fragments))
    office.take_back()


def table_key(seat: Seat) -> str:
    """Key of the table that shows the current list."""
    return f"queue-{seat.attempt_id}-{listing(seat).number}"


def ask(seat: Seat, question: Question | None) -> None:
    """Let the decision panel ask; ``None`` takes the question away."""
    st.session_state[_key(seat, "question")] = question


def asked(seat: Seat, declaration_id: str) -> Question | None:
    """What the panel asks about this consignment."""
    found: Question | None = st.session_state.get(_key(seat, "question"))
    return found if found and found.declaration_id == declaration_id else None


def refusal_key(seat: Seat) -> str:
    """Key of the sentence on why the last decision was refused."""
    return _key(seat, "refusal")


def inquiry_key(seat: Seat) -> str:
    """Key of the sentence on why the last request was refused."""
    return _key(seat, "inquiry")


def _key(seat: Seat, noun: str) -> str:
    return f"desk-{seat.attempt_id}-{noun}"
