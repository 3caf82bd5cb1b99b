"""The demonstration: an instructor, a class and the shipped exercises, so that a fresh start can be played at once.

Its sign-ins are printed in the open and are for trying Redlane out on one's own machine only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exercises.classroom.sign_in import Door, Refused, add_instructor
from exercises.design import StoredSpec, build, catalogue, copy_for_store
from exercises.engine import Engine, load_engine
from exercises.language import _
from exercises.store import ClassRoom, InstructorStore, Store

LOGIN = "instructor"
PASSWORD = "redlane-demonstration"
"""Meant to be known."""
CLASS_CODE = "DEMO-2031"


@dataclass(frozen=True)
class Demonstration:
    """How to get in. ``password`` says so where somebody has changed it."""

    login: str
    password: str
    class_code: str


def load(
    store: Store, engine: Engine | None = None, progress: Callable[[float], None] = lambda done: None
) -> Demonstration:
    """Make what is missing of the demonstration; what is there stays, and then nothing is built or loaded.

    ``engine`` is the saved one if none is given. ``progress`` is told the share of the exercises done.
    """
    account = store.register.by_login(LOGIN)
    person = account.person if account else add_instructor(store, LOGIN, _("Demonstration instructor"), PASSWORD)
    office = store.instructor(person.id)
    room = next((room for room in office.classes() if room.code == CLASS_CODE), None)
    _exercises(store, office, room or office.create_class(_("Demonstration class"), CLASS_CODE), engine, progress)
    return Demonstration(LOGIN, _password(store), CLASS_CODE)


def _exercises(
    store: Store, office: InstructorStore, room: ClassRoom, engine: Engine | None, progress: Callable[[float], None]
) -> None:
    """Publish the shipped exercises to the class, once; an older edition of one gives way to the present one."""
    stored = [head for head in store.catalogue() if head.created_by is None]
    shown = set(office.published(room.id))
    for done, spec in enumerate(catalogue()):
        editions = [head for head in stored if head.spec.slug == spec.slug]
        current = [head for head in editions if head.spec == StoredSpec.model_validate(spec.record())]
        if not current:
            engine = engine or load_engine()
            current = [store.add_exercise(copy_for_store(spec, build(spec, engine)))]
        if not shown.intersection(head.id for head in current):
            office.publish(current[-1].id, room.id)
        for old in shown.intersection(head.id for head in editions if head not in current):
            office.withdraw(old, room.id)
        progress((done + 1) / len(catalogue()))


def _password(store: Store) -> str:
    try:
        Door(store).sign_in(LOGIN, PASSWORD, "demonstration")
    except Refused:
        return _("(the one it was changed to)")
    return PASSWORD
