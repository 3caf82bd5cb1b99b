"""What each question was worth: the chance before and after its answer, and the best question that was not asked.

A question counts where its answer carried the chance over ``control_from``, in either direction: then it changed the
lane that the evidence called for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from exercises.debrief.arrivals import NEVER, blocks, by, weigh_blocks
from exercises.debrief.as_seen import scans_when, seen_when, told_of
from exercises.design import ExerciseBatch, ExerciseCard
from exercises.record import Record, Request, arrived
from simulator.draws import Floats
from simulator.office import REVEALS, Means
from simulator.reference import KEY, Tier


@dataclass(frozen=True)
class Question:
    """One request on one consignment, made or not: the chance of a violation there before and after the answer.

    ``changed``: the answer carried the chance over ``control_from``; ``minutes``: the officers' time that it takes.
    """

    declaration_id: str
    means: str
    before: float
    after: float
    changed: bool
    minutes: float

    @property
    def moved(self) -> float:
        """How far the chance moved, 0 to 1."""
        return abs(self.after - self.before)


@dataclass(frozen=True)
class Questions:
    """``asked``: in the order of asking; a hint is left out, because it only points at what is shown. ``best``: of the
    questions that were not asked, the one whose answer moves a chance the farthest over ``control_from``; ``None`` if
    none does."""

    asked: tuple[Question, ...]
    best: Question | None


def questions(batch: ExerciseBatch, card: ExerciseCard, record: Record, control_from: float | None) -> Questions | None:
    """The questions of an attempt; ``None`` where nothing could be asked or nothing can be weighed.

    ``batch``: as it was built, before anything was weighed for this attempt.
    """
    if not card.means or batch.grounds is None or control_from is None:
        return None
    made = _made(record)
    rank = {id(request): float(place) for place, (_name, request) in enumerate(made, start=1)}
    seen = seen_when(batch, card, record, lambda request: rank[id(request)])
    scans = scans_when(batch, record, lambda request: rank[id(request)])
    weighing = _Weighing(batch, card, record, seen, scans)
    asked = tuple(
        Question(name, request.means, before, after, _over(before, after, control_from), request.minutes)
        for (name, request), (before, after) in zip(made, weighing.around(made), strict=True)
    )
    open_ = list(_open(batch, card, seen))
    best = None
    for (name, means), (before, after) in zip(open_, weighing.instead(open_), strict=True):
        one = Question(name, means, before, after, _over(before, after, control_from), card.means[means].minutes)
        if one.changed and (best is None or one.moved > best.moved):
            best = one
    return Questions(asked, best)


def _made(record: Record) -> list[tuple[str, Request]]:
    """The requests whose answers are weighed, in the order of asking."""
    made = [(name, request) for name, own in record.requests.items() for request in own.values()]
    known = [one for one in made if one[1].means in REVEALS or one[1].means == "scan"]
    return sorted(known, key=lambda one: one[1].at)


def _open(batch: ExerciseBatch, card: ExerciseCard, seen: Mapping[Tier, Floats]) -> Iterator[tuple[str, Means]]:
    """The questions that were not asked and that reveal fields."""
    for means, tier in REVEALS.items():
        if means in card.means:
            for row, name in enumerate(batch.declarations[KEY]):
                if seen[tier][row] == NEVER:
                    yield str(name), means


def _over(before: float, after: float, control_from: float) -> bool:
    return (before >= control_from) != (after >= control_from)


class _Weighing:
    """Weighs single consignments at single moments: a moment is the number of requests that had been answered."""

    def __init__(
        self,
        batch: ExerciseBatch,
        card: ExerciseCard,
        record: Record,
        seen: Mapping[Tier, Floats],
        scans: tuple[np.ndarray, Floats],
    ) -> None:
        assert batch.grounds is not None
        self._batch, self._card, self._record, self._grounds = batch, card, record, batch.grounds
        self._seen, self._scans = seen, scans
        self._ids = [str(name) for name in batch.declarations[KEY]]
        self._rows = {name: row for row, name in enumerate(self._ids)}

    def around(self, made: list[tuple[str, Request]]) -> list[tuple[float, float]]:
        """The chances before and after each request that was made."""
        chosen = np.repeat([self._rows[name] for name, _request in made], 2).astype(np.int64)
        moment = np.arange(1, 2 * len(made) + 1) // 2  # 0, 1, 1, 2, 2, 3: answered before, and after, each of them
        here = [len(self._ids) if self._card.pace is None else self._arrived(request) for _name, request in made]
        return self._pairs(chosen, moment.astype(np.float64), np.repeat(here, 2), {})

    def instead(self, open_: list[tuple[str, Means]]) -> list[tuple[float, float]]:
        """The chances at the end, and what they would have been with one more answer."""
        chosen = np.repeat([self._rows[name] for name, _means in open_], 2).astype(np.int64)
        more = {2 * place + 1: means for place, (_name, means) in enumerate(open_)}
        end, count = np.full(len(chosen), NEVER), np.full(len(chosen), len(self._ids))
        return self._pairs(chosen, end, count, more)

    def _arrived(self, request: Request) -> int:
        return arrived(self._card, self._record, request.at)

    def _pairs(
        self, chosen: np.ndarray, at: Floats, count: np.ndarray, more: Mapping[int, Means]
    ) -> list[tuple[float, float]]:
        if not len(chosen):
            return []
        block, rows = blocks(self._grounds, chosen, count)
        met = {tier: by(when[rows], at[block]) for tier, when in self._seen.items()}
        for place, (number, row) in enumerate(zip(block.tolist(), rows.tolist(), strict=True)):
            if number in more and self._ids[row] in told_of(self._batch, self._ids[chosen[number]], more[number]):
                met[REVEALS[more[number]]][place] = True
        shown, when = self._scans
        scans = np.where(by(when[rows], at[block]), shown[rows], 0).astype(np.int8)
        chance = weigh_blocks(self._grounds, self._ids, block, rows, met, scans).posterior.tolist()
        return list(zip(chance[::2], chance[1::2], strict=True))
