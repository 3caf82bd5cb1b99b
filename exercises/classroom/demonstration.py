"""The demonstration: an instructor, a class and the shipped exercises, so that a new user can play at once.

Its sign-ins are public; use them only to try out Redlane on your own machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from exercises.classroom.sign_in import Closed, Refused, SignIn, add_instructor
from exercises.design import StoredSpec, catalogue, make
from exercises.engine import Engine, engine_in_service
from exercises.language import _
from exercises.store import ExerciseHead, InstructorStore, Person, Store, TrainingClass
from simulator.errors import InputError

LOGIN = "instructor"
PASSWORD = "redlane-demonstration"
"""This password is public on purpose."""
CLASS_CODE = "DEMO-2031"
PUBLISHED = Closed(frozenset({CLASS_CODE}), frozenset({(LOGIN, PASSWORD)}))
"""What everybody knows, so that a server which others can reach does not accept it."""


@dataclass(frozen=True)
class Demonstration:
    """How to sign in. If somebody has changed the password, ``password`` says so."""

    login: str
    password: str
    class_code: str


def stock(store: Store, engine: Engine | None = None, progress: Callable[[float], None] = lambda done: None) -> None:
    """Store the shipped exercises that are missing, for every instructor; without an account and a class."""
    _exercises(store, engine, progress, lambda current, older: None)


def load(
    store: Store, engine: Engine | None = None, progress: Callable[[float], None] = lambda done: None
) -> Demonstration:
    """Make the missing parts of the demonstration; existing parts stay. If nothing is missing, nothing is built.

    ``engine`` is by default the one in service of each exercise. ``progress`` receives the share of the exercises done.
    """
    office = store.instructor(_instructor(store).id)
    class_ = _class(office)
    shown = set(office.published(class_.id))

    def publish(current: list[ExerciseHead], older: list[ExerciseHead]) -> None:
        """The present edition of an exercise replaces an older one."""
        if not shown.intersection(head.id for head in current):
            office.publish(current[-1].id, class_.id)
        for old in shown.intersection(head.id for head in older):
            office.withdraw(old, class_.id)

    _exercises(store, engine, progress, publish)
    return Demonstration(LOGIN, _password(store), CLASS_CODE)


def _instructor(store: Store) -> Person:
    """The account; made by this process, or by another that starts at the same moment."""
    if (account := store.register.by_login(LOGIN)) is not None:
        return account.person
    try:
        return add_instructor(store, LOGIN, _("Demonstration instructor"), PASSWORD)
    except InputError:
        if (account := store.register.by_login(LOGIN)) is None:
            raise
        return account.person


def _class(office: InstructorStore) -> TrainingClass:
    """The class; made by this process, or by another that starts at the same moment."""
    for last in (False, True):
        if (found := next((class_ for class_ in office.classes() if class_.code == CLASS_CODE), None)) is not None:
            return found
        try:
            return office.create_class(_("Demonstration class"), CLASS_CODE)
        except InputError:
            if last:
                raise
    raise AssertionError("the loop returns or raises")


def _exercises(
    store: Store,
    engine: Engine | None,
    progress: Callable[[float], None],
    publish: Callable[[list[ExerciseHead], list[ExerciseHead]], None],
) -> None:
    """Store the shipped exercises, once; ``publish`` is told the present editions and the older ones of each."""
    stored = [head for head in store.catalogue() if head.created_by is None]
    for done, spec in enumerate(catalogue()):
        editions = [head for head in stored if head.spec.slug == spec.slug]
        wanted = StoredSpec.model_validate(spec.record())
        # The flags offered follow from the traffic: they do not make another edition.
        current = [head for head in editions if head.spec.model_copy(update={"citable": None}) == wanted]
        if not current:
            known = engine or engine_in_service(spec.traffic, spec.engine, partial(_learning, progress, done))
            current = [store.add_exercise(make(spec, known))]
        publish(current, [head for head in editions if head not in current])
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
