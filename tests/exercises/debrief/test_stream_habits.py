"""Marking of a stream cannot be gamed: each test plays a habit that was marked too well, or a good one too badly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from exercises.debrief import debrief, room_of
from exercises.debrief.as_seen import as_seen, declared
from exercises.play import MemoryAttempt
from exercises.record import Record
from exercises.report import figures, report
from exercises.report.blocks import Figure, Text
from generators.oracle import weigh
from simulator.draws import Floats
from tests.exercises.debrief.habits import posterior_of, shipped, watch

pytestmark = pytest.mark.slow


# How many are held ------------------------------------------------------------------------------------------------


def test_a_perfect_quiet_watch_is_not_marked_down() -> None:
    """Where nothing is likelier a violation than not, there is no share of the best; it was 0 % for everybody."""

    def likelier(p: Floats) -> np.ndarray:
        return p >= 0.5

    def over(p: Floats) -> np.ndarray:
        return p >= 0.4

    quiet = np.linspace(0.01, 0.45, 60)
    rightly, wrongly = (watch(quiet, above) for above in (likelier, over))
    assert rightly.score is None and wrongly.score is None and rightly.marking.capacity["red"] == 0
    said = [" ".join(block.text for block in report(one) if isinstance(block, Text)) for one in (rightly, wrongly)]
    assert "You held none either: that was right." in said[0]
    assert "more likely lawful" in said[1] and "that was right" not in said[1]
    assert figures.part(rightly.score) == Figure("–")


def test_holding_one_consignment_is_worth_its_part_and_no_more() -> None:
    """The share of the best d′ gave 85 % for it."""
    likely = np.concatenate([np.full(9, 0.9), np.full(51, 0.05)])
    one = watch(likely, lambda p: np.arange(len(p)) == 0)
    assert one.score == pytest.approx(1 / 9)
    assert one.detection is not None and one.detection.d_prime  # beside the headline


def test_holding_everything_is_worth_what_chance_is_and_holding_rightly_is_worth_all() -> None:
    likely = np.concatenate([np.full(9, 0.9), np.full(51, 0.05)])
    every = watch(likely, lambda p: np.ones(len(p), dtype=bool))
    chance = every.marking.row("chance")
    assert chance is not None and every.score == pytest.approx(chance.efficiency)
    assert watch(likely, lambda p: p >= 0.5).score == pytest.approx(1.0)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.7])
def test_no_number_held_by_rank_beats_holding_what_is_likely(share: float) -> None:
    likely = np.linspace(0.99, 0.01, 60) ** 2
    right = watch(likely, lambda p: p >= 0.5).score
    other = watch(likely, lambda p: np.arange(len(p)) < share * len(p)).score
    assert right == pytest.approx(1.0) and other is not None and other < 0.99


# What had arrived -------------------------------------------------------------------------------------------------


def test_the_benchmark_of_a_stream_sees_what_had_arrived_and_nothing_later() -> None:
    """The posterior of each consignment is that of the queue cut off at its decision; early decisions see less."""
    card, batch = shipped("live-counter")
    assert card.pace is not None and batch.settings is not None
    attempt = MemoryAttempt(card, batch)
    attempt.begin()
    for name in attempt.screen.ids:  # each is decided as it arrives
        attempt.decide(name, "green")
        attempt.watch.turn(card.pace.every)
    attempt.submit()
    early, late = (posterior_of(as_seen(batch, card, record)) for record in (attempt.record, Record()))
    stays = -(-card.pace.release // card.pace.every)
    for row in range(0, len(batch.declarations), 4):
        for found, count in ((early, row + 1), (late, row + stays)):
            known = weigh(batch.declarations.iloc[:count], batch.settings, card.visible_tier)
            assert found[row] == pytest.approx(known.posterior[row], abs=1e-9)
    assert not np.allclose(early, posterior_of(batch)) and not np.allclose(early, late)


def test_the_bars_of_a_stream_see_what_had_arrived_and_nothing_later() -> None:
    """Where the declaration is all that a stream shows, the bar of the declaration is that of everything knowable."""
    card, batch = shipped("live-counter", volume=200)
    assert not card.means
    card = card.model_copy(update={"visible_tier": "declaration"})
    alone = replace(batch, queue_only=pd.DataFrame({"expected": np.zeros(len(batch.declarations))}))
    room = room_of(alone, card)
    assert room is not None and room.share("declaration") == 1.0
    assert not np.allclose(posterior_of(declared(batch, card, Record())), posterior_of(batch))


def test_a_perfect_reader_of_a_stream_reaches_the_benchmark() -> None:
    """It was 0.968 where the benchmark, which saw the future, had 0.983."""
    card, batch = shipped("live-counter")
    assert card.pace is not None and batch.settings is not None
    attempt = MemoryAttempt(card, batch)
    attempt.begin()
    for row, name in enumerate(attempt.screen.ids):
        known = weigh(batch.declarations.iloc[: row + 1], batch.settings, card.visible_tier).posterior[row]
        attempt.decide(name, "red" if known >= 0.5 else "green")
        attempt.watch.turn(card.pace.every)
    attempt.submit()
    assert debrief(attempt).score == pytest.approx(1.0)


def test_who_leaves_a_stream_early_is_compared_with_somebody_who_stays() -> None:
    card, batch = shipped("live-counter")
    attempt = MemoryAttempt(card, batch)
    attempt.begin()
    attempt.submit()
    assert debrief(attempt).marking.capacity["red"] > 0 and debrief(attempt).score == 0.0
