"""One attempt: starting, deciding, capacity under concurrency, submitting, and what stays hidden until then."""

from __future__ import annotations

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
    AlreadySubmitted,
    CapacityExceeded,
    Kind,
    Line,
    NoTimeLeft,
    NotSubmitted,
    StoreError,
)
from exercises.store import AttemptStore
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
