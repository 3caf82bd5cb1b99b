"""Simulated trainees play like people, and marking puts them in the order of their known skill."""

from __future__ import annotations

import pytest

from exercises.debrief import debrief
from exercises.design import ExerciseBatch, ExerciseCard, ExerciseSpec, build, catalogue
from exercises.engine import Engine
from exercises.play import MemoryAttempt
from exercises.rehearsal import preview
from exercises.rehearsal.players import PLAYERS, Habits, Player, at
from simulator.reference import catalogue as indicators
from tests.exercises.conftest import make_batch, make_card

pytestmark = pytest.mark.slow

EASY = catalogue()[0]


@pytest.fixture(scope="module")
def batch(engine: Engine) -> ExerciseBatch:
    """The easy exercise."""
    return build(EASY, engine)


def played(habits: Habits, batch: ExerciseBatch, spec: ExerciseSpec = EASY, seed: int = 1) -> MemoryAttempt:
    attempt = MemoryAttempt(ExerciseCard.of(spec.slug, spec.record(), len(batch.declarations)), batch)
    Player(habits, batch, seed).play(attempt)
    return attempt


@pytest.mark.parametrize("habits", PLAYERS, ids=lambda habits: habits.name)
def test_each_kind_plays_an_attempt_to_its_end_within_capacity(habits: Habits, batch: ExerciseBatch) -> None:
    attempt = played(habits, batch)
    assert attempt.submitted
    filled = min(12, len(attempt.opened()) - 8)  # who opens few files cannot fill every place
    assert attempt.usage() == {"red": (8, 8), "yellow": (filled, 12)}
    assert len(attempt.opened()) == round(habits.reads * len(batch.declarations))
    assert set(attempt.decisions()) <= attempt.opened()
    cited = {flag for decision in attempt.decisions().values() for flag in decision.flags}
    assert cited <= set(indicators())


def test_a_player_repeats_a_day_exactly_and_other_days_differ(batch: ExerciseBatch) -> None:
    novice = next(habits for habits in PLAYERS if habits.name == "novice")
    assert played(novice, batch).decisions() == played(novice, batch).decisions()
    assert played(novice, batch).decisions() != played(novice, batch, seed=2).decisions()


def test_the_perfect_reader_makes_the_best_choice(batch: ExerciseBatch) -> None:
    perfect = Habits("perfect", 9, sees=1.0, weighs=1.0, context=1.0)
    you = debrief(played(perfect, batch)).marking.you
    assert you.efficiency == pytest.approx(1.0)


def test_an_expert_cites_what_is_there_and_the_over_cautious_more_than_that(batch: ExerciseBatch) -> None:
    wrong = {}
    for habits in PLAYERS:
        flags = debrief(played(habits, batch)).marking.flags
        assert flags is not None
        wrong[habits.name] = flags.wrong
    assert wrong["expert"] == 0
    assert wrong["over-cautious"] > wrong["competent"]


def test_a_hidden_engine_is_not_followed() -> None:
    hidden = MemoryAttempt(make_card(profiles=False, classifier=False), make_batch())
    follower = next(habits for habits in PLAYERS if habits.name == "model-follower")
    Player(follower, make_batch(), 1).play(hidden)
    shown = MemoryAttempt(make_card(), make_batch())
    Player(follower, make_batch(), 1).play(shown)
    assert {name for name, decision in shown.decisions().items() if decision.lane == "red"} == {"D-07", "D-08", "D-09"}
    assert hidden.decisions().keys() != shown.decisions().keys()


def test_players_need_an_oracle() -> None:
    with pytest.raises(ValueError, match="oracle"):
        Player(PLAYERS[0], make_batch(oracle=False), 1)


def test_the_preview_tells_what_to_expect_and_how_far_it_got(engine: Engine) -> None:
    told: list[float] = []
    found = preview(EASY, engine, batches=2, progress=told.append)
    assert told == [0.5, 1.0]
    assert len(found.violations) == 2
    names = [row.player for row in found.rows]
    assert {habits.name for habits in PLAYERS} <= set(names)
    assert {"chance", "profiles", "classifier", "both", "best"} <= set(names) and "you" not in names
    assert names[-1] == "best"
    for row in found.rows:
        assert row.efficiency is not None and 0 <= row.low <= row.efficiency <= row.high <= 1
        assert row.person == (row.player in {habits.name for habits in PLAYERS})


def test_a_stream_is_watched_to_its_end_and_followers_stay_away_where_nothing_is_shown(engine: Engine) -> None:
    spec = next(spec for spec in catalogue() if spec.slug == "watch-2-burst")
    built = build(spec, engine)
    card = ExerciseCard.of(spec.slug, spec.record(), len(built.declarations))
    assert not [habits for habits in at(card) if habits.follows]
    attempt = MemoryAttempt(card, built)
    with pytest.raises(ValueError, match="wait"):
        Player(PLAYERS[-1], built, 1).play(attempt)
    Player(PLAYERS[-1], built, 1).play(attempt, attempt.watch.turn)
    revealed = debrief(attempt)
    assert attempt.submitted and len(attempt.decisions()) == len(built.declarations)
    assert built.truth is not None and revealed.detection is not None
    assert revealed.detection.violations == built.truth["violation"].sum() > 0
    novice = MemoryAttempt(card, built)
    Player(next(kind for kind in PLAYERS if kind.name == "novice"), built, 1).play(novice, novice.watch.turn)
    # the expert draws the line of an ordinary day, so the share in a burst stays below 1
    assert (revealed.score or 0.0) > (debrief(novice).score or 0.0) > 0.0


def test_players_ask_within_the_officers_time_and_judge_before_they_look(engine: Engine) -> None:
    spec = next(spec for spec in catalogue() if spec.slug == "inquiry-desk")
    built = build(spec, engine)
    asked = {}
    for habits in PLAYERS:
        attempt = MemoryAttempt(ExerciseCard.of(spec.slug, spec.record(), len(built.declarations)), built)
        Player(habits, built, 1).play(attempt)
        spent, budget = attempt.minutes()
        assert budget is not None and spent <= budget
        asked[habits.name] = spent
        assert bool(attempt.record.judged) == bool(habits.follows)
    assert asked["random"] == asked["rule-follower"] == 0 < asked["novice"] < asked["expert"]
