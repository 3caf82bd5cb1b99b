"""What simulated trainees score in an exercise, before people play it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil, sqrt

import numpy as np
from scipy.stats import t as student

from exercises.debrief import debrief, room_of
from exercises.design import ExerciseBatch, ExerciseCard, ExerciseSpec, build, queue_only
from exercises.engine import Engine
from exercises.marking import LadderRow, Pooled, Room, mark, pooled
from exercises.play import MemoryAttempt, Screen
from exercises.rehearsal.players import Player, at

ENOUGH = 0.05
"""Standard error of a person's mean score below which it says something of the person (assumption)."""
OTHER_BATCHES = 1_000_003
"""Distance between the preview's seeds and the exercise's seed, so that the preview never plays the same batch."""


@dataclass(frozen=True)
class Played:
    """One player's result on one batch: its score (see ``Debrief``; ``None`` where there is nothing to find), what its
    controls should find, the same by everything knowable as a share of the best (``None`` where there is nothing), and
    the lawful consignments it examined. ``person`` is false for chance, the engine, the best choice."""

    player: str
    person: bool
    score: float | None
    caught: float
    lawful: float
    own: float | None = None


@dataclass(frozen=True)
class PreviewRow:
    """A player's mean over the batches. ``efficiency``: its score, with the 95 % interval of the mean, over the batches
    where there was something to find, ``None`` if there are none; ``caught``: expected findings by examination and
    document check; ``lawful``: lawful consignments examined; ``batches``: after how many of them the standard error of
    its mean score is below ``ENOUGH``, ``None`` where that is not known."""

    player: str
    person: bool
    efficiency: float | None
    low: float
    high: float
    caught: float
    lawful: float
    batches: int | None = None


@dataclass(frozen=True)
class Preview:
    """``rows`` from the least to the most efficient; ``violations``: how many there were in each batch; ``room``: the
    four choices of ``exercises.marking.CHOICES``, over all batches; empty where there was nothing to find; ``own``: for
    each person, what its controls should find by everything knowable, as a share of the best over all batches."""

    rows: tuple[PreviewRow, ...]
    violations: tuple[int, ...]
    room: Mapping[str, Pooled]
    own: Mapping[str, float]


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
        found = play_all(spec, batch, number)
        for played in found:
            results.setdefault(played.player, []).append(played)
        room = room_of(replace(batch, queue_only=queue_only(spec, batch)), _card(spec, batch))
        assert batch.truth is not None and room is not None
        rooms.append(room)
        violations.append(int(batch.truth["violation"].sum()))
        progress((number + 1) / batches)
    rows = [_row(found) for found in results.values()]
    rows.sort(key=lambda row: (row.efficiency or 0.0, row.player == "best"))
    return Preview(tuple(rows), tuple(violations), pooled(rooms), _own(results, rooms))


def play_all(spec: ExerciseSpec, batch: ExerciseBatch, seed: int) -> list[Played]:
    """One batch played by every kind of simulated trainee; with places in lanes also chance, engine, best choice."""
    card = _card(spec, batch)
    screen = Screen(card, batch)
    people = {}
    for habits in at(card):
        attempt = MemoryAttempt(card, batch, screen)
        Player(habits, batch, seed).play(attempt, attempt.watch.turn)
        people[habits.name] = debrief(attempt)
    # in a stream the best possible choice of an attempt says how many the others hold
    alone = mark(batch, {}, {}, card.capacity) if card.capacity else next(iter(people.values())).marking
    found = [_of_row(row) for row in alone.ladder if row.player != "you"]
    for name, one in people.items():
        own = one.added.own if one.added else None
        found.append(replace(_of_row(one.marking.you), player=name, person=True, own=own))
    return found


def _own(results: Mapping[str, list[Played]], rooms: list[Room]) -> dict[str, float]:
    """Every batch counts by what there was to find."""
    worth = np.array([room.worth["everything"] for room in rooms])
    shares = {}
    for player, found in results.items():
        own = np.array([one.own if one.own is not None else np.nan for one in found])
        known = ~np.isnan(own)
        if found[0].person and (worth[known] > 0).any():
            shares[player] = float((own[known] * worth[known]).sum() / worth[known].sum())
    return shares


def _card(spec: ExerciseSpec, batch: ExerciseBatch) -> ExerciseCard:
    return ExerciseCard.of(spec.slug, spec.record(), len(batch.declarations))


def _of_row(row: LadderRow) -> Played:
    caught = row.expected_caught or 0.0
    return Played(row.player, False, row.efficiency, caught, row.lawful_examined)


def _row(found: list[Played]) -> PreviewRow:
    scores = np.array([one.score for one in found if one.score is not None])
    mean, count = float(scores.mean()) if len(scores) else 0.0, len(scores)
    half = 1.0 if count < 2 else float(student.ppf(0.975, count - 1) * scores.std(ddof=1)) / sqrt(count)
    return PreviewRow(
        player=found[0].player,
        person=found[0].person,
        efficiency=mean if count else None,
        low=max(0.0, mean - half),
        high=min(1.0, mean + half),
        caught=float(np.mean([one.caught for one in found])),
        lawful=float(np.mean([one.lawful for one in found])),
        batches=max(1, ceil((float(scores.std(ddof=1)) / ENOUGH) ** 2)) if count > 1 else None,
    )
