"""The desk of a stream: what comes and leaves by the clock, and outcomes that are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exercises.design import ExerciseBatch, Story, build
from exercises.engine import Engine
from exercises.play import Outcome
from exercises.views import words
from exercises.views.trainee.desk import told
from simulator.profiles import ProfileScorer, load
from tests.exercises.staging import Stage, html, marked, page, press, staged
from tests.exercises.views.desk import STREAM, Now

pytestmark = pytest.mark.slow

FINAL = "Decide and see the outcome"


@pytest.fixture(scope="module")
def batch() -> ExerciseBatch:
    """The exercise, built once."""
    return build(STREAM, Engine(ProfileScorer(load())))


@pytest.fixture
def stream(tmp_path: Path, batch: ExerciseBatch, now: Now, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A stream that tells each outcome."""
    with staged(tmp_path, STREAM, batch, monkeypatch) as found:
        yield found


def test_a_stream_opens_nothing_by_itself_and_next_takes_what_waits(stream: Stage, now: Now) -> None:
    ada = stream.trainee("Ada")
    attempt = stream.start(ada, stream.publish())
    briefing = html(page("briefing", attempt=attempt))
    assert "every 30 s" in briefing and "shown after each decision" in briefing and "hold" in briefing
    desk = page("desk", attempt=attempt)
    assert "Press J for the first consignment that waits" in html(desk) and not desk.dataframe
    assert stream.ids[1] not in html(desk)  # it has not come yet
    assert [button.label for button in press(desk, "Next").button if button.label in ("Hold", "Release", "Yellow")] == [
        "Hold",
        "Release",
    ]
    now.pass_(31)
    shown = html(page("desk", attempt=attempt))
    assert "waiting <b>2</b>" in shown and "next in <b>29</b> s" in shown
    assert f"<code>{stream.ids[0]}</code> · leaves in" in shown


def test_an_outcome_is_told_after_the_decision_which_then_stands(stream: Stage, now: Now) -> None:
    ada = stream.trainee("Ada")
    attempt = stream.start(ada, stream.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    assert "rl-outcome" not in html(desk) and "final once saved" in html(desk)
    press(desk, "Hold")
    assert "Hold is final: you see the outcome at once." in html(desk) and "rl-outcome" not in html(desk)
    assert stream.attempt(ada, attempt).decisions() == {}
    desk.button_group(key=f"confidence-{attempt}-{stream.ids[0]}").set_value(
        4
    ).run().run()  # still open, and still asked
    press(desk, FINAL)
    shown = html(desk)
    kept = stream.attempt(ada, attempt).decisions()[stream.ids[0]]
    assert (kept.lane, kept.confidence) == ("red", 4)
    outcome = stream.attempt(ada, attempt).outcome(stream.ids[0])
    assert outcome is not None
    told_flags(shown, stream.attempt(ada, attempt).card.flags, outcome.flags)
    assert ("Hit: a violation" if outcome.violation else "False alarm: lawful trade") in shown
    assert "so this decision is final" in shown
    assert all(button.disabled for button in desk.button if button.label in ("Hold", "Release"))
    assert shown.count("rl-outcome") == 1


def test_a_lane_pressed_after_going_on_decides_neither_the_old_consignment_nor_the_new(stream: Stage, now: Now) -> None:
    ada = stream.trainee("Ada")
    attempt = stream.start(ada, stream.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    now.pass_(31)
    desk.session_state[f"desk-{attempt}-current"] = stream.ids[1]  # J was pressed, and the page not yet drawn again
    press(desk, "Release")
    assert f"You had already moved on: {stream.ids[0]} was not decided." in html(desk)
    assert stream.attempt(ada, attempt).decisions() == {}
    press(press(desk, "Release"), FINAL)
    assert [*stream.attempt(ada, attempt).decisions()] == [stream.ids[1]]


def test_what_left_stays_open_and_cannot_be_decided(stream: Stage, now: Now) -> None:
    ada = stream.trainee("Ada")
    attempt = stream.start(ada, stream.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    now.pass_(119)
    desk.run()
    press(desk, "Hold")
    now.pass_(1)
    press(desk, FINAL)
    assert f"{stream.ids[0]} has been released: its time was up." in html(desk)
    again = page("desk", attempt=attempt)
    assert "has just been released; it stays open until you move on" in html(again)
    assert "released undecided" in html(again) and "Released undecided: its time was up." in html(again)
    assert stream.attempt(ada, attempt).decisions() == {}
    now.pass_(20 * 30 + 120)
    ended = page("desk", attempt=attempt)
    assert "The stream has ended" in html(ended)
    assert "Submit" in [button.label for button in ended.button if not button.disabled]


def test_an_instructor_reads_a_stream_by_its_share_its_eye_and_its_line(stream: Stage, now: Now) -> None:
    exercise = stream.publish()
    for name, lane in (("Ada", "red"), ("Ben", "green")):
        attempt = stream.attempt(trainee := stream.trainee(name), stream.start(trainee, exercise))
        attempt.begin()
        attempt.decide(stream.ids[0], lane)
        marked(attempt)
    stream.sits = stream.instructor
    overview = html(page())
    assert stream.batch.truth is not None
    there = stream.batch.truth["violation"].sum()
    assert re.search(rf'<b>\d+\u202f%</b> d′ [\d.-]+ <span class="rl-muted">[01]/{there}', overview)
    assert "d′ – <span" in overview  # nothing was held: nothing was told apart
    assert re.search(r"engine, blindly: \d+\u202f%", overview)
    assert re.search(r"d′ [\d.-]+ <small class='rl-muted'>-?[\d.]+ to [\d.]+</small>", overview)
    detail = html(page("detail", exercise=exercise))
    for head in (
        "Share of the best possible",
        "Engine, blindly",
        "Of everything knowable",
        "Criterion",
        "Violations held",
    ):
        assert head in detail


def test_next_goes_round_what_waits_and_never_to_what_is_decided(stream: Stage, now: Now) -> None:
    attempt = stream.start(stream.trainee("Ada"), stream.publish())
    desk = page("desk", attempt=attempt)
    now.pass_(61)
    opened = []
    for _ in range(4):
        press(desk, "Next")
        opened.append(desk.session_state[f"desk-{attempt}-current"])
    assert opened == [*stream.ids[:3], stream.ids[0]]
    press(press(desk, "Release"), FINAL)
    press(press(desk, "Next"), "Next")
    press(desk, "Next")
    assert desk.session_state[f"desk-{attempt}-current"] == stream.ids[1]


def told_flags(shown: str, offered: tuple[str, ...], there: tuple[str, ...]) -> None:
    """With the outcome come the flags that could be seen; none was cited here."""
    seen = [flag for flag in there if flag in offered]
    assert ("There, not cited" in shown) == bool(seen) and ("no red flags on it" in shown) != bool(seen)
    assert all(words.indicator(flag) in shown for flag in seen)


def test_what_was_cited_is_told_apart_from_what_was_overlooked_and_what_was_not_there() -> None:
    outcome = Outcome("D-1", True, Story("clean", {}), ("route.abnormal", "payment.cash", "end_user.cluster"))
    offered = ("route.abnormal", "payment.cash", "payment.third_party")  # the third needs a field that is not shown
    said = told.html(outcome, ("route.abnormal", "payment.third_party"), offered)
    lines = [re.sub("<[^>]+>", "", line) for line in said.split("<li>")[1:]]
    assert lines == [
        f"You cited, and it was there: {words.indicator('route.abnormal')}",
        f"There, not cited: {words.indicator('payment.cash')}",
        f"You cited, and it was not there: {words.indicator('payment.third_party')}",
    ]
    assert "no red flags" in told.html(Outcome("D-1", False, Story("clean", {})), (), offered)


def test_a_server_clock_set_back_shows_no_less_and_decides_nothing_early(stream: Stage, now: Now) -> None:
    ada = stream.trainee("Ada")
    attempt = stream.start(ada, stream.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    now.pass_(61)
    assert "waiting <b>3</b>" in html(desk.run())
    now.pass_(-3_600)
    assert "waiting <b>3</b>" in html(desk.run()) and stream.ids[3] not in html(desk)
    press(desk, "Hold")
    press(desk, FINAL)
    assert stream.attempt(ada, attempt).decisions()[stream.ids[0]].lane == "red"
    assert "waiting <b>2</b>" in html(page("desk", attempt=attempt))  # a new tab
