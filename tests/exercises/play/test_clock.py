"""By the clock of an exercise consignments arrive, wait and leave, and a shift ends; one judges before looking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exercises.debrief import debrief
from exercises.design import ExerciseBatch, ExerciseCard
from exercises.engine import EngineView
from exercises.play import MemoryAttempt, Watch
from exercises.record import Act, AlreadyDecided, NotOffered, NotSubmitted, TooLate, UnknownConsignment, next_lines
from exercises.store import clock
from simulator.errors import InputError
from tests.exercises.conftest import make_batch

START = datetime(2031, 3, 3, 8, tzinfo=UTC) - timedelta(days=1)
BASE = {
    "title": "Small",
    "level": "easy",
    "briefing": "Read it.",
    "visible_tier": "declaration",
    "help": {"profiles": True, "classifier": True},
}
STREAM = {**BASE, "mode": "stream", "pace": {"every": 30, "release": 100}}


@pytest.fixture
def watch() -> Watch:
    return Watch()


def play(watch: Watch, batch: ExerciseBatch | None = None, /, **record: object) -> MemoryAttempt:
    return MemoryAttempt(ExerciseCard.of("small", {**BASE, **record}, 10), batch or make_batch(), watch=watch)


def test_consignments_arrive_one_by_one_wait_and_leave(watch: Watch) -> None:
    attempt = play(watch, **STREAM)
    assert attempt.arrived() == () and attempt.ends() is None
    attempt.begin()
    assert attempt.arrived() == ("D-00",)
    watch.turn(65)
    assert attempt.arrived() == attempt.waiting() == ("D-00", "D-01", "D-02")
    attempt.decide("D-01", "red")
    assert attempt.waiting() == ("D-00", "D-02")
    watch.turn(35)
    assert attempt.waiting() == ("D-02", "D-03")  # the first has left
    with pytest.raises(TooLate):
        attempt.decide("D-00", "red")
    assert list(attempt.queue()["declaration_id"]) == ["D-00", "D-01", "D-02", "D-03"]
    assert attempt.seconds_left(attempt.leaves("D-02")) == 60.0
    watch.turn(9 * 30 + 100 - 100)
    assert attempt.over() and attempt.waiting() == ()


def test_what_has_not_arrived_is_not_there(watch: Watch) -> None:
    attempt = play(watch, **STREAM)
    attempt.begin()
    for call in (attempt.consignment, attempt.engine, attempt.open, lambda name: attempt.decide(name, "red")):
        with pytest.raises(UnknownConsignment):
            call("D-05")


def test_a_stream_knows_two_lanes_and_no_places(watch: Watch) -> None:
    attempt = play(watch, **STREAM)
    attempt.begin()
    watch.turn(200)
    assert attempt.usage() == {}
    with pytest.raises(InputError):
        attempt.decide("D-05", "yellow")
    for name in attempt.waiting():
        attempt.decide(name, "red")


def test_the_outcome_is_told_after_the_decision_which_then_stands(watch: Watch) -> None:
    attempt = play(watch, **STREAM, feedback=True)
    attempt.begin()
    watch.turn(61)
    assert attempt.outcome("D-02") is None
    attempt.decide("D-02", None, note="a draft")
    assert attempt.outcome("D-02") is None
    attempt.decide("D-02", "red")
    told = attempt.outcome("D-02")
    assert told is not None and told.violation and told.story.fields == {"consignee": "SECRET buyer 2"}
    with pytest.raises(AlreadyDecided):
        attempt.decide("D-02", "green")
    assert attempt.outcome("D-01") is None


def test_without_feedback_no_outcome_is_told_before_submission(watch: Watch) -> None:
    attempt = play(watch, **STREAM)
    attempt.begin()
    attempt.decide("D-00", "red")
    assert attempt.outcome("D-00") is None
    attempt.submit()
    assert attempt.outcome("D-00") is not None


def test_a_shift_ends_by_its_clock_and_can_still_be_submitted(watch: Watch) -> None:
    attempt = play(watch, capacity={"red": 3, "yellow": 2}, minutes=30)
    attempt.open("D-01")
    watch.turn(29 * 60)
    attempt.decide("D-01", "red")
    watch.turn(61)
    with pytest.raises(TooLate):
        attempt.decide("D-02", "red")
    assert attempt.over() and attempt.seconds_left(attempt.ends()) == 0.0
    attempt.submit()
    assert debrief(attempt).case("D-01").lane == "red"


def test_the_engine_waits_for_ones_own_judgement_and_both_are_kept(watch: Watch) -> None:
    attempt = play(watch, capacity={"red": 3, "yellow": 2}, judge_first=True)
    assert attempt.engine("D-02") is None
    with pytest.raises(NotOffered):
        attempt.look("D-02")
    attempt.decide("D-02", "green")
    with pytest.raises(NotOffered):
        attempt.look("D-02")  # how sure?
    attempt.decide("D-02", "green", confidence=2)
    assert isinstance(attempt.look("D-02"), EngineView)
    attempt.decide("D-02", "red", confidence=3)
    assert attempt.engine("D-02") is not None and attempt.engine("D-03") is None
    assert (attempt.record.judged["D-02"].lane, attempt.decisions()["D-02"].lane) == ("green", "red")


def test_time_is_counted_for_the_consignment_that_lies_open(watch: Watch) -> None:
    attempt = play(watch, capacity={"red": 3, "yellow": 2})
    attempt.open("D-01")
    watch.turn(40)
    attempt.open("D-02")
    watch.turn(20)
    attempt.decide("D-02", "red")
    watch.turn(10)
    attempt.open("D-01")
    watch.turn(3600)  # lunch
    attempt.submit()
    assert attempt.record.seconds == {"D-01": 640.0, "D-02": 30.0}


def test_the_prediction_comes_before_the_result_and_the_reflection_after(watch: Watch) -> None:
    attempt = play(watch, capacity={"red": 3, "yellow": 2})
    attempt.predict(2, 0.7)
    with pytest.raises(NotSubmitted):
        attempt.reflect("look at the route first")
    attempt.submit()
    attempt.reflect("look at the route first", "2031-04-01")
    assert attempt.record.prediction == {"caught": 2, "share": 0.7}
    assert attempt.record.reflection is not None
    assert attempt.record.reflection.detail == {"again": "2031-04-01"}


@pytest.mark.parametrize("back", [10.0, 30.0, 3_600.0])
def test_a_clock_set_back_takes_nothing_away_and_brings_nothing(watch: Watch, back: float) -> None:
    attempt = play(watch, **STREAM)
    attempt.begin()
    watch.turn(65)
    shown, left = attempt.arrived(), attempt.seconds_left(attempt.leaves("D-02"))
    assert shown == ("D-00", "D-01", "D-02")
    watch.turn(-back)
    assert attempt.arrived() == shown and attempt.seconds_left(attempt.leaves("D-02")) == left
    with pytest.raises(UnknownConsignment):
        attempt.decide("D-03", "red")
    assert attempt.decide("D-02", "red").lane == "red"
    watch.turn(back + 30)
    assert attempt.arrived() == (*shown, "D-03")


def test_a_clock_behind_the_start_shows_what_the_start_showed(watch: Watch) -> None:
    attempt = play(watch, **STREAM)
    attempt.begin()
    watch.turn(-45)
    assert attempt.arrived() == attempt.waiting() == ("D-00",)
    assert not attempt.over()


def test_the_rules_refuse_what_has_not_come_whoever_asks(watch: Watch) -> None:
    attempt = play(watch, **STREAM)
    attempt.begin()
    with pytest.raises(UnknownConsignment):
        next_lines(attempt.card, attempt.record, [(Act("decide", "D-09", "red"), 9)], watch.at)
    behind = next_lines(attempt.card, attempt.record, [(Act("decide", "D-00", "red"), 0)], START)
    assert behind[0].at == attempt.record.begun_at


def test_the_time_of_the_process_follows_no_jump_of_the_machines_clock(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wall, elapsed = [START], [100.0]
    for name in ("_begun", "_said"):
        monkeypatch.setattr(clock, name, [])
    monkeypatch.setattr(clock, "_wall", lambda: wall[0])
    monkeypatch.setattr(clock, "_elapsed", lambda: elapsed[0])
    assert clock.now() == START
    for hours in (-1, 13, -12):  # set back, ahead, and right again
        wall[0] += timedelta(hours=hours, seconds=7)
        elapsed[0] += 7
        assert clock.now() == START + timedelta(seconds=elapsed[0] - 100)
    assert [record.getMessage() for record in caplog.records] == [
        f"the machine's clock was set to {START - timedelta(hours=1) + timedelta(seconds=7)}; "
        f"the app goes on from {START + timedelta(seconds=7)} until it is restarted"
    ]


def test_time_passes_as_on_the_machine() -> None:
    before = clock.now()
    assert before <= clock.now()
    assert abs(clock.now() - clock._wall()) < clock.APART
