"""What simulated trainees score in an exercise, before people play it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from scipy.stats import t as student

from exercises.debrief import debrief
from exercises.design import ExerciseBatch, ExerciseCard, ExerciseSpec, build, queue_only
from exercises.engine import Engine
from exercises.marking import LadderRow, Pooled, Room, mark, pooled, room_for_skill
from exercises.play import MemoryAttempt, Screen
from exercises.rehearsal.players import Player, at

OTHER_BATCHES = 1_000_003
"""Distance between the preview's seeds and the exercise's seed, so that the preview never plays the same batch."""


@dataclass(frozen=True)
class Played:
    """One player's result on one batch: its score (0 to 1, see ``Debrief``), what its controls should find,
    and the lawful consignments it examined. ``person`` is false for chance, the engine, the best choice."""

    player: str
    person: bool
    score: float
    caught: float
    lawful: float


@dataclass(frozen=True)
class PreviewRow:
    """A player's mean over the batches. ``efficiency``: its score, with the 95 % interval of the mean; ``caught``:
    expected findings by examination and document check; ``lawful``: lawful consignments examined."""

    player: str
    person: bool
    efficiency: float
    low: float
    high: float
    caught: float
    lawful: float


@dataclass(frozen=True)
class Preview:
    """``rows`` from the least to the most efficient; ``violations``: how many there were in each batch; ``room``: the
    four choices of ``exercises.marking.CHOICES``, over all batches; empty where there was nothing to find."""

    rows: tuple[PreviewRow, ...]
    violations: tuple[int, ...]
    room: Mapping[str, Pooled]


def preview(
    spec: ExerciseSpec, engine: Engine, batches: int = 5, progress: Callable[[float], None] = lambda done: None
) -> Preview:
    """Build other batches of the same spec; every kind of simulated trainee plays each batch.

    ``progress`` receives the share done, from 0 to 1.
    """
    results: dict[str, list[Played]] = {}
    violations: list[int] = []
    rooms: list[Room] = []
    for number in range(batches):
        batch = build(spec.model_copy(update={"seed": (spec.seed + OTHER_BATCHES * (number + 1)) % 2**63}), engine)
        for played in play_all(spec, batch, number):
            results.setdefault(played.player, []).append(played)
        room = room_for_skill(replace(batch, queue_only=queue_only(spec, batch)), spec.places, spec.help)
        assert batch.truth is not None and room is not None
        rooms.append(room)
        violations.append(int(batch.truth["violation"].sum()))
        progress((number + 1) / batches)
    rows = [_row(found) for found in results.values()]
    return Preview(
        tuple(sorted(rows, key=lambda row: (row.efficiency, row.player == "best"))), tuple(violations), pooled(rooms)
    )


def play_all(spec: ExerciseSpec, batch: ExerciseBatch, seed: int) -> list[Played]:
    """One batch played by every kind of simulated trainee; with places in lanes also chance, engine, best choice."""
    card = ExerciseCard.of(spec.slug, spec.record(), len(batch.declarations))
    screen = Screen(card, batch)
    found = [_of_row(row) for row in mark(batch, {}, {}, card.capacity).ladder] if card.capacity else []
    for habits in at(card):
        attempt = MemoryAttempt(card, batch, screen)
        Player(habits, batch, seed).play(attempt, attempt.watch.turn)
        told = debrief(attempt)
        found.append(replace(_of_row(told.marking.you), player=habits.name, person=True, score=told.score or 0.0))
    return [one for one in found if one.player != "you"]


def _of_row(row: LadderRow) -> Played:
    caught = row.expected_caught or 0.0
    return Played(row.player, False, row.efficiency or 0.0, caught, row.lawful_examined)


def _row(found: list[Played]) -> PreviewRow:
    scores = np.array([one.score for one in found])
    mean, count = float(scores.mean()), len(found)
    half = 1.0 if count < 2 else float(student.ppf(0.975, count - 1) * scores.std(ddof=1)) / sqrt(count)
    return PreviewRow(
        player=found[0].player,
        person=found[0].person,
        efficiency=mean,
        low=max(0.0, mean - half),
        high=min(1.0, mean + half),
        caught=float(np.mean([one.caught for one in found])),
        lawful=float(np.mean([one.lawful for one in found])),
    )
