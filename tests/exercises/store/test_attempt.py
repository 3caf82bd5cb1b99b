"""One attempt: starting, deciding, capacity under concurrency, submitting, and what stays hidden until then."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.marking import KeptResult
from exercises.record import (
    Act,
    AlreadyDecided,
    AlreadySubmitted,
    CapacityExceeded,
    Kind,
    Line,
    NotAllowed,
    NoTimeLeft,
    NotSubmitted,
    StoreError,
    UnknownConsignment,
)
from exercises.store import AttemptStore
from simulator.errors import InputError
from simulator.office import LANES

if TYPE_CHECKING:
    from tests.conftest import School


KINDS = [kind for kind in get_args(Kind) if kind not in ("decide", "request", "submit", "reflect")]
SCAN = {"scan": {"minutes": 10, "delay_hours": 2}, "documents": {"minutes": 10, "delay_hours": 2}}


def desk_of(school: School, slug: str = "night-shift", **spec: Any) -> AttemptStore:
    person = school.trainee()
    attempt = school.store.trainee(person).start(school.exercise(slug, **spec))
    return school.store.desk(person, attempt)


def decide(
    desk: AttemptStore,
    declaration_id: str,
    lane: str | None,
    flags: Sequence[str] = (),
    confidence: int | None = None,
    note: str = "",
) -> Line | None:
    return desk.write(Act("decide", declaration_id, lane, tuple(flags), confidence, note))


def request(desk: AttemptStore, declaration_id: str, means: str) -> Line | None:
    return desk.write(Act("request", declaration_id, detail={"means": means}))


def standing(desk: AttemptStore) -> dict[str, Line]:
    """The last decision on each consignment."""
    return {str(line.declaration_id): line for line in desk.log() if line.kind == "decide"}


def used(desk: AttemptStore, lane: str) -> int:
    """Consignments that stand in a lane."""
    return sum(line.lane == lane for line in standing(desk).values())


def outcomes(calls: Sequence[Callable[[], Any]], threads: int = 8) -> list[Any]:
    """What each call gave or raised, started together and run on real threads."""
    gate = Barrier(threads)

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except StoreError as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: gate.wait(), range(threads)))
        return list(pool.map(run, calls))


def test_the_last_decision_on_a_consignment_counts_and_the_log_keeps_all(school: School) -> None:
    desk = desk_of(school, red=12)
    decide(desk, "D-0001", "red", ["route.abnormal"], 3, "odd route")
    decide(desk, "D-0001", "green")
    decide(desk, "D-0002", "yellow", ["goods.vague", "party.new"], 1)
    held = standing(desk)
    assert {key: line.lane for key, line in held.items()} == {"D-0001": "green", "D-0002": "yellow"}
    assert held["D-0002"].flags == ("goods.vague", "party.new")
    assert held["D-0002"].confidence == 1
    assert [(line.sequence, line.lane, line.note) for line in desk.log()] == [
        (1, "red", "odd route"),
        (2, "green", ""),
        (3, "yellow", ""),
    ]


def test_forty_tabs_at_once_get_exactly_the_twelve_places_there_are(school: School) -> None:
    desk = desk_of(school, red=12)
    got = outcomes([partial(decide, desk, f"D-{number:04d}", "red") for number in range(40)])
    refused = [one for one in got if isinstance(one, CapacityExceeded)]
    assert len(refused) == 28
    assert (refused[0].lane, refused[0].capacity) == ("red", 12)
    assert sum(line.lane == "red" for line in standing(desk).values()) == 12
    assert used(desk, "red") == 12
    assert [line.sequence for line in desk.log()] == list(range(1, 13))


def test_two_tabs_that_decide_the_same_consignment_use_one_place(school: School) -> None:
    desk = desk_of(school, red=1)
    got = outcomes([lambda: decide(desk, "D-0001", "red")] * 16)
    assert not [one for one in got if isinstance(one, StoreError)]
    assert used(desk, "red") == 1


def test_red_to_red_is_no_new_use_and_leaving_a_lane_frees_its_place(school: School) -> None:
    desk = desk_of(school, red=1, yellow=0)
    decide(desk, "D-0001", "red")
    decide(desk, "D-0001", "red", note="still sure")
    with pytest.raises(CapacityExceeded):
        decide(desk, "D-0002", "red")
    with pytest.raises(CapacityExceeded):
        decide(desk, "D-0001", "yellow")
    assert standing(desk)["D-0001"].lane == "red"
    decide(desk, "D-0001", "green")
    decide(desk, "D-0002", "red")
    assert used(desk, "red") == 1


def test_a_draft_without_a_lane_is_kept_and_gives_its_place_back(school: School) -> None:
    desk = desk_of(school, red=1)
    decide(desk, "D-0001", "red")
    decide(desk, "D-0001", None, ["route.abnormal"], note="not sure yet")
    decide(desk, "D-0002", "red")
    held = standing(desk)
    assert (held["D-0001"].lane, held["D-0001"].flags) == (None, ("route.abnormal",))
    assert used(desk, "red") == 1


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(LANES)), max_size=15))
def test_usage_is_what_a_plain_dictionary_says_after_any_moves(school: School, moves: list[tuple[int, str]]) -> None:
    limits = {"red": 1, "yellow": 2}
    person = school.trainee()
    attempt = school.store.trainee(person).start(school.exercise("moves", **limits))
    desk = school.store.desk(person, attempt)
    model: dict[str, str] = {}
    for consignment, lane in moves:
        key = f"D-{consignment:04d}"
        held = sum(other == lane for name, other in model.items() if name != key)
        if lane in limits and held >= limits[lane]:
            with pytest.raises(CapacityExceeded):
                decide(desk, key, lane)
        else:
            decide(desk, key, lane)
            model[key] = lane
    assert {key: line.lane for key, line in standing(desk).items()} == model
    assert all(used(desk, lane) == list(model.values()).count(lane) for lane in LANES)


def test_starting_twice_at_once_gives_one_attempt(school: School) -> None:
    trainee = school.store.trainee(school.trainee())
    exercise = school.exercise()
    assert len(set(outcomes([lambda: trainee.start(exercise)] * 16))) == 1


def test_a_submitted_attempt_is_closed_and_is_what_starting_returns(school: School) -> None:
    desk = desk_of(school)
    decide(desk, "D-0001", "red")
    desk.submit()
    for call in (lambda: decide(desk, "D-0001", "green"), desk.submit):
        with pytest.raises(AlreadySubmitted):
            call()
    with pytest.raises(AlreadySubmitted):
        desk.write(Act("open", "D-0002"))
    assert [line.kind for line in desk.log()] == ["decide", "submit"]
    mine = school.store.trainee(desk._person_id)
    assert mine.start("night-shift") == desk.attempt_id
    assert mine.exercises()[0].submitted_at is not None


def test_two_tabs_that_submit_at_once_submit_once(school: School) -> None:
    desk = desk_of(school)
    got = outcomes([desk.submit] * 8)
    assert sum(isinstance(one, AlreadySubmitted) for one in got) == 7
    assert [line.kind for line in desk.log()] == ["submit"]


def test_the_marking_is_stored_once_and_only_after_submission(school: School) -> None:
    desk = desk_of(school)
    with pytest.raises(NotSubmitted):
        desk.save_result(KeptResult(efficiency=0.5))
    desk.submit()
    desk.save_result(KeptResult(efficiency=0.5))
    desk.save_result(KeptResult(efficiency=1.0))
    assert desk.result() == KeptResult(efficiency=0.5)


def test_officers_time_is_never_overdrawn_and_the_same_question_costs_once(school: School) -> None:
    desk = desk_of(school, means=SCAN, officer_minutes=35)
    got = outcomes([partial(request, desk, f"D-{n:04d}", "scan") for n in range(10) for _ in "ab"])
    assert sum(isinstance(one, NoTimeLeft) for one in got) == 14
    asked = [line for line in desk.log() if line.kind == "request"]
    assert len(asked) == len({line.declaration_id for line in asked}) == 3
    assert asked[0].detail == {"means": "scan", "minutes": 10.0, "delay_hours": 2.0}
    with pytest.raises(NoTimeLeft) as refused:
        request(desk, "D-0050", "documents")
    assert (refused.value.minutes, refused.value.left) == (10.0, 5.0)


def test_looking_back_comes_after_the_submission_and_every_other_act_before(school: School) -> None:
    desk = desk_of(school)
    with pytest.raises(NotSubmitted):
        desk.write(Act("reflect", note="papers first"))
    desk.write(Act("begin"))
    desk.write(Act("predict", detail={"caught": 3}))
    desk.submit()
    for kind in KINDS:
        with pytest.raises(AlreadySubmitted):
            desk.write(Act(kind))
    desk.write(Act("reflect", note="papers first", detail={"again": "2031-05-01"}))
    kinds = [line.kind for line in desk.log()]
    assert kinds == ["begin", "predict", "submit", "reflect"]
    assert [line.kind for line in desk.log(after=2)] == ["submit", "reflect"]
    assert desk.log()[-1].detail == {"again": "2031-05-01"}


def test_an_outcome_is_told_for_a_final_decision_in_such_an_exercise_alone(school: School) -> None:
    plain = desk_of(school)
    decide(plain, "D-0001", "red")
    with pytest.raises(NotSubmitted):
        plain.outcome_part("D-0001")
    told = desk_of(school, slug="told", feedback=True)
    with pytest.raises(NotSubmitted):
        told.outcome_part("D-0001")
    decide(told, "D-0001", None, note="a draft tells nothing")
    with pytest.raises(NotSubmitted):
        told.outcome_part("D-0001")
    decide(told, "D-0001", "green")
    assert told.outcome_part("D-0001") == b"truth of told"
    with pytest.raises(AlreadyDecided):
        decide(told, "D-0001", "red")
    with pytest.raises(NotSubmitted):
        told.outcome_part("D-0002")


def test_unknown_consignments_are_refused(school: School) -> None:
    desk = desk_of(school)
    for call in (
        partial(decide, desk, "D-9999", "red"),
        partial(desk.write, Act("open", "D-9999")),
        partial(request, desk, "D-9999", "scan"),
    ):
        with pytest.raises(UnknownConsignment, match="D-9999"):
            call()
    assert desk.log() == []


def test_all_faults_of_a_decision_are_told_at_once(school: School) -> None:
    desk = desk_of(school)
    with pytest.raises(InputError) as refusal:
        decide(desk, "D-0001", "purple", ["a", "a"], 5, "x" * 5000)
    assert len(refusal.value.faults) == 4
    assert desk.log() == []


def test_no_call_of_a_trainee_gives_hidden_parts_before_submission(school: School) -> None:
    desk = desk_of(school, red=3)
    trainee = school.store.trainee(desk._person_id)
    with pytest.raises(NotSubmitted):
        desk.hidden_parts()
    asked = {
        "write": (Act("open", "D-0001"),),
        "outcome_part": ("D-0001",),
        "answer_case": ("C01", 0, 0, 1),
        "practise": None,
        "save_result": (KeptResult(),),
        "start": ("night-shift",),
        "submit": None,
        "hidden_parts": None,
    }
    told = []
    for side in (desk, trainee):
        for name, call in inspect.getmembers(side, inspect.ismethod):
            arguments: tuple[Any, ...] | None = asked.get(name, ())
            if name.startswith("_") or arguments is None:
                continue
            try:
                told.append(repr(call(*arguments)))
            except NotSubmitted:
                assert name in ("save_result", "outcome_part")
    text = "".join(told)
    assert "declarations of night-shift" in text
    assert "truth of" not in text and "evidence of" not in text
    # The seed and the prevalence would let a reader make the truth again.
    assert "seed" not in text and "prevalence" not in text
    desk.submit()
    assert desk.hidden_parts() == {"truth": b"truth of night-shift", "evidence": b"evidence of night-shift"}


def test_a_part_nobody_thought_of_is_hidden(school: School, new_exercise: Callable[..., Any]) -> None:
    plain = new_exercise("odd")
    school.store.add_exercise(type(plain)(**{**vars(plain), "parts": {**plain.parts, "surprise": b"?"}}))
    school.office.publish("odd", school.class_id)
    person = school.trainee()
    desk = school.store.desk(person, school.store.trainee(person).start("odd"))
    assert set(desk.visible_parts()) == {"declarations", "engine"}


def test_every_call_on_someone_elses_attempt_is_refused(school: School) -> None:
    desk = desk_of(school)
    desk.submit()
    stranger = school.store.desk(school.trainee(), desk.attempt_id)
    arguments: dict[str, tuple[Any, ...]] = {
        "write": (Act("open", "D-0001"),),
        "outcome_part": ("D-0001",),
        "save_result": (KeptResult(efficiency=1.0),),
    }
    names = [name for name, _ in inspect.getmembers(AttemptStore, inspect.isfunction) if not name.startswith("_")]
    assert len(names) >= 9
    for name in names:
        with pytest.raises(NotAllowed):
            getattr(stranger, name)(*arguments.get(name, ()))


def test_an_unpublished_exercise_cannot_be_started(school: School, new_exercise: Callable[..., Any]) -> None:
    school.store.add_exercise(new_exercise("secret"))
    trainee = school.store.trainee(school.trainee())
    with pytest.raises(NotAllowed):
        trainee.start("secret")
    assert trainee.exercises() == []
