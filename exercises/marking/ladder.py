"""Players and their choices side by side: who examines what, what it is worth, and what it finds.

The measure is Bayes-efficiency: the sum of the posteriors of the consignments examined, as a share of the largest sum
that the same number of examinations could have, given what was shown. It leaves out luck. The violations really caught
are given as well, because on one batch they are mostly luck.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from exercises.design import CONTROLLED, Evidence, ExerciseBatch
from exercises.engine import Help
from exercises.marking.outcome import controls, expected_controls, sensitivity
from simulator.draws import Floats, uniform
from simulator.reference import KEY
from simulator.scoring import share_of_best

Lanes = NDArray[np.str_]
Order = NDArray[np.intp]

ENGINE = {"profiles": "profile_score", "classifier": "classifier_score", "both": "combined_score"}


@dataclass(frozen=True)
class LadderRow:
    """One player's result. For ``chance`` the figures are expectations, so they can be fractions.

    ``efficiency``, ``severity_efficiency``, ``expected_examined`` and ``expected_caught`` come from the posterior and
    leave luck out. ``expected_examined``: violations expected among the consignments in red; the efficiency is its
    share of the best choice's. ``expected_caught``: violations that all controls are expected to find.
    They are ``None`` without an oracle; the efficiencies also where there is nothing to find.
    ``severity_efficiency`` is the efficiency with violations weighed by severity; ``knowable_efficiency`` is the
    efficiency by everything that the exercise can show, so it does not depend on what the trainee asked for. The other
    figures count real consignments: the violations and lawful ones examined, and the violations that the controls
    found.
    """

    player: str
    efficiency: float | None
    severity_efficiency: float | None
    knowable_efficiency: float | None
    expected_examined: float | None
    expected_caught: float | None
    violations_examined: float
    caught_by_examination: float
    caught_by_documents: float
    lawful_examined: float


def engine_player(players: Collection[str], help: Help | None = None) -> str | None:
    """The player that follows the risk engine blindly: by what the exercise shows of it; by both scores if it shows
    nothing that has a score, or if ``help`` is not known. ``None`` if the engine has no score.
    """
    shown = ["both", "classifier", "profiles"]
    if help is not None and help.profiles != help.classifier:
        shown.insert(0, "profiles" if help.profiles else "classifier")
    return next((name for name in shown if name in players), None)


def lanes_of(batch: ExerciseBatch, lanes: Mapping[str, str | None]) -> Lanes:
    """Lanes in the batch's order; a consignment without one is released: green."""
    return np.array([lanes.get(name) or "green" for name in batch.declarations[KEY]])


def orders(batch: ExerciseBatch) -> dict[str, Order]:
    """Row numbers in the order in which each player with a score examines, see ``order_of``.

    ``profiles``, ``classifier`` and ``both`` if the engine has that score; ``best`` by the posterior; without an
    oracle, ``hindsight`` by the known outcome instead.
    """
    scores = {name: batch.engine[column].to_numpy(dtype=float) for name, column in ENGINE.items()}
    found = {name: score for name, score in scores.items() if not np.isnan(score).any()}
    if batch.oracle is not None:
        found["best"] = batch.oracle.posterior
    else:
        found["hindsight"] = violations(batch).astype(float)
    return {name: order_of(batch, score) for name, score in found.items()}


def order_of(batch: ExerciseBatch, score: Floats) -> Order:
    """Row numbers from the highest score to the lowest. Ties are broken at random."""
    return np.lexsort((uniform(batch.luck, "ties", 0, len(score)), -score))


def by_order(order: Order, capacity: Mapping[str, int]) -> Lanes:
    """Put the first of an order in red and the next in yellow until the capacity is used; the rest are green."""
    lanes = np.full(len(order), "green", dtype="<U6")
    lanes[order[: capacity["red"]]] = "red"
    lanes[order[capacity["red"] : capacity["red"] + capacity["yellow"]]] = "yellow"
    return lanes


def ladder_row(
    batch: ExerciseBatch, player: str, lanes: Lanes, capacity: Mapping[str, int], knowable: Evidence | None = None
) -> LadderRow:
    """A player's result for lanes in the batch's order; ``knowable``: the evidence with everything seen, if it is not
    the batch's own."""
    found = controls(batch, lanes)["finding"].to_numpy(dtype=bool)
    red, yellow, violation, oracle = lanes == "red", lanes == "yellow", violations(batch), batch.oracle
    whole = oracle if knowable is None else knowable
    return LadderRow(
        player=player,
        efficiency=None if oracle is None else efficiency(oracle.posterior, red, capacity["red"]),
        severity_efficiency=None if oracle is None else efficiency(_expected_severity(oracle), red, capacity["red"]),
        knowable_efficiency=None if whole is None else efficiency(whole.posterior, red, capacity["red"]),
        expected_examined=None if oracle is None else by_lot(oracle.posterior, red, capacity["red"]),
        expected_caught=None if oracle is None else expected_caught(oracle, lanes),
        violations_examined=float((violation & red).sum()),
        caught_by_examination=float((found & red).sum()),
        caught_by_documents=float((found & yellow).sum()),
        lawful_examined=float((~violation & red).sum()),
    )


def expected_caught(oracle: Evidence, lanes: Lanes) -> float:
    """Violations that the controls of these lanes are expected to find."""
    worth = {lane: found_by(oracle, lane) for lane in CONTROLLED}
    return float(sum(found[lanes == lane].sum() for lane, found in worth.items()))


def best_caught(known: Evidence, whole: Evidence, capacity: Mapping[str, int]) -> float:
    """Expected catch, by the probabilities of ``whole``, of the best choice for somebody who has only ``known``."""
    return expected_caught(whole, by_order(np.argsort(-known.posterior, kind="stable"), capacity))


def efficiency(worth: Floats, chosen: NDArray[np.bool_], capacity: int) -> float | None:
    """Bayes-efficiency at k = capacity. The divisor is always the best k, so unused examinations count as lost.

    Of more than k chosen consignments (in a stream) a lot takes k: who holds everything has what chance has. ``None``
    where there is nothing to find.
    """
    return _defined(share_of_best(by_lot(worth, chosen, capacity), worth, capacity))


def by_lot(worth: Floats, chosen: NDArray[np.bool_], capacity: int) -> float:
    """What the chosen are worth together; of more than ``capacity``, the mean worth of as many taken by lot."""
    return float(worth[chosen].sum()) * min(capacity / max(int(chosen.sum()), 1), 1.0)


def found_by(oracle: Evidence, lane: str) -> Floats:
    """Probability that the lane's control finds a violation in each consignment."""
    return oracle.found[lane] if oracle.found else oracle.posterior * sensitivity(lane)


def violations(batch: ExerciseBatch) -> NDArray[np.bool_]:
    """Which consignments are violations; ``ValueError`` before the truth is revealed."""
    if batch.truth is None:
        raise ValueError("marking needs the truth: reveal the hidden parts first")
    return batch.truth["violation"].to_numpy(dtype=bool)


def _expected_severity(oracle: Evidence) -> Floats:
    """Expected severity of each consignment; if it was not stored, all violations count the same."""
    return oracle.posterior if oracle.expected_severity is None else oracle.expected_severity


def chance_row(batch: ExerciseBatch, capacity: Mapping[str, int], knowable: Evidence | None = None) -> LadderRow:
    """The mean result of drawing lots; see ``ladder_row``."""
    n = len(batch.declarations)
    red = min(capacity["red"], n) / n
    yellow = min(capacity["yellow"], n - min(capacity["red"], n)) / n
    violation, oracle = violations(batch), batch.oracle
    whole = oracle if knowable is None else knowable
    found = {lane: float(expected_controls(batch, lane).sum()) for lane in CONTROLLED}
    shares = {"red": red, "yellow": yellow}
    expected = None if oracle is None else sum(found_by(oracle, lane).sum() * share for lane, share in shares.items())
    return LadderRow(
        player="chance",
        efficiency=None if oracle is None else _mean_efficiency(oracle.posterior, capacity["red"]),
        severity_efficiency=None if oracle is None else _mean_efficiency(_expected_severity(oracle), capacity["red"]),
        knowable_efficiency=None if whole is None else _mean_efficiency(whole.posterior, capacity["red"]),
        expected_examined=None if oracle is None else float(oracle.posterior.sum()) * red,
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
