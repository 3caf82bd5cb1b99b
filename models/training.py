"""Training: a classifier from labelled declarations, with the figures for its model card.

Groups are indicators, not families, because reasons then name the same red flags as profiles and trainees. What that
costs, measured at default difficulty (100,000 declarations to learn from, 40,000 others to rank; the oracle on the same
facts has an average precision of 0.422, by chance it is 0.06):

    groups                          average precision   Bayes-efficiency at 1, 5, 10 %   top reason is really there
    families                        0.390               0.924, 0.947, 0.957              (names no red flag)
    indicators with conditions      0.386               0.928, 0.943, 0.953              92 %
    indicators without conditions   0.370               0.892, 0.920, 0.937              74 %

(The last column: of the true violations among the top 5 %.)
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.calibration import Calibration
from models.classifier import Classifier, silent_groups
from models.evaluation import at_capacity, average_precision, calibration_error
from models.families import Level, members
from models.features import Encoder, trader_folds
from models.trees import baseline, boost, group_sums
from simulator.declaration import visible
from simulator.draws import Floats, uniform
from simulator.errors import InputError

HELD_OUT = 5  # every fifth trader's declarations stop the boosting, calibrate and measure
FEWEST_VIOLATIONS = 20  # on either side of the split; fewer teach nothing but noise


def train(declarations: pd.DataFrame, labels: NDArray[np.bool_], seed: int, level: Level = "indicator") -> Classifier:
    """Train on declarations (declaration-tier fields are used, others cut off) and whether each was a violation.

    A fifth of the traders is held out: their declarations stop the boosting, fit the calibration and give the figures
    (so these are slightly kind). Same input and seed, same classifier. ``InputError`` where there is too little.
    """
    truth = np.asarray(labels, dtype=np.float64)
    if truth.shape != (len(declarations),):
        raise InputError(f"labels: {truth.size} for {len(declarations)} declarations; give one for each")
    share = uniform(seed, "models.training.traders", 0, len(declarations))
    held = trader_folds(declarations, share, HELD_OUT) == 0
    for name, part in (("training", ~held), ("held-out", held)):
        bad, good = int(truth[part].sum()), int((1 - truth[part]).sum())
        if min(bad, good) < FEWEST_VIOLATIONS:
            raise InputError(
                f"labels: {bad} violations and {good} lawful in the {name} declarations; "
                f"give more declarations, at least {FEWEST_VIOLATIONS} of each are needed"
            )
    classifier = _fit(declarations[~held], truth[~held], declarations[held], truth[held], seed, level)
    classifier.figures = {
        "declarations": float(len(truth)),
        "prevalence": float(truth.mean()),
        **measure(classifier.score(declarations[held]).value, truth[held] > 0),
    }
    classifier.data_hash = data_hash(declarations, truth)
    return classifier


def _fit(
    declarations: pd.DataFrame, truth: Floats, held: pd.DataFrame, held_truth: Floats, seed: int, level: Level
) -> Classifier:
    folds = trader_folds(declarations, uniform(seed, "models.training.folds", 0, len(declarations)))
    encoder, matrix = Encoder.learn(declarations, truth, folds)
    held_matrix = encoder.matrix(held)
    positions = members(level)
    model = boost((matrix, truth), (held_matrix, held_truth), positions, seed)
    raw = baseline(model) + group_sums(model, held_matrix, positions).sum(axis=1)
    return Classifier(
        encoder=encoder,
        model=model,
        level=level,
        calibration=Calibration.fit(raw, held_truth),
        centre=group_sums(model, encoder.matrix(declarations), positions)[:, :-1].mean(axis=0),
        silent=silent_groups(matrix, level),
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
    """Hash of the training content: fields by name and value, and labels; columns in any order."""
    digest = hashlib.sha256()
    fields = visible(declarations, "declaration")
    for name in sorted(fields.columns):
        column = fields[name]
        text = column.astype(object).where(column.notna(), None).map(repr).to_numpy()
        digest.update(f"{name}\x1f".encode())
        digest.update("\x1f".join(text).encode())
    digest.update(truth.astype("<f8").tobytes())
    return digest.hexdigest()
