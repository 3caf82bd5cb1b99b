"""The demonstration is made once, is playable at once, and then left alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from exercises.classroom import SignIn
from exercises.classroom import demonstration as demo
from exercises.classroom.sign_in import change_password
from exercises.debrief import Reveal
from exercises.design import ExerciseCopy, ExerciseSpec, catalogue, make
from exercises.engine import Engine
from exercises.play import StoredAttempt
from exercises.store import Store

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def built_once() -> Iterator[None]:
    """Each exercise is built once for all tests here and both databases; building it again gives the same."""
    held: dict[str, ExerciseCopy] = {}

    def once(spec: ExerciseSpec, engine: Engine) -> ExerciseCopy:
        if repr(spec) not in held:
            held[repr(spec)] = make(spec, engine)
        return held[repr(spec)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "make", once)
        yield


def test_it_can_be_played_at_once_and_is_made_only_once(
    store: Store, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []
    made = demo.load(store, engine, told.append)
    assert told[-1] == 1.0
    monkeypatch.setattr(demo, "engine_in_service", lambda *_: pytest.fail("a second start must not load the engine"))
    assert demo.load(store) == made
    assert len(store.catalogue()) == len(catalogue())

    door = SignIn(store)
    person = door.join("Robin", made.class_code, "", "here").person
    published = store.trainee(person.id).exercises()
    assert [entry.slug for entry in published] == [spec.slug for spec in catalogue()]
    desk = store.desk(person.id, store.trainee(person.id).start(published[0].exercise_id))
    attempt = StoredAttempt(desk)
    first = attempt.queue()["declaration_id"].iloc[0]
    attempt.open(first)
    attempt.decide(first, "red", ["route.abnormal"], 3)
    attempt.submit()
    assert Reveal().mine(desk, attempt).has_oracle

    office = store.instructor(door.sign_in(made.login, made.password, "here").id)
    room = office.classes()[0]
    assert room.code == made.class_code == demo.CLASS_CODE
    result = office.results(room.id)[0].result
    assert result is not None and result.examined == 1


def test_what_the_instructor_changed_stays(store: Store, engine: Engine) -> None:
    demo.load(store, engine)
    change_password(store, demo.LOGIN, "another good password")
    assert demo.load(store).password != demo.PASSWORD


def test_an_older_edition_of_a_shipped_exercise_gives_way(
    store: Store, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.load(store, engine)
    before = catalogue()
    newer = tuple(spec.model_copy(update={"seed": spec.seed + 1}) for spec in catalogue()[:1])
    monkeypatch.setattr(demo, "catalogue", lambda: newer)
    demo.load(store, engine)
    account = store.register.by_login(demo.LOGIN)
    assert account is not None
    office = store.instructor(account.person.id)
    shown = office.published(office.classes()[0].id)
    assert len(shown) == len(before) and len(store.catalogue()) == len(before) + 1
    seeds = {head.spec.seed for head in store.catalogue() if head.id in shown and head.spec.slug == newer[0].slug}
    assert seeds == {newer[0].seed}


def test_two_first_starts_at_once_both_succeed(store: Store, engine: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: demo.load(store, engine), range(2))
    assert one == other and len(store.catalogue()) == len(catalogue())


def test_a_server_that_others_reach_stores_the_exercises_and_no_account(store: Store, engine: Engine) -> None:
    demo.stock(store, engine)
    assert len(store.catalogue()) == len(catalogue())
    assert store.register.by_login(demo.LOGIN) is None and store.register.class_id(demo.CLASS_CODE) is None
