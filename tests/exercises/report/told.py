"""Shipped exercises as simulated trainees play them, and what a report of them tells."""

from __future__ import annotations

from collections.abc import Sequence

from exercises.design import ExerciseBatch, ExerciseCard, build, catalogue
from exercises.engine import Engine
from exercises.play import MemoryAttempt
from exercises.rehearsal.players import PLAYERS, Player
from exercises.report import Block, Heading, Text
from simulator.profiles import ProfileScorer, load


def opened(slug: str) -> tuple[MemoryAttempt, ExerciseBatch]:
    """An attempt at a shipped exercise, nothing done yet, and the exercise's consignments."""
    spec = next(spec for spec in catalogue() if spec.slug == slug)
    batch = build(spec, Engine(ProfileScorer(load())))
    return MemoryAttempt(ExerciseCard.of(slug, spec.record(), len(batch.declarations)), batch), batch


def played(slug: str, name: str, predict: bool = True) -> MemoryAttempt:
    """A shipped exercise, played by a kind of simulated trainee and submitted."""
    attempt, batch = opened(slug)
    if predict:
        attempt.predict(3, 0.6)
    Player(next(kind for kind in PLAYERS if kind.name == name), batch, 1).play(attempt, attempt.watch.turn)
    return attempt


def headings(told: Sequence[Block], level: int = 2) -> list[str]:
    return [block.text for block in told if isinstance(block, Heading) and block.level == level]


def words(told: Sequence[Block]) -> str:
    return " ".join(block.text for block in told if isinstance(block, Text))
