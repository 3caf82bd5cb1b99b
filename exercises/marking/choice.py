"""Marking: compare a trainee's choice with chance, the risk engine's choices and the best possible choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from exercises.design import CONTROLLED, Evidence, ExerciseBatch
from exercises.engine import Help
from exercises.marking.intervals import efficiency_interval
from exercises.marking.ladder import (
    LadderRow,
    Lanes,
    by_order,
    chance_row,
    engine_player,
    ladder_row,
    lanes_of,
    orders,
    violations,
)
from simulator.reference import KEY
from simulator.share import Share

CITE_FROM = 0.5
"""Log-odds from which a red flag should have been cited: it multiplies the odds by 1.6 or more."""
SETTLED = 1.0 - 1e-9
"""Chance of a violation from which nothing can raise it: a fact that came before has proved it."""


def counts_for(weight: float, posterior: float) -> bool:
    """Whether a red flag that is there is rightly cited: it raised the chance, or the chance was settled before."""
    return weight > 0 or (weight == 0 and posterior >= SETTLED)


@dataclass(frozen=True)
class FlagCounts:
    """Numbers of red flags: rightly cited, cited but not there, and missed on consignments opened or controlled."""

    right: int
    wrong: int
    missed: int


@dataclass(frozen=True)
class Marking:
    """A marked attempt.

    ``recall``: the share of all violations that are in the red lane; ``precision``: the share of violations in it.
    ``efficiency_interval``: 95 % interval of the trainee's efficiency over batches like this one; ``None`` without an
    oracle. ``asked``: whether something could be requested, so that what was seen is not all that was knowable.
    ``engine_player``: the player that follows the risk engine blindly; ``None`` if the engine has no score.
    """

    capacity: Mapping[str, int]
    ladder: tuple[LadderRow, ...]
    recall: Share
    precision: Share
    flags: FlagCounts | None
    efficiency_interval: tuple[float, float] | None
    engine_player: str | None
    asked: bool
    has_oracle: bool

    def row(self, player: str) -> LadderRow | None:
        """The player's row, ``None`` if that player could not play."""
        return next((row for row in self.ladder if row.player == player), None)

    @property
    def you(self) -> LadderRow:
        """The trainee's row."""
        return next(row for row in self.ladder if row.player == "you")

    @property
    def best(self) -> LadderRow | None:
        """The best possible choice given what was shown; ``None`` without an oracle."""
        return self.row("best")

    @property
    def engine(self) -> LadderRow | None:
        """Who fills the places in the order of the risk engine, blindly; ``None`` if the engine has no score."""
        return self.row(self.engine_player) if self.engine_player else None

    def summary(self) -> dict[str, float | int | None]:
        """The figures that are stored with an attempt, by their names in ``KeptResult``."""
        you, best, engine = self.you, self.best, self.engine
        return {
            "efficiency": _round(you.efficiency),
            "efficiency_low": _round(self.efficiency_interval[0]) if self.efficiency_interval else None,
            "efficiency_high": _round(self.efficiency_interval[1]) if self.efficiency_interval else None,
            "severity_efficiency": _round(you.severity_efficiency),
            "knowable_efficiency": _round(you.knowable_efficiency),
            "engine_efficiency": _round(engine.efficiency) if engine else None,
            "engine_knowable_efficiency": _round(engine.knowable_efficiency) if engine else None,
            "expected_caught": _round(you.expected_caught),
            "best_expected_caught": _round(best.expected_caught) if best else None,
            "caught": int(you.caught_by_examination + you.caught_by_documents),
            "violations": self.recall.total,
            "violations_examined": self.recall.count,
            "examined": self.precision.total,
            "lawful_examined": int(you.lawful_examined),
            "flags_right": self.flags.right if self.flags else None,
            "flags_wrong": self.flags.wrong if self.flags else None,
            "flags_missed": self.flags.missed if self.flags else None,
        }


def mark(
    batch: ExerciseBatch,
    lanes: Mapping[str, str | None],
    flags: Mapping[str, Iterable[str]],
    capacity: Mapping[str, int],
    opened: Collection[str] = (),
    knowable: Evidence | None = None,
    help: Help | None = None,
) -> Marking:
    """Mark lanes and cited flags, both by declaration id; an id without a lane counts as green.

    ``knowable``: the evidence with everything seen that the exercise can show, if it is not the batch's own;
    ``help``: what the exercise shows of the risk engine.

    Needs the batch's truth. Without evidence (a real file), efficiency is unknown, ``best`` is missing, and the
    ladder ends with ``hindsight``: the most that somebody could catch who already knew every outcome.
    """
    chosen = {"you": lanes_of(batch, lanes)}
    ranked = orders(batch)
    chosen |= {name: by_order(order, capacity) for name, order in ranked.items()}
    players = ["profiles", "classifier", "both", "you", "best", "hindsight"]
    ladder = [chance_row(batch, capacity, knowable)]
    ladder += [ladder_row(batch, name, chosen[name], capacity, knowable) for name in players if name in chosen]
    red = chosen["you"] == "red"
    violation = violations(batch)
    return Marking(
        capacity=dict(capacity),
        ladder=tuple(ladder),
        recall=Share(int((violation & red).sum()), int(violation.sum())),
        precision=Share(int((violation & red).sum()), int(red.sum())),
        flags=None if batch.oracle is None else count_flags(batch, chosen["you"], flags, opened),
        efficiency_interval=None
        if batch.oracle is None
        else efficiency_interval(batch.oracle.posterior, red, capacity["red"]),
        engine_player=engine_player(ranked, help),
        asked=knowable is not None,
        has_oracle=batch.oracle is not None,
    )


def count_flags(
    batch: ExerciseBatch, lanes: Lanes, cited: Mapping[str, Iterable[str]], opened: Collection[str]
) -> FlagCounts:
    """Compare cited flags with the flags that were there; see ``FlagCounts``."""
    if batch.oracle is None:
        raise ValueError("flags can be marked only in an exercise with an oracle")
    right = wrong = missed = 0
    for row, (name, lane) in enumerate(zip(batch.declarations[KEY], lanes, strict=True)):
        named = set(cited.get(name, ()))
        there = batch.oracle.flag_weights(row)
        looked = name in opened or lane in CONTROLLED
        chance = float(batch.oracle.posterior[row])
        right += sum(flag in there and counts_for(there[flag], chance) for flag in named)
        wrong += sum(flag not in there for flag in named)
        missed += sum(weight >= CITE_FROM for flag, weight in there.items() if flag not in named and looked)
    return FlagCounts(right, wrong, missed)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
