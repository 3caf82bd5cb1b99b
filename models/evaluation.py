"""Measures of a ranking: against the oracle's posterior (what could be known) and against outcomes (what was)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from models.calibration import Calibration
from simulator.draws import Floats, Ints
from simulator.scoring import share_of_best
from simulator.share import wilson


def ranking(scores: Floats) -> Ints:
    """Positions from the highest score to the lowest; equal scores keep their order. Shape (n,)."""
    return np.argsort(-scores, kind="stable").astype(np.int64)


def bayes_efficiency(scores: Floats, posterior: Floats, k: int, severity: Floats | None = None) -> float:
    """Bayes-efficiency of examining the ``k`` highest scores; NaN where there is nothing to find.

    With ``severity`` (by consignment, 0 or more) violations count by their severity. A 0/1 choice serves as scores
    when it has k ones.

    >>> import numpy as np
    >>> from models import evaluation
    >>> scores, posterior = np.array([0.9, 0.7, 0.4, 0.1]), np.array([0.6, 0.1, 0.3, 0.0])
    >>> round(evaluation.bayes_efficiency(scores, posterior, k=2), 3)
    0.778
    """
    worth = posterior if severity is None else posterior * severity
    return share_of_best(float(worth[ranking(scores)[:k]].sum()), worth, k)


def capture_curve(scores: Floats, worth: Floats) -> Floats:
    """Share of all worth (posterior, or outcomes 0/1) among the 0, 1 … n highest scores; shape (n + 1,).

    >>> import numpy as np
    >>> from models import evaluation
    >>> evaluation.capture_curve(np.array([0.9, 0.7, 0.4, 0.1]), np.array([1.0, 0.0, 1.0, 0.0])).tolist()
    [0.0, 0.5, 0.5, 1.0, 1.0]
    """
    caught = np.concatenate([[0.0], np.cumsum(worth[ranking(scores)])])
    return caught / caught[-1] if caught[-1] > 0 else np.linspace(0.0, 1.0, len(caught))


def average_precision(scores: Floats, labels: NDArray[np.bool_]) -> float:
    """Mean precision at the ranks of the violations, equal scores taken together; NaN without violations.

    >>> import numpy as np
    >>> from models import evaluation
    >>> round(evaluation.average_precision(np.array([0.9, 0.7, 0.4, 0.1]), np.array([True, False, True, False])), 3)
    0.833
    """
    return float(average_precision_score(labels, scores)) if labels.any() else float("nan")


@dataclass(frozen=True)
class AtCapacity:
    """Precision and recall among k examined, beside the best possible with this k, with 95 % intervals."""

    k: int
    found: int
    precision: float
    precision_interval: tuple[float, float]
    precision_ceiling: float
    recall: float
    recall_interval: tuple[float, float]
    recall_ceiling: float


def at_capacity(scores: Floats, labels: NDArray[np.bool_], k: int) -> AtCapacity:
    """Precision and recall of examining the k highest scores. Recall is 1 where there is nothing to find."""
    k = min(k, len(scores))
    found, wanted = int(labels[ranking(scores)[:k]].sum()), int(labels.sum())
    return AtCapacity(
        k=k,
        found=found,
        precision=found / k if k else 0.0,
        precision_interval=wilson(found, k),
        precision_ceiling=min(wanted, k) / k if k else 0.0,
        recall=found / wanted if wanted else 1.0,
        recall_interval=wilson(found, wanted),
        recall_ceiling=min(wanted, k) / wanted if wanted else 1.0,
    )


def calibration_error(probability: Floats, outcome: Floats, bins: int = 15) -> float:
    """Mean gap of probability and outcome (0/1, or the posterior) over bins of equal size: the expected error."""
    if len(probability) == 0:
        return 0.0
    parts = np.array_split(ranking(probability), min(bins, len(probability)))
    return float(
        sum(len(part) * abs(probability[part].mean() - outcome[part].mean()) for part in parts) / len(probability)
    )


def calibration_slope(probability: Floats, outcome: Floats) -> float:
    """Slope of the outcome's log-odds (0/1, or the posterior) on the probability's; 1 is right, below 1 too sure."""
    at = np.clip(probability, 1e-9, 1.0 - 1e-9)
    return Calibration.fit(np.log(at) - np.log1p(-at), outcome, smooth=False).slope


def trader_precision(scores: Floats, labels: NDArray[np.bool_], traders: Ints, share: float) -> float:
    """Share of violators (of any declaration) among the traders with the highest scores.

    ``traders`` numbers each row's trader from 0; ``share`` of all traders are looked at, by each one's highest score.
    """
    best = np.full(int(traders.max(initial=0)) + 1, -np.inf)
    np.maximum.at(best, traders, scores)
    violates = np.zeros(len(best), dtype=bool)
    violates[traders[labels]] = True
    met = np.flatnonzero(np.isfinite(best))
    chosen = met[ranking(best[met])[: max(1, round(share * len(met)))]]
    return float(violates[chosen].mean())


def false_positive_ratios(scores: Floats, labels: NDArray[np.bool_], groups: Ints, k: int) -> Floats:
    """Of each group, how often its lawful trade is among the k highest scores, over how often all lawful trade is.

    ``groups`` numbers each row's group from 0; NaN for a group without lawful trade. Shape (groups,).
    """
    chosen = np.zeros(len(scores), dtype=bool)
    chosen[ranking(scores)[:k]] = True
    lawful = ~labels
    overall = chosen[lawful].mean()
    count = np.bincount(groups[lawful], minlength=int(groups.max(initial=0)) + 1).astype(np.float64)
    held = np.bincount(groups[lawful & chosen], minlength=len(count))
    ratios: Floats = held / np.where(count > 0, count, np.nan) / overall
    return ratios
