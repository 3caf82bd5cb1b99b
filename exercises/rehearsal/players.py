"""Simulated trainees: they play any exercise through the same attempt as people do.

Habits describe how they differ. They receive the weight of each fact (the oracle's evidence), but their habits limit
it: they see only some facts, with noise, or give them no weight. Facts that the exercise does not show count once the
attempt has requested them. They act only through the attempt: open, request, decide, look, submit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from exercises.design import Evidence, ExerciseBatch, ExerciseCard
from exercises.engine import EngineView
from exercises.play import Attempt
from exercises.record import NoTimeLeft
from generators.odds import indicators
from simulator.draws import Floats, uniform
from simulator.office import REVEALS, Means
from simulator.reference import KEY, Consignment, strategic
from simulator.screening import screen

Wait = Callable[[float], None]
_ORDER: tuple[Means, ...] = ("documents", "licence", "expert", "company", "screening", "portal")
"""The means that reveal fields, those first that change most (assumption)."""
_SETTLED = 6.0
"""Evidence, in log-odds, from which another answer changes no lane (assumption)."""


@dataclass(frozen=True)
class Habits:
    """How a simulated trainee works.

    ``skill`` is the known order of skill, 0 lowest; it tests that marking orders players rightly. ``reads``: share of
    the batch opened. ``sees``: probability to notice a red flag that is shown. ``weighs``: 1 if a noticed flag counts
    by its evidence, 0 if all flags count the same. ``context``: how much facts that are not red flags count.
    ``noise``: standard deviation of the judgement, in log-odds. ``invents``: probability to cite a flag that is not
    there. ``follows``: the engine score that replaces the player's own judgement; if it is hidden, the other score.
    ``asks``: share of the officers' time spent on inquiries, the most suspicious first. ``holds``: in a stream, the
    judgement in log-odds from which the player holds a consignment; for a follower, the score.
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
    asks: float = 0.0
    holds: float = 1.0


PLAYERS = (
    Habits("random", 0, noise=1.0, invents=0.02),
    Habits("hasty", 1, reads=0.25, sees=0.7, weighs=0.8, context=0.7, noise=0.8, holds=1.5),
    Habits("rule-follower", 2, follows="profile_score", holds=0.35),
    Habits("model-follower", 3, follows="classifier_score", holds=0.3),
    Habits("novice", 4, sees=0.6, weighs=0.5, context=0.4, noise=1.2, invents=0.03, asks=0.5, holds=2.0),
    Habits("over-cautious", 5, sees=0.9, weighs=0.2, context=0.2, noise=0.8, invents=0.06, asks=1.0, holds=0.8),
    Habits("competent", 6, sees=0.85, weighs=0.8, context=0.7, noise=0.8, asks=0.9, holds=1.5),
    Habits("expert", 7, sees=0.97, weighs=1.0, context=1.0, noise=0.3, asks=1.0, holds=1.5),
)
"""All kinds, least skilled first. Habits are assumptions, set so that the kinds score differently on the catalogue."""


def at(card: ExerciseCard) -> tuple[Habits, ...]:
    """The kinds that can play an exercise: a follower of the engine needs an exercise that shows its advice."""
    shown = card.help.profiles or card.help.classifier
    return tuple(habits for habits in PLAYERS if shown or not habits.follows)


class Player:
    """One simulated trainee at one exercise; another ``seed`` gives other random numbers."""

    def __init__(self, habits: Habits, batch: ExerciseBatch, seed: int) -> None:
        if batch.oracle is None:
            raise ValueError("simulated trainees need an exercise with an oracle")
        self.habits = habits
        self._oracle: Evidence = batch.oracle
        self._rows = {str(name): row for row, name in enumerate(batch.declarations[KEY])}
        self._words = sorted({str(flag) for flag in self._oracle.flags.ravel()} - {""})
        known = indicators()
        self._tiers = np.array([known[step].tier if step in known else "declaration" for step in self._oracle.steps])
        self._seed = seed
        self._noticed = self._draw("sees", self._oracle.flags.size).reshape(self._oracle.flags.shape) < habits.sees
        self._noise = habits.noise * self._normal(len(self._rows))

    def play(self, attempt: Attempt, wait: Wait | None = None) -> None:
        """Play an attempt to its end. ``wait`` lets seconds pass; a stream needs it."""
        attempt.begin()
        if attempt.card.pace is None:
            self._choose(attempt)
        elif wait is None:
            raise ValueError("a stream is played by the clock; pass wait")
        else:
            self._watch(attempt, wait)
        attempt.submit()

    def _choose(self, attempt: Attempt) -> None:
        """Play a batch: the most suspicious to red, the next to yellow; cite the flags seen."""
        names = list(attempt.screen.ids)
        lot = self._draw("reads", len(names))
        read = sorted(np.argsort(lot, kind="stable")[: round(self.habits.reads * len(names))].tolist())
        for place in read:
            attempt.open(names[place])
        self._ask(attempt, [names[place] for place in read])
        suspicion = {place: self._suspicion(attempt, names[place]) for place in read}
        ranking = sorted(read, key=lambda place: (-suspicion[place], lot[place]))
        red, yellow = attempt.card.capacity["red"], attempt.card.capacity["yellow"]
        for rank, place in enumerate(ranking[: red + yellow]):
            lane = "red" if rank < red else "yellow"
            sure = 4 if rank < red // 2 else 3 if lane == "red" else 2
            attempt.decide(names[place], lane, self._cited(attempt, names[place]), sure)

    def _watch(self, attempt: Attempt, wait: Wait) -> None:
        """Play a stream: hold what is suspicious enough, release the rest; a hasty player does not read them all."""
        assert attempt.card.pace is not None
        lot = dict(zip(attempt.screen.ids, self._draw("reads", len(self._rows)), strict=True))
        while not attempt.over():
            for name in attempt.waiting():
                if lot[name] <= self.habits.reads:
                    attempt.open(name)
                    held = self._suspicion(attempt, name) >= self.habits.holds
                    attempt.decide(name, "red" if held else "green", self._cited(attempt, name), 3)
            wait(float(attempt.card.pace.every))

    def _ask(self, attempt: Attempt, names: list[str]) -> None:
        """Ask about the most suspicious that is not settled, read the answer, and ask again, within habit and time."""
        _spent, budget = attempt.minutes()
        if not self.habits.asks:
            return
        limit = self.habits.asks * (budget if budget is not None else np.inf)
        open_ = {name: worth_asking(attempt.consignment(name), attempt.card) for name in names}
        suspicion = {name: self._suspicion(attempt, name) for name in names}
        while left := [name for name in names if open_[name] and suspicion[name] < _SETTLED]:
            name = max(left, key=lambda name: suspicion[name])
            means = open_[name].pop(0)
            if attempt.minutes()[0] + attempt.card.means[means].minutes > limit:
                return
            try:
                attempt.request(name, means)
            except NoTimeLeft:
                return
            for other in attempt.screen.same_consignee(name):
                if other in suspicion:
                    suspicion[other] = self._suspicion(attempt, other)

    def _suspicion(self, attempt: Attempt, name: str) -> float:
        """The player's judgement of one consignment: log-odds, or the score that the player follows."""
        habits, row = self.habits, self._rows[name]
        if habits.follows:
            return _followed(self._advice(attempt, name), habits.follows)
        weights, flagged = self._oracle.weights[row], self._oracle.flags[row] != ""
        seen = flagged & self._noticed[row] & self._shown(attempt, name)
        context = ~flagged & self._shown(attempt, name)
        judged = (habits.weighs * weights[seen] + (1 - habits.weighs)).sum() + habits.context * weights[context].sum()
        return float(judged + self._noise[row])

    def _shown(self, attempt: Attempt, name: str) -> np.ndarray:
        """Which steps of the oracle use facts that this attempt shows: bool, (steps,)."""
        bought = {REVEALS[means] for means in attempt.asked(name) if means in REVEALS}
        shown: np.ndarray = np.isin(self._tiers, [*attempt.card.free, *bought])
        return shown

    def _advice(self, attempt: Attempt, name: str) -> EngineView | None:
        """The engine's advice; if a decision must come first, a follower decides green with confidence 1 and looks."""
        found = attempt.engine(name)
        if found is None:
            attempt.decide(name, "green", confidence=1)
            found = attempt.look(name)
        return found

    def _cited(self, attempt: Attempt, name: str) -> list[str]:
        row = self._rows[name]
        seen = self._noticed[row] & self._shown(attempt, name)
        cited = [str(flag) for flag in self._oracle.flags[row][seen] if flag]
        invented = self._draw(f"invents {name}", len(self._words)) < self.habits.invents
        return list(dict.fromkeys([*cited, *(flag for flag, yes in zip(self._words, invented, strict=True) if yes)]))

    def _draw(self, stream: str, count: int) -> Floats:
        return uniform(self._seed, f"player {self.habits.name} {stream}", 0, count)

    def _normal(self, count: int) -> Floats:
        """Standard normal numbers (Box and Muller 1958)."""
        radius = np.sqrt(-2.0 * np.log1p(-self._draw("noise radius", count)))
        normal: Floats = radius * np.cos(2.0 * np.pi * self._draw("noise angle", count))
        return normal


def worth_asking(consignment: Consignment, card: ExerciseCard) -> list[Means]:
    """The means that reveal fields and are offered, in the order in which to ask for them.

    Where the officers' time is limited, those are left out that cannot change much, by what the declaration shows.
    """
    code = consignment.text("hs_code")[:6]
    useful = {
        "licence": code in strategic() and consignment.text("declaration_type") == "EX",
        "expert": code in strategic() or code in _lookalikes(),
        "screening": _resembles(consignment.text("consignee_name")),
    }
    offered = [name for name in _ORDER if name in card.means]
    return [name for name in offered if card.officer_minutes is None or useful.get(name, True)]


@cache
def _lookalikes() -> frozenset[str]:
    """Codes of goods that look like strategic ones."""
    return frozenset(code for known in strategic().values() for code in known.lookalikes)


@cache
def _resembles(name: str) -> bool:
    return bool(screen([name]))


def _followed(advice: EngineView | None, wanted: str) -> float:
    """The wanted score; if the exercise hides it, the other one; if it hides both, 0."""
    found = (getattr(advice, name) for name in (wanted, "profile_score", "classifier_score"))
    return next((score for score in found if score is not None), 0.0)
