"""Marking: compare a trainee's choice with chance, the risk engine's choices and the best possible choice.

The measure is Bayes-efficiency: the sum of the posteriors of the consignments examined, as a share of the largest sum
that the same number of examinations could have, given what was shown. It leaves out luck. The violations really caught
are given as well, with intervals, because on one batch they are mostly luck.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from exercises.design import CONTROLLED, Evidence, ExerciseBatch
from exercises.marking.intervals import efficiency_interval
from exercises.marking.outcome import controls, expected_controls, sensitivity
from simulator.draws import Floats, uniform
from simulator.reference import KEY
from simulator.scoring import share_of_best
from simulator.share import Share

Lanes = NDArray[np.str_]
Order = NDArray[np.intp]

CITE_FROM = 0.5
"""Log-odds from which a red flag should have been cited: it multiplies the odds by 1.6 or more."""

ENGINE = {"profiles": "profile_score", "classifier": "classifier_score", "both": "combined_score"}


@dataclass(frozen=True)
class LadderRow:
    """One player's result. For ``chance`` the figures are expectations, so they can be fractions.

    ``efficiency``, ``severity_efficiency`` and ``expected_caught`` come from the posterior and leave luck out.
    They are ``None`` without an oracle; the efficiencies also where there is nothing to find.
    ``severity_efficiency`` is the efficiency with violations weighed by severity. The other figures count real
    consignments: the violations and lawful ones examined, and the violations that the controls found.
    """

    player: str
    efficiency: float | None
    severity_efficiency: float | None
    expected_caught: float | None
    violations_examined: float
    caught_by_examination: float
    caught_by_documents: float
    lawful_examined: float


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
    oracle.
    """

    capacity: Mapping[str, int]
    ladder: tuple[LadderRow, ...]
    recall: Share
    precision: Share
    flags: FlagCounts | None
    efficiency_interval: tuple[float, float] | None
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

    def summary(self) -> dict[str, float | int | None]:
        """The figures that are stored with an attempt, by their names in ``KeptResult``."""
        you, best = self.you, self.best
        return {
            "efficiency": _round(you.efficiency),
            "efficiency_low": _round(self.efficiency_interval[0]) if self.efficiency_interval else None,
            "efficiency_high": _round(self.efficiency_interval[1]) if self.efficiency_interval else None,
            "severity_efficiency": _round(you.severity_efficiency),
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
) -> Marking:
    """Mark lanes and cited flags, both by declaration id; an id without a lane counts as green.

    Needs the batch's truth. Without evidence (a real file), efficiency is unknown, ``best`` is missing, and the
    ladder ends with ``hindsight``: the most that somebody could catch who already knew every outcome.
    """
    chosen = {"you": lanes_of(batch, lanes)}
    chosen |= {name: by_order(order, capacity) for name, order in orders(batch).items()}
    players = ["profiles", "classifier", "both", "you", "best", "hindsight"]
    ladder = [_chance(batch, capacity)]
    ladder += [ladder_row(batch, name, chosen[name], capacity) for name in players if name in chosen]
    red = chosen["you"] == "red"
    violation = _violation(batch)
    return Marking(
        capacity=dict(capacity),
        ladder=tuple(ladder),
        recall=Share(int((violation & red).sum()), int(violation.sum())),
        precision=Share(int((violation & red).sum()), int(red.sum())),
        flags=None if batch.oracle is None else count_flags(batch, chosen["you"], flags, opened),
        efficiency_interval=None
        if batch.oracle is None
        else efficiency_interval(batch.oracle.posterior, red, capacity["red"], batch.luck),
        has_oracle=batch.oracle is not None,
    )


def lanes_of(batch: ExerciseBatch, lanes: Mapping[str, str | None]) -> Lanes:
    """Lanes in the batch's order; a consignment without one is released: green."""
    return np.array([lanes.get(name) or "green" for name in batch.declarations[KEY]])


def orders(batch: ExerciseBatch) -> dict[str, Order]:
    """Row numbers in the order in which each player with a score examines. Ties are broken at random.

    ``profiles``, ``classifier`` and ``both`` if the engine has that score; ``best`` by the posterior; without an
    oracle, ``hindsight`` by the known outcome instead.
    """
    scores = {name: batch.engine[column].to_numpy(dtype=float) for name, column in ENGINE.items()}
    found = {name: score for name, score in scores.items() if not np.isnan(score).any()}
    if batch.oracle is not None:
        found["best"] = batch.oracle.posterior
    else:
        found["hindsight"] = _violation(batch).astype(float)
    lot = uniform(batch.luck, "ties", 0, len(batch.declarations))
    return {name: np.lexsort((lot, -score)) for name, score in found.items()}


def by_order(order: Order, capacity: Mapping[str, int]) -> Lanes:
    """Put the first of an order in red and the next in yellow until the capacity is used; the rest are green."""
    lanes = np.full(len(order), "green", dtype="<U6")
    lanes[order[: capacity["red"]]] = "red"
    lanes[order[capacity["red"] : capacity["red"] + capacity["yellow"]]] = "yellow"
    return lanes


def ladder_row(batch: ExerciseBatch, player: str, lanes: Lanes, capacity: Mapping[str, int]) -> LadderRow:
    """A player's result for lanes in the batch's order."""
    found = controls(batch, lanes)["finding"].to_numpy(dtype=bool)
    red, yellow, violation, oracle = lanes == "red", lanes == "yellow", _violation(batch), batch.oracle
    return LadderRow(
        player=player,
        efficiency=None if oracle is None else efficiency(oracle.posterior, red, capacity["red"]),
        severity_efficiency=None if oracle is None else efficiency(_expected_severity(oracle), red, capacity["red"]),
        expected_caught=None if oracle is None else expected_caught(oracle, lanes),
        violations_examined=float((violation & red).sum()),
        caught_by_examination=float((found & red).sum()),
        caught_by_documents=float((found & yellow).sum()),
        lawful_examined=float((~violation & red).sum()),
    )


def expected_caught(oracle: Evidence, lanes: Lanes) -> float:
    """Violations that the controls of these lanes are expected to find."""
    worth = {lane: _found(oracle, lane) for lane in CONTROLLED}
    return float(sum(found[lanes == lane].sum() for lane, found in worth.items()))


def best_caught(known: Evidence, whole: Evidence, capacity: Mapping[str, int]) -> float:
    """Expected catch, by the probabilities of ``whole``, of the best choice for somebody who has only ``known``."""
    return expected_caught(whole, by_order(np.argsort(-known.posterior, kind="stable"), capacity))


def efficiency(worth: Floats, chosen: NDArray[np.bool_], capacity: int) -> float | None:
    """Bayes-efficiency at k = capacity. The divisor is always the best k, so unused examinations count as lost.

    ``None`` where there is nothing to find.
    """
    return _defined(share_of_best(float(worth[chosen].sum()), worth, capacity))


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
        right += sum(there.get(flag, 0.0) > 0 for flag in named)
        wrong += sum(flag not in there for flag in named)
        missed += sum(weight >= CITE_FROM for flag, weight in there.items() if flag not in named and looked)
    return FlagCounts(right, wrong, missed)


def _violation(batch: ExerciseBatch) -> NDArray[np.bool_]:
    if batch.truth is None:
        raise ValueError("marking needs the truth: reveal the hidden parts first")
    return batch.truth["violation"].to_numpy(dtype=bool)


def _found(oracle: Evidence, lane: str) -> Floats:
    """Probability that the lane's control finds a violation in each consignment."""
    return oracle.found[lane] if oracle.found else oracle.posterior * sensitivity(lane)


def _expected_severity(oracle: Evidence) -> Floats:
    """Expected severity of each consignment; if it was not stored, all violations count the same."""
    return oracle.posterior if oracle.expected_severity is None else oracle.expected_severity


def _chance(batch: ExerciseBatch, capacity: Mapping[str, int]) -> LadderRow:
    """The mean result of drawing lots."""
    n = len(batch.declarations)
    red = min(capacity["red"], n) / n
    yellow = min(capacity["yellow"], n - min(capacity["red"], n)) / n
    violation, oracle = _violation(batch), batch.oracle
    found = {lane: float(expected_controls(batch, lane).sum()) for lane in CONTROLLED}
    shares = {"red": red, "yellow": yellow}
    expected = None if oracle is None else sum(_found(oracle, lane).sum() * share for lane, share in shares.items())
    return LadderRow(
        player="chance",
        efficiency=None if oracle is None else _mean_efficiency(oracle.posterior, capacity["red"]),
        severity_efficiency=None if oracle is None else _mean_efficiency(_expected_severity(oracle), capacity["red"]),
        expected_caught=None if expected is None else float(expected),
        violations_examined=float(violation.sum()) * red,
        caught_by_examination=found["red"] * red,
        caught_by_documents=found["yellow"] * yellow,
        lawful_examined=float((~violation).sum()) * red,
    )


def _mean_efficiency(worth: Floats, capacity: int) -> float | None:
    k = min(capacity, len(worth))
    return _defined(share_of_best(float(worth.mean()) * k, worth, k))


def _defined(share: float) -> float | None:
    return None if isnan(share) else share


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
