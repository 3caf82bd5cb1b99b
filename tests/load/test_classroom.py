"""The load driver plays a real server without a fault, and tells what it measured; times are for docs/benchmarks.md."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from exercises.bench.start import serving, until_healthy
from exercises.classroom import CLASS_CODE, add_instructor
from exercises.design import ExerciseSpec, build, copy_for_store
from exercises.engine import Engine
from exercises.store import open_store
from exercises.web import server
from simulator.errors import InputError
from simulator.profiles import ProfileScorer, load
from tests.load.classroom import Taken, crowd, measure, section

SPEC = ExerciseSpec.model_validate(
    {
        "slug": "load",
        "title": "Load",
        "briefing": "Sixty wait.",
        "seed": 3,
        "capacity": {"red": 5, "yellow": 5},
        "minutes": 60,
        "visible_tier": "check",
        "traffic": {"declarations": 60, "prevalence": 0.1},
    }
)


def test_a_small_class_opens_and_decides_without_a_fault(tmp_path: Path) -> None:
    """What is counted is in the store: every opening and decision that the driver timed was made."""
    store = open_store(f"sqlite:///{tmp_path / 'redlane.db'}")
    office = store.instructor(add_instructor(store, "kim", "Kim", "a password of the tests").id)
    head = office.add_exercise(copy_for_store(SPEC, build(SPEC, Engine(ProfileScorer(load())))))
    room = office.create_class("Load", CLASS_CODE)
    office.publish(head.id, room.id)
    taken = Taken()
    with serving(tmp_path, lambda port: server.command("127.0.0.1", port)) as (address, process):
        until_healthy(address, process)
        asyncio.run(crowd(address, 3, "load", 10.0, 0.7, taken))
    assert taken.faults == []
    assert len(taken.seconds["open"]) >= 3 and len(taken.seconds["decide"]) >= 3
    log = [line for row in office.results(room.id) for line in office.log(row.attempt_id)]
    assert sum(line.kind == "open" for line in log) >= len(taken.seconds["open"])
    assert sum(line.kind == "decide" for line in log) >= len(taken.seconds["decide"])
    store.close()


def test_what_was_measured_is_told_by_kind_over_the_runs() -> None:
    first, second, third = Taken(), Taken(), Taken()
    first.seconds["open"] += [0.010, 0.020, 0.030]
    first.seconds["decide"] += [0.100]
    second.seconds["open"] += [0.040]
    third.seconds["open"] += [0.050]
    told = section({3: [(first, 0.25)], 4: [(first, 0.25), (second, 0.35), (third, 0.75)]}, 5.0, "night-shift")
    assert "| 3 | 1 | open the next consignment | 3 | 20 | 30 | 0 | 0.25 |" in told
    assert "| 3 | 1 | all acts at the desk | 4 | 30 | 100 | 0 | 0.25 |" in told
    assert "| 4 | 3 | open the next consignment | 5 | 40 (20–50) | 40 (30–50) | 0 | 0.35 (0.25–0.75) |" in told


@pytest.mark.parametrize(("trainees", "seconds"), [(0, 10.0), (1000, 10.0), (10, 0.0), (10, 1e6)])
def test_a_load_is_bounded(trainees: int, seconds: float) -> None:
    with pytest.raises(InputError, match="trainees"):
        measure(trainees, seconds)
