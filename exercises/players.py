"""Simulated trainees: they play any exercise through the same attempt as people do.

What separates them is stated as habits. They are told what a perfect reader would make of each fact (the oracle's
evidence) and see it through their habits: some facts only, with noise, or not weighed at all. They act through the
attempt alone: open, decide, submit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exercises.advice import EngineView
from exercises.batch import ExerciseBatch
from exercises.evidence import Evidence
from exercises.session import Attempt
from simulator.declaration import KEY
from simulator.draws import Floats, uniform


@dataclass(frozen=True)
class Habits:
    """How a simulated trainee works.

    ``skill`` is the known order of skill, 0 lowest, used to test that marking orders players rightly. ``reads``: share
    of the batch opened. ``sees``: chance to notice a red flag that is shown. ``weighs``: how far a noticed flag
    counts by its evidence (1) rather than all flags alike (0). ``context``: how far facts that are no flags count.
    ``noise``: standard deviation of the judgement, in log-odds. ``invents``: chance to cite a flag that is not there.
    ``follows``: the engine's score that is taken in place of own judgement, or the other one where it is hidden.
    """

    name: str
    skill: int
    reads: float = 1.0
    sees: float = 0.0
    weighs: float = 0.0
    context: float = 0.0
    noise: float = 0.0
    invents: float = 0.0
    follows: str = ""


PLAYERS = (
    Habits("random", 0, noise=1.0, invents=0.02),
    Habits("novice", 1, sees=0.3, weighs=0.1, context=0.1, noise=1.5, invents=0.03),
    Habits("hasty", 2, reads=0.35, sees=0.7, weighs=0.8, context=0.7, noise=0.8),
    Habits("rule-follower", 3, follows="profile_score"),
    Habits("model-follower", 4, follows="classifier_score"),
    Habits("over-cautious", 5, sees=0.9, weighs=0.2, context=0.2, noise=0.8, invents=0.06),
    Habits("competent", 6, sees=0.85, weighs=0.8, context=0.7, noise=0.8),
    Habits("expert", 7, sees=0.97, weighs=1.0, context=1.0, noise=0.3),
)
"""All kinds, least skilled first. Habits are assumptions, set so that the kinds are told apart on the catalogue."""


class Player:
    """One simulated trainee at one exercise; ``seed`` gives another day's luck."""

    def __init__(self, habits: Habits, batch: ExerciseBatch, seed: int) -> None:
        if batch.oracle is None:
            raise ValueError("simulated trainees need an exercise with an oracle")
        self.habits = habits
        self._oracle: Evidence = batch.oracle
        self._rows = {str(name): row for row, name in enumerate(batch.declarations[KEY])}
        self._words = sorted({str(flag) for flag in self._oracle.flags.ravel()} - {""})
        self._seed = seed

    def play(self, attempt: Attempt) -> None:
        """Play an attempt to its end: the most suspicious to red, the next to yellow, citing what was seen."""
        names = [str(name) for name in attempt.queue()[KEY]]
        lot = self._draw("reads", len(names))
        read = set(np.argsort(lot)[: round(self.habits.reads * len(names))].tolist())
        for place in sorted(read):
            attempt.open(names[place])
        noticed = self._noticed()
        suspicion = self._suspicion(attempt, names, noticed)
        ranking = sorted(read, key=lambda place: (-suspicion[place], lot[place]))
        red, yellow = attempt.card.capacity["red"], attempt.card.capacity["yellow"]
        for rank, place in enumerate(ranking[: red + yellow]):
            lane = "red" if rank < red else "yellow"
            sure = 4 if rank < red // 2 else 3 if lane == "red" else 2
            attempt.decide(names[place], lane, self._cited(names[place], noticed), sure)
        attempt.submit()

    def _suspicion(self, attempt: Attempt, names: list[str], noticed: np.ndarray) -> Floats:
        """Judgement of each consignment in the queue, in log-odds or the followed score; shape (n,)."""
        habits, rows = self.habits, [self._rows[name] for name in names]
        if habits.follows:
            return np.array([_followed(attempt.engine(name), habits.follows) for name in names])
        flagged = self._oracle.flags != ""
        weights = np.where(flagged, habits.weighs * self._oracle.weights + (1 - habits.weighs), 0.0)
        seen = (weights * noticed).sum(axis=1)
        context = np.where(flagged, 0.0, self._oracle.weights).sum(axis=1)
        judged: Floats = seen + habits.context * context + habits.noise * self._normal(len(self._rows))
        return judged[rows]

    def _noticed(self) -> np.ndarray:
        """Which shown flags are noticed: bool, n × steps."""
        shape = self._oracle.flags.shape
        lucky = self._draw("sees", shape[0] * shape[1]).reshape(shape) < self.habits.sees
        noticed: np.ndarray = lucky & (self._oracle.flags != "")
        return noticed

    def _cited(self, name: str, noticed: np.ndarray) -> list[str]:
        row = self._rows[name]
        cited = [str(flag) for flag in self._oracle.flags[row][noticed[row]]]
        invented = self._draw(f"invents {name}", len(self._words)) < self.habits.invents
        return list(dict.fromkeys([*cited, *(flag for flag, yes in zip(self._words, invented, strict=True) if yes)]))

    def _draw(self, stream: str, count: int) -> Floats:
        return uniform(self._seed, f"player {self.habits.name} {stream}", 0, count)

    def _normal(self, count: int) -> Floats:
        """Standard normal numbers (Box and Muller 1958)."""
        radius = np.sqrt(-2.0 * np.log1p(-self._draw("noise radius", count)))
        normal: Floats = radius * np.cos(2.0 * np.pi * self._draw("noise angle", count))
        return normal


def _followed(advice: EngineView | None, wanted: str) -> float:
    """The wanted score; where the exercise hides it, the other one; where it hides both, nothing to go by."""
    found = (getattr(advice, name) for name in (wanted, "profile_score", "classifier_score"))
    return next((score for score in found if score is not None), 0.0)
