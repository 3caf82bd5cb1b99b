"""Training: a classifier from labelled declarations, with the figures for its model card.

Traders are dealt into folds. Each fold is scored by trees that were grown on the others; these scores fit the
calibration and give the figures, so that neither was taken on what the trees had learned by heart. The trees that are
kept are grown on all declarations, as many as the folds needed.

`train` makes the classifier of single dossiers, `train_with_history` the one that also reads what the trader declared
before; there the evidence in earlier declarations comes, in training, from the trees of the other folds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from models.calibration import Calibration
from models.classifier import Classifier, condition_means, silent_groups, with_history
from models.encoding import FOLDS
from models.evaluation import at_capacity, average_precision, calibration_error
from models.families import FEATURES, FEATURES_WITH_HISTORY, members
from models.features import Encoder, trader_folds
from models.history import earlier
from models.trees import baseline, boost, boost_on, group_sums
from simulator.derived import derive
from simulator.draws import Floats, Ints, uniform
from simulator.errors import InputError
from simulator.reference import visible

FEWEST_VIOLATIONS = 20  # among the traders outside each fold (and as many lawful); fewer teach nothing but noise


def train(declarations: pd.DataFrame, labels: NDArray[np.bool_], seed: int) -> Classifier:
    """Train on declarations (declaration-tier fields are used, others cut off) and whether each was a violation.

    Same input and seed, same classifier. ``InputError`` where there is too little.
    """
    return _trained(_material(declarations, labels, seed), None)[0]


def train_with_history(declarations: pd.DataFrame, labels: NDArray[np.bool_], seed: int) -> Classifier:
    """Train a classifier that also reads what each trader declared before; its ``alone`` is what `train` makes."""
    material = _material(declarations, labels, seed)
    alone, evidence = _trained(material, None)
    classifier, _ = _trained(material, earlier(material.seen, evidence))
    classifier.alone = alone
    return classifier


def train_quickly(declarations: pd.DataFrame, labels: NDArray[np.bool_], seed: int, trees: int = 100) -> Classifier:
    """Train for the order of the scores alone: so many trees on all declarations at once, not calibrated, no figures.

    Six times as fast as `train`, for those who train anew every week. ``InputError`` where there is too little.

    >>> import numpy as np
    >>> import pandas as pd
    >>> from models import train_quickly
    >>> wrong = np.arange(400) % 4 == 0
    >>> declarations = pd.DataFrame(
    ...     {
    ...         "declaration_id": [f"D-{row}" for row in range(400)],
    ...         "consignee_id": [f"C-{row % 50}" for row in range(400)],
    ...         "hs_code": np.where(wrong, "854231", "950300"),
    ...     }
    ... )
    >>> classifier = train_quickly(declarations, wrong, seed=1, trees=10)
    >>> scores = classifier.score(declarations)
    >>> bool(scores.value[wrong].min() > scores.value[~wrong].max())
    True
    >>> scores.reasons(0)[0].indicator
    'product.sensitive_application'
    """
    material = _material(declarations, labels, seed)
    encoder, matrix = material.encoded(np.ones(len(material.truth), dtype=bool))
    model = boost_on((matrix, material.truth), members(FEATURES), trees, seed)
    return _assembled(encoder, model, matrix, material.truth, Calibration(1.0, 0.0))


@dataclass(frozen=True)
class _Material:
    """Declarations with their facts, labels as 0 or 1, the fold of each row, and the seed."""

    seen: pd.DataFrame
    truth: Floats
    folds: Ints
    seed: int

    def encoded(self, rows: NDArray[np.bool_]) -> tuple[Encoder, Floats]:
        """An encoder learned from some rows, and their own matrix."""
        seen = self.seen[rows]
        share = uniform(self.seed, "models.training.encoding", 0, len(seen))
        return Encoder.learn(seen, self.truth[rows], trader_folds(seen, share))


def _material(declarations: pd.DataFrame, labels: NDArray[np.bool_], seed: int) -> _Material:
    truth = np.asarray(labels, dtype=np.float64)
    if truth.shape != (len(declarations),):
        raise InputError(f"labels: {truth.size} for {len(declarations)} declarations; give one for each")
    seen = pd.concat([visible(declarations, "declaration"), derive(declarations)], axis=1)
    folds = trader_folds(seen, uniform(seed, "models.training.traders", 0, len(seen)))
    for fold in range(FOLDS):
        bad, good = int(truth[folds != fold].sum()), int((1 - truth)[folds != fold].sum())
        if min(bad, good) < FEWEST_VIOLATIONS:
            raise InputError(
                f"labels: {bad} violations and {good} lawful outside one fold of traders; "
                f"give more declarations, at least {FEWEST_VIOLATIONS} of each are needed"
            )
    return _Material(seen, truth, folds, seed)


def _trained(material: _Material, before: Floats | None) -> tuple[Classifier, Floats]:
    """The classifier, and the evidence of each row by trees grown on other folds.

    ``before``: what each row's trader declared earlier (`models.history.earlier`), where that is to be read.
    """
    seen, truth, folds, seed = material.seen, material.truth, material.folds, material.seed
    features = FEATURES if before is None else FEATURES_WITH_HISTORY
    groups = members(features)
    raw, evidence, trees = np.empty(len(truth)), np.empty(len(truth)), []
    for fold in range(FOLDS):
        own, others = folds == fold, folds != fold
        encoder, matrix = material.encoded(others)
        own_matrix = encoder.matrix(seen[own])
        if before is not None:
            matrix, own_matrix = with_history(matrix, before[others]), with_history(own_matrix, before[own])
        model = boost((matrix, truth[others]), (own_matrix, truth[own]), groups, seed)
        trees.append(model.n_iter_)
        raw[own] = baseline(model) + group_sums(model, own_matrix, groups).sum(axis=1)
        if before is None:
            part = _assembled(encoder, model, matrix, truth[others], Calibration(1.0, 0.0))
            evidence[own] = part.evidence(own_matrix)
    encoder, matrix = material.encoded(np.ones(len(truth), dtype=bool))
    if before is not None:
        matrix = with_history(matrix, before)
    model = boost_on((matrix, truth), groups, int(np.median(trees)), seed)
    calibration = Calibration.fit(raw, truth)
    classifier = _assembled(encoder, model, matrix, truth, calibration)
    classifier.figures = {
        "declarations": float(len(truth)),
        "prevalence": float(truth.mean()),
        **measure(1.0 / (1.0 + np.exp(-calibration.slope * raw - calibration.shift)), truth > 0),
    }
    classifier.data_hash = data_hash(seen, truth)
    return classifier, evidence


def _assembled(
    encoder: Encoder, model: HistGradientBoostingClassifier, matrix: Floats, truth: Floats, calibration: Calibration
) -> Classifier:
    """A classifier of trees grown on a matrix; without figures."""
    features = FEATURES if matrix.shape[1] == len(FEATURES) else FEATURES_WITH_HISTORY
    means, shares = condition_means(group_sums(model, matrix, members(features))[:, :-1], matrix)
    return Classifier(
        encoder=encoder,
        model=model,
        calibration=calibration,
        means=means,
        shares=shares,
        prevalence=float(truth.mean()),
        silent=silent_groups(matrix, features),
        figures={},
        data_hash="",
    )


def measure(probability: Floats, truth: NDArray[np.bool_]) -> dict[str, float]:
    """Average precision, calibration error, and precision and recall at 1, 5 and 10 % of the declarations."""
    figures = {
        "average_precision": average_precision(probability, truth),
        "calibration_error": calibration_error(probability, truth.astype(np.float64)),
    }
    for percent in (1, 5, 10):
        result = at_capacity(probability, truth, max(1, len(truth) * percent // 100))
        figures |= {f"precision_at_{percent}": result.precision, f"recall_at_{percent}": result.recall}
    return figures


def data_hash(declarations: pd.DataFrame, truth: Floats) -> str:
    """Hash of the training content: fields by name and value, and labels; columns in any order, texts in any dtype."""
    digest = hashlib.sha256()
    fields = visible(declarations, "declaration")
    for name in sorted(fields.columns):
        codes, distinct = pd.factorize(fields[name])
        digest.update(f"{name}\x1f".encode())
        digest.update("\x1f".join(map(repr, distinct.tolist())).encode())
        digest.update(codes.astype("<i8").tobytes())
    digest.update(truth.astype("<f8").tobytes())
    return digest.hexdigest()
