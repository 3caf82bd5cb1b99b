"""Habits that tests of marking play, on batches of the shipped exercises or in a stream of known chances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from exercises.debrief import Debrief, debrief
from exercises.design import ExerciseBatch, ExerciseCard, Pace, build, catalogue
from exercises.engine import Engine
from exercises.play import MemoryAttempt
from exercises.rehearsal.players import Habits, Player
from exercises.rehearsal.preview import OTHER_BATCHES
from simulator.draws import Floats
from simulator.profiles import ProfileScorer, load
from tests.exercises.conftest import make_batch, make_card


@cache
def shipped(slug: str, number: int = 0, volume: int | None = None) -> tuple[ExerciseCard, ExerciseBatch]:
    """A batch of a shipped exercise's settings; another ``number`` is another batch."""
    spec = next(spec for spec in catalogue() if spec.slug == slug)
    more = {} if volume is None else {"traffic": spec.traffic.model_copy(update={"declarations": volume})}
    spec = spec.model_copy(update={"seed": spec.seed + OTHER_BATCHES * number, **more})
    batch = build(spec, Engine(ProfileScorer(load())))
    return ExerciseCard.of(slug, spec.record(), len(batch.declarations)), batch


def played(habits: Habits, card: ExerciseCard, batch: ExerciseBatch, seed: int = 1) -> MemoryAttempt:
    attempt = MemoryAttempt(card, batch)
    Player(habits, batch, seed).play(attempt, attempt.watch.turn)
    return attempt


def posterior_of(batch: ExerciseBatch) -> Floats:
    assert batch.oracle is not None
    return batch.oracle.posterior


def watch(likely: Floats, held: Callable[[Floats], np.ndarray]) -> Debrief:
    """A stream in which each consignment has a known probability, played by holding what ``held`` names."""
    batch = make_batch(len(likely))
    assert batch.evidence is not None
    batch = replace(batch, evidence=batch.evidence.assign(posterior=likely))
    card = make_card().model_copy(update={"mode": "stream", "capacity": {}, "pace": Pace(every=10, release=30)})
    attempt = MemoryAttempt(card, batch)
    attempt.begin()
    names, chosen = list(attempt.screen.ids), held(likely)
    for row, name in enumerate(names):
        attempt.decide(name, "red" if chosen[row] else "green")
        attempt.watch.turn(10)
    attempt.submit()
    return debrief(attempt)
