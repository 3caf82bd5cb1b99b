"""You and the risk engine: the debrief names what the engine lacked, and what the trainee added, in bars and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exercises.debrief import Debrief, debrief
from exercises.design import ExerciseBatch, ExerciseCard, ExerciseSpec, build, queue_only
from exercises.engine import Engine, EngineState, Learned
from exercises.play import MemoryAttempt
from exercises.rehearsal import preview
from exercises.rehearsal.players import PLAYERS, Player
from exercises.report import Heading, Shares, charts, pdf, report
from exercises.report.room import room
from simulator.profiles import ProfileScorer, load
from tests.exercises.report.told import words
from tests.exercises.staging import SHIFT

pytestmark = pytest.mark.slow

SPEC = ExerciseSpec.model_validate(SHIFT)
TITLE = "You and the risk engine"


def learned(state: str = "current", blind_to: str = "", off: int = 0) -> Learned:
    engine = EngineState.model_validate({"state": state, "blind_to": blind_to})
    names = () if state == "current" else ("hub_diversion",)
    off_ids = tuple(f"profile-{number}" for number in range(off))
    return Learned(engine=engine, declarations=9, controlled=3_700, found=750, unknown=names, profiles_off=off_ids)


def told(batch: ExerciseBatch) -> Debrief:
    attempt = MemoryAttempt(ExerciseCard.of("room", SPEC.record(), len(batch.declarations)), batch)
    Player(PLAYERS[-1], batch, 1).play(attempt)
    return debrief(attempt)


@pytest.fixture(scope="module")
def batch() -> ExerciseBatch:
    found = build(SPEC, Engine(ProfileScorer(load()), None, learned()))
    return replace(found, queue_only=queue_only(SPEC, found))


def test_the_bars_and_the_difference_stand_in_the_debrief_on_the_page_and_on_paper(batch: ExerciseBatch) -> None:
    found = told(batch)
    blocks = tuple(report(found))
    assert [block for block in blocks if isinstance(block, Heading) and block.text == TITLE]
    (bars,) = [block for block in blocks if isinstance(block, Shares)]
    assert [bar.label for bar in bars.bars] == [
        "Columns of the queue",
        "Engine, blindly",
        "You",
        "Declaration",
        "Everything knowable",
    ]
    assert bars.bars[-1].share == 1.0 and found.added is not None
    assert bars.bars[2].share - bars.bars[1].share == pytest.approx(found.added.share)
    assert "followed blindly, you stand at" in words(blocks) and "95 % interval over batches like this one" in words(
        blocks
    )
    spec = charts.of(bars)
    assert all(f"{round(100 * bar.share)}" in spec["description"] for bar in bars.bars)
    assert pdf("Room", blocks, datetime(2031, 1, 1, tzinfo=UTC)).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (
            learned(),
            "learned from 3,700 consignments that an office had controlled or audited; violations were found in 750",
        ),
        (learned(), "It was up to date."),
        (learned("outdated"), "It was out of date: it learned from older traffic, without these typologies: Diversion"),
        (learned("blind", "hub_diversion", 2), "It was blind to one typology (Diversion through a re-export hub)"),
        (learned("blind", "hub_diversion", 2), "2 were missing."),
        (learned("blind", "air"), "It was blind to one mode of transport (air)"),
    ],
)
def test_the_debrief_names_what_the_engine_had_learned_and_what_it_lacked(
    batch: ExerciseBatch, known: Learned, said: str
) -> None:
    assert said in words(tuple(room(told(replace(batch, learned=known)))))


def test_what_an_engine_learned_survives_storage_hidden(batch: ExerciseBatch) -> None:
    blind = replace(batch, learned=learned("blind", "air"))
    assert ExerciseBatch.from_parts(blind.to_parts()).learned == blind.learned
    assert blind.without_hidden().learned is None and blind.without_hidden().queue_only is None


def test_an_exercise_of_an_earlier_edition_tells_only_where_trainee_and_engine_differ(batch: ExerciseBatch) -> None:
    found = told(replace(batch, learned=None, queue_only=None))
    headings = [block.text for block in room(found) if isinstance(block, Heading)]
    assert headings == [TITLE, "Where you and the engine differ"]
    assert not any(isinstance(block, Shares) for block in room(found))
    assert not tuple(room(replace(found, asides=())))


def test_the_preview_has_the_four_choices_over_its_batches(batch: ExerciseBatch) -> None:
    found = preview(SPEC, Engine(ProfileScorer(load())), batches=2)
    assert list(found.room) == ["queue", "engine", "declaration", "everything"]
    assert found.room["everything"].share == 1.0
    assert all(0.0 <= one.low <= one.share <= one.high <= 1.0 for one in found.room.values())
