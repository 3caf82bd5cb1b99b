"""The demonstration: an instructor, a class and the shipped exercises, so that a new user can play at once.

Its sign-ins are public; use them only to try out Redlane on your own machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from exercises.classroom.sign_in import Refused, SignIn, add_instructor
from exercises.design import StoredSpec, catalogue, make
from exercises.engine import Engine, engine_in_service
from exercises.language import _
from exercises.store import InstructorStore, Store, TrainingClass

LOGIN = "instructor"
PASSWORD = "redlane-demonstration"
"""This password is public on purpose."""
CLASS_CODE = "DEMO-2031"


@dataclass(frozen=True)
class Demonstration:
    """How to sign in. If somebody has changed the password, ``password`` says so."""

    login: str
    password: str
    class_code: str


def load(
    store: Store, engine: Engine | None = None, progress: Callable[[float], None] = lambda done: None
) -> Demonstration:
    """Make the missing parts of the demonstration; existing parts stay. If nothing is missing, nothing is built.

    ``engine`` is by default the one in service of each exercise. ``progress`` receives the share of the exercises done.
    """
    account = store.register.by_login(LOGIN)
    person = account.person if account else add_instructor(store, LOGIN, _("Demonstration instructor"), PASSWORD)
    office = store.instructor(person.id)
    class_ = next((class_ for class_ in office.classes() if class_.code == CLASS_CODE), None)
    _exercises(store, office, class_ or office.create_class(_("Demonstration class"), CLASS_CODE), engine, progress)
    return Demonstration(LOGIN, _password(store), CLASS_CODE)


def _exercises(
    store: Store,
    office: InstructorStore,
    class_: TrainingClass,
    engine: Engine | None,
    progress: Callable[[float], None],
) -> None:
    """Publish the shipped exercises to the class, once. The present edition of an exercise replaces an older one."""
    stored = [head for head in store.catalogue() if head.created_by is None]
    shown = set(office.published(class_.id))
    for done, spec in enumerate(catalogue()):
        editions = [head for head in stored if head.spec.slug == spec.slug]
        wanted = StoredSpec.model_validate(spec.record())
        # The flags offered follow from the traffic: they do not make another edition.
        current = [head for head in editions if head.spec.model_copy(update={"citable": None}) == wanted]
        if not current:
            known = engine or engine_in_service(spec.traffic, spec.engine, partial(_learning, progress, done))
            current = [store.add_exercise(make(spec, known))]
        if not shown.intersection(head.id for head in current):
            office.publish(current[-1].id, class_.id)
        for old in shown.intersection(head.id for head in editions if head not in current):
            office.withdraw(old, class_.id)
        progress((done + 1) / len(catalogue()))


def _learning(progress: Callable[[float], None], done: int, part: float) -> None:
    """An engine that learns first takes most of the time of its exercise."""
    progress((done + 0.9 * part) / len(catalogue()))


def _password(store: Store) -> str:
    try:
        SignIn(store).sign_in(LOGIN, PASSWORD, "demonstration")
    except Refused:
        return _("(it was changed)")
    return PASSWORD
