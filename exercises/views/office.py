"""The only place where the pages use the store: who is signed in, and what each person may reach."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from exercises.classroom import reissue_entry_code
from exercises.debrief import Debrief, Reveal, review, room_of
from exercises.design import ExerciseBatch, ExerciseSpec
from exercises.engine import Engine, Learned, engine_in_service
from exercises.marking import LadderRow, Room, mark
from exercises.play import Attempt, Screen, StoredAttempt, load_screen
from exercises.record import Record, Unavailable
from exercises.store import AttemptStore, ExerciseHead, InstructorStore, Person, Store, TraineeStore, clock
from exercises.web import identity, shared
from generators.odds import Settings

GRACE = timedelta(minutes=5)
"""How long a tab keeps its person while the database does not answer."""


def store() -> Store:
    """The process's database."""
    return shared().store


def _run() -> dict[str, Any]:
    """Answers of the database in the current script run; a page's fragments need not ask again.

    Streamlit gives each run its own coordinator. If it stops doing so, every question is asked every time.
    """
    run_id = getattr(get_script_run_ctx(suppress_warning=True), "parallel_coordinator", None)
    if run_id is None:
        return {}
    kept = st.session_state.get("run")
    if kept is None or kept[0]() is not run_id:
        kept = st.session_state["run"] = (weakref.ref(run_id), st.session_state.pop("handed over", {}))
    found: dict[str, Any] = kept[1]
    return found


def hand_over() -> None:
    """Pass what a callback knows to the run that it asks for and that follows at once."""
    st.session_state["handed over"] = _run()


def take_back() -> None:
    """Say that no such run follows: the next run asks for itself."""
    st.session_state.pop("handed over", None)


def identify(user: Mapping[str, Any]) -> Person | None:
    """The person of a live web session; asked of the database once in a script run.

    While the database does not answer, a tab keeps the person it knew for ``GRACE``, so that its page stays with what
    is typed. The page can then show only what the tab holds: every call of the store checks the person again.
    """
    run = _run()
    if "person" not in run:
        try:
            run["person"] = identity.current(user)
        except Unavailable:
            known, since = st.session_state.get("known person", (None, clock.now()))
            if known is None or clock.now() - since > GRACE:
                raise
            run["person"] = known
        else:
            st.session_state["known person"] = (run["person"], clock.now())
    person: Person | None = run["person"]
    return person


def trainee(person: Person) -> TraineeStore:
    """What a trainee may do outside an attempt."""
    return store().trainee(person.id)


def instructor(person: Person) -> InstructorStore:
    """What an instructor may do; each call checks the role."""
    return store().instructor(person.id)


def new_entry_code(person: Person, class_id: str, trainee_id: str) -> str:
    """A new re-entry code for a trainee of the instructor's class; `NotAllowed` for anybody else."""
    return reissue_entry_code(store(), person.id, class_id, trainee_id)


def attempt(person: Person, attempt_id: str) -> StoredAttempt:
    """The person's attempt in its current state; `NotAllowed` for everybody else's.

    A tab keeps its attempt, so a script run reads only the new log lines, and reads them once. All attempts at an
    exercise share its visible half.
    """
    key, run = f"attempt-{person.id}-{attempt_id}", _run()
    held: StoredAttempt | None = st.session_state.get(key)
    if held is None:
        desk = store().desk(person.id, attempt_id)
        held = StoredAttempt(desk, _screen(desk.card().id, desk))
        st.session_state[key] = held
    elif key not in run:
        with suppress(Unavailable):  # the tab shows what it has read; an act reads the rest, or is refused
            held.refresh()
    run[key] = True
    return held


@st.cache_resource(max_entries=64, show_spinner=False)
def _screen(exercise_id: str, _desk: AttemptStore) -> Screen:
    return load_screen(_desk)


@st.cache_resource(show_spinner=False)
def reveal() -> Reveal:
    """The reveal of this process, which marks attempts."""
    return Reveal()


def class_name(person: Person, attempt_id: str) -> str:
    """The name of the class in which the person makes the attempt."""
    return store().desk(person.id, attempt_id).class_name()


def debrief(person: Person, attempt_id: str, mine: Attempt) -> Debrief:
    """The debrief of the person's attempt; `NotSubmitted` before submission."""
    return reveal().mine(store().desk(person.id, attempt_id), mine)


def engine(spec: ExerciseSpec, progress: Callable[[float], None] = lambda done: None) -> Engine:
    """The engine in service of an exercise; it learns first if none is kept."""
    return engine_in_service(spec.traffic, spec.engine, progress)


def engine_of_file(progress: Callable[[float], None] = lambda done: None) -> Engine:
    """The engine of an exercise from a file: in service, and up to date, in the usual context pack."""
    return engine_in_service(Settings(), progress=progress)


def ladder(desk: InstructorStore, exercise_id: str) -> tuple[LadderRow, ...]:
    """The players of an exercise without a trainee: chance, the engine, the best possible choice."""
    return _ladder(exercise_id, desk)


@st.cache_resource(max_entries=64, show_spinner=False)
def _ladder(exercise_id: str, _desk: InstructorStore) -> tuple[LadderRow, ...]:
    card = _desk.card(exercise_id)
    batch = ExerciseBatch.from_parts(_desk.exercise_parts(exercise_id))
    if card.mode == "stream":  # the best possible choice says how many the others hold
        marking = review(batch, card, Record()).marking
    else:
        marking = mark(batch, {}, {}, card.capacity, help=card.help)
    return tuple(row for row in marking.ladder if row.player != "you" and marking.capacity["red"])


def room(desk: InstructorStore, head: ExerciseHead) -> tuple[Room | None, Learned | None]:
    """The four choices of an exercise, and what its engine had learned; ``None`` where they were not kept."""
    return _room(head.id, desk)


@st.cache_resource(max_entries=64, show_spinner=False)
def _room(exercise_id: str, _desk: InstructorStore) -> tuple[Room | None, Learned | None]:
    batch = ExerciseBatch.from_parts(_desk.exercise_parts(exercise_id))
    return room_of(batch, _desk.card(exercise_id)), batch.learned
