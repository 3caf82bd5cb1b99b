"""Room for skill: the four choices stand in the order of what they know, and what a trainee adds is counted rightly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from exercises.design import Evidence, ExerciseBatch, ExerciseSpec, build, queue_only, table, weigh_seen
from exercises.design.spec import QUEUE_COLUMNS
from exercises.engine import Engine, Help
from exercises.marking import CHOICES, Added, Room, added_to_engine, pooled, room_for_skill
from simulator.draws import uniform
from simulator.profiles import ProfileScorer, load
from simulator.reference import KEY
from tests.exercises.staging import SHIFT

pytestmark = pytest.mark.slow

PLACES = {"red": 12, "yellow": 18}
SPEC = ExerciseSpec.model_validate(
    {
        **SHIFT,
        "capacity": PLACES,
        "columns": ["hs_code", *QUEUE_COLUMNS],  # with the goods, no two estimates are alike
        "traffic": {"declarations": 240, "prevalence": 0.1, "subtlety": 0.2},
    }
)


def built(seed: int) -> ExerciseBatch:
    spec = SPEC.model_copy(update={"seed": seed})
    batch = build(spec, Engine(ProfileScorer(load())))
    return replace(batch, queue_only=queue_only(spec, batch))


def room_of(batch: ExerciseBatch, places: Mapping[str, int] = PLACES, help: Help | None = None) -> Room | None:
    declared = None
    if batch.grounds is not None:
        ids = [str(name) for name in batch.declarations[KEY]]
        declared = Evidence.of(table(weigh_seen(batch.grounds, ids, {}), batch.grounds))
    return room_for_skill(batch, declared, places, help or Help())


@pytest.fixture(scope="module")
def batch() -> ExerciseBatch:
    return built(7)


def found(batch: ExerciseBatch, lanes: NDArray[np.str_]) -> float:
    """Expected findings, counted row by row from the evidence table."""
    assert batch.evidence is not None
    rows = zip(lanes, batch.evidence["found:red"], batch.evidence["found:yellow"], strict=True)
    return sum(red if lane == "red" else yellow if lane == "yellow" else 0.0 for lane, red, yellow in rows)


def ranked(score: NDArray[np.float64]) -> NDArray[np.str_]:
    order, lanes = np.argsort(-score, kind="stable"), np.full(len(score), "green", dtype="<U6")
    lanes[order[:12]], lanes[order[12:30]] = "red", "yellow"
    return lanes


def test_the_more_a_choice_knows_the_more_it_is_worth() -> None:
    rooms = [room_of(built(seed)) for seed in (1, 2, 3)]
    shares = pooled([room for room in rooms if room is not None])
    assert list(shares) == list(CHOICES) and len(rooms) == 3
    assert shares["everything"].share == 1.0
    assert shares["engine"].share < shares["declaration"].share < 1.0
    assert shares["queue"].share < shares["declaration"].share
    assert all(one.low <= one.share <= one.high for one in shares.values())


def test_everything_is_the_choice_by_the_posterior_counted_row_by_row(batch: ExerciseBatch) -> None:
    room = room_of(batch)
    assert room is not None and batch.oracle is not None and batch.queue_only is not None
    assert room.worth["everything"] == pytest.approx(found(batch, ranked(batch.oracle.posterior)))
    assert room.worth["queue"] == pytest.approx(found(batch, ranked(batch.queue_only["expected"].to_numpy())))


def test_the_engine_is_what_the_exercise_shows_of_it(batch: ExerciseBatch) -> None:
    lot = uniform(1, "test", 0, len(batch.declarations)).round(6)
    scored = replace(batch, engine=batch.engine.assign(classifier_score=lot, combined_score=1.0 - lot))

    def worth(profiles: bool, classifier: bool) -> float:
        room = room_of(scored, PLACES, Help(profiles=profiles, classifier=classifier))
        assert room is not None
        return room.worth["engine"]

    assert worth(False, True) == pytest.approx(found(batch, ranked(lot)))
    assert worth(True, True) == worth(False, False) == pytest.approx(found(batch, ranked(1.0 - lot)))
    assert worth(True, False) not in (worth(False, True), worth(True, True))


def test_without_what_it_needs_there_are_no_bars(batch: ExerciseBatch) -> None:
    for other in (replace(batch, evidence=None), replace(batch, grounds=None), replace(batch, queue_only=None)):
        assert room_of(other) is None


def test_in_a_stream_as_many_are_held_as_are_more_likely_a_violation_than_not(batch: ExerciseBatch) -> None:
    assert batch.oracle is not None
    held = np.where(batch.oracle.posterior >= 0.5, "red", "green")
    room = room_of(batch, {})
    assert room is not None and (held == "red").any()
    assert room.worth["everything"] == pytest.approx(found(batch, held))


def test_nothing_to_find_has_no_share() -> None:
    nothing = Room(dict.fromkeys(CHOICES, 0.0))
    assert nothing.share("engine") is None and pooled([nothing]) == {}


def engine_lanes(batch: ExerciseBatch) -> NDArray[np.str_]:
    lot = uniform(batch.luck, "ties", 0, len(batch.declarations))
    order = np.lexsort((lot, -batch.engine["profile_score"].to_numpy()))
    lanes = np.full(len(order), "green", dtype="<U6")
    lanes[order[:12]], lanes[order[12:30]] = "red", "yellow"
    return lanes


def test_who_follows_the_engine_adds_nothing_and_who_knows_everything_adds_the_rest(batch: ExerciseBatch) -> None:
    assert batch.oracle is not None
    same = added_to_engine(batch, engine_lanes(batch), PLACES, Help())
    assert same is not None and (same.share, same.low, same.high) == (0.0, None, None)
    best = added_to_engine(batch, ranked(batch.oracle.posterior), PLACES, Help())
    assert best is not None and best.own == pytest.approx(1.0)
    assert best.share == pytest.approx(1.0 - same.own) and best.share > 0
    assert best.low is not None and best.high is not None and best.low < best.share < best.high
    nothing = added_to_engine(batch, np.full(len(batch.declarations), "green"), PLACES, Help())
    assert nothing is not None and nothing.share == pytest.approx(-same.own) and nothing.own == 0.0


def test_who_holds_a_whole_stream_adds_what_chance_adds(batch: ExerciseBatch) -> None:
    assert batch.oracle is not None
    places = {"red": 12, "yellow": 0}
    every = added_to_engine(batch, np.full(len(batch.declarations), "red"), places, Help())
    best = np.full(len(batch.declarations), "green")
    best[np.argsort(-batch.oracle.posterior, kind="stable")[:12]] = "red"
    chance = 12 * found(batch, np.full(len(best), "red")) / len(best)
    assert every is not None and every.own == pytest.approx(chance / found(batch, best))


def test_the_interval_covers_the_long_run_value_of_a_habit() -> None:
    """A habit adds its own noise to the log-odds; batches are resampled from one large one, as the interval says."""
    spec = ExerciseSpec.model_validate(
        {**SHIFT, "capacity": PLACES, "traffic": {"declarations": 2000, "prevalence": 0.1, "subtlety": 0.2}}
    )
    whole = build(spec, Engine(ProfileScorer(load())))
    assert whole.evidence is not None and whole.oracle is not None
    worth: list[tuple[float, float]] = []
    intervals: list[Added] = []
    for number in range(200):
        rows = (uniform(3, f"rows {number}", 0, 240) * 2000).astype(int)
        part = ExerciseBatch(
            whole.declarations.iloc[rows].reset_index(drop=True).assign(**{KEY: [f"D{row}" for row in range(240)]}),
            whole.engine.iloc[rows].reset_index(drop=True),
            evidence=pd.DataFrame(whole.evidence.iloc[rows].reset_index(drop=True)),
        )
        assert part.oracle is not None
        odds = np.log(part.oracle.posterior) - np.log1p(-part.oracle.posterior)
        lanes = ranked(odds + 3.0 * (uniform(3, f"noise {number}", 0, 240) - 0.5) * 2)
        added = added_to_engine(part, lanes, PLACES, Help())
        assert added is not None and added.low is not None
        intervals.append(added)
        best = found(part, ranked(part.oracle.posterior))
        worth.append((added.share * best, best))
    truth = sum(one for one, _best in worth) / sum(best for _one, best in worth)
    covered = np.mean(
        [one.low is not None and one.high is not None and one.low <= truth <= one.high for one in intervals]
    )
    assert covered >= 0.93, covered
