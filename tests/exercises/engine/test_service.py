"""The engine in service: it learns once, keeps what it learned, and speaks at the prevalence of its exercise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exercises.engine import EngineState, engine_in_service, service
from exercises.engine.past import Past, past
from exercises.engine.service import AtPrevalence
from generators.odds import Settings
from generators.traffic import generate
from simulator.profiles import Profile

pytestmark = pytest.mark.slow

BLIND = EngineState(state="blind", blind_to="air")


@pytest.fixture
def learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[EngineState]:
    """What was learned in a folder of its own, from little."""
    asked: list[EngineState] = []

    def little(
        traffic: Settings, engine: EngineState, profiles: tuple[Profile, ...], progress: service.Progress
    ) -> Past:
        asked.append(engine)
        return past(traffic, engine, profiles, 12_000, progress)

    monkeypatch.setenv("REDLANE_HOME", str(tmp_path))
    monkeypatch.setattr(service, "past", little)
    monkeypatch.setattr(service, "_held", {})
    return asked


def test_it_learns_once_for_each_state_and_another_process_reads_the_file(
    learned: list[EngineState], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []
    first = engine_in_service(Settings(), progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0
    engine_in_service(Settings(prevalence=0.2, subtlety=0.9))
    assert learned == [EngineState()]
    monkeypatch.setattr(service, "_held", {})
    again = engine_in_service(Settings())
    assert learned == [EngineState()] and again.learned == first.learned
    declarations = generate(Settings(declarations=50), 3).declarations
    assert again.advise(declarations).equals(first.advise(declarations))
    engine_in_service(Settings(), BLIND)
    assert learned == [EngineState(), BLIND]


def test_a_damaged_file_is_learned_again(
    learned: list[EngineState], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_in_service(Settings())
    (file,) = tmp_path.rglob("*.skops")
    file.write_bytes(b"nothing")
    monkeypatch.setattr(service, "_held", {})
    engine_in_service(Settings())
    assert len(learned) == 2


def test_an_engine_blind_to_a_mode_says_nothing_of_it_and_the_same_of_the_rest(learned: list[EngineState]) -> None:
    blind = engine_in_service(Settings(), BLIND)
    batch = generate(Settings(declarations=400), 4)
    advice = blind.advise(batch.declarations)
    air = (batch.declarations["mode_at_border"].astype("str") == "4").to_numpy()
    assert air.any() and not air.all()
    for name in ("profile_score", "classifier_score", "combined_score"):
        assert (advice[name][air] == 0).all() and (advice[name][~air] > 0).any()
    assert (advice["hits"][air] == "[]").all() and (advice["reasons"][air] == "[]").all()
    assert (advice["hits"][~air] != "[]").any()


def test_its_probabilities_follow_the_prevalence_of_the_exercise_and_its_order_stays(
    learned: list[EngineState],
) -> None:
    batch = generate(Settings(declarations=2_000, prevalence=0.2), 5)
    usual, frequent = (engine_in_service(Settings(prevalence=share)) for share in (Settings().prevalence, 0.2))
    low, high = (engine.advise(batch.declarations)["classifier_score"].to_numpy() for engine in (usual, frequent))
    assert (np.argsort(low, kind="stable") == np.argsort(high, kind="stable")).mean() > 0.95  # rounding makes ties
    assert low.mean() < high.mean()
    assert isinstance(frequent.classifier, AtPrevalence)
    odds = high / (1 - high) / (low / (1 - low))
    assert np.median(odds) == pytest.approx((0.2 / 0.8) / (0.06 / 0.94), rel=0.01)
