"""Gradient-boosted trees whose log-odds are an exact sum over groups of features.

Each tree may use the features of one group only (``interaction_cst``), so the sum of a group's trees is that group's
contribution to the log-odds, exactly. scikit-learn offers no public call for single trees; `group_sums` reads them from
the fitted model, a test checks the result against ``decision_function``, and `models.persistence` refuses another
scikit-learn minor version.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits  # comes with scikit-learn

from simulator.draws import Floats, Ints

LEARNING_RATE = 0.08
MOST_TREES = 400
LEAVES = 12
ROWS_A_LEAF = 30
PATIENCE = 25


def boost(
    train: tuple[Floats, Floats], held_out: tuple[Floats, Floats], members: Sequence[Sequence[int]], seed: int
) -> HistGradientBoostingClassifier:
    """Fit trees on (matrix, labels) until the held-out log-loss no longer falls. Single-threaded, so deterministic."""
    model = HistGradientBoostingClassifier(
        learning_rate=LEARNING_RATE,
        max_iter=MOST_TREES,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=ROWS_A_LEAF,
        l2_regularization=1.0,
        interaction_cst=[list(group) for group in members],
        early_stopping=True,
        n_iter_no_change=PATIENCE,
        scoring="loss",
        random_state=seed % 2**32,
    )
    matrix, labels = train
    usable = np.where(np.isnan(matrix).all(axis=0), 0.0, matrix)  # the binning refuses a column never known
    with threadpool_limits(limits=1):
        model.fit(usable, labels, X_val=held_out[0], y_val=held_out[1])
    return model


def tree_groups(model: HistGradientBoostingClassifier, members: Sequence[Sequence[int]]) -> Ints:
    """Group of each tree, -1 for a tree that never splits; ``ValueError`` if a tree mixes groups."""
    group_of = {feature: group for group, features in enumerate(members) for feature in features}
    found = []
    for (tree,) in model._predictors:
        used = {group_of[int(node["feature_idx"])] for node in tree.nodes if not node["is_leaf"]}
        if len(used) > 1:
            raise ValueError("a tree mixes feature groups")
        found.append(used.pop() if used else -1)
    return np.array(found, dtype=np.int64)


def group_sums(model: HistGradientBoostingClassifier, matrix: Floats, members: Sequence[Sequence[int]]) -> Floats:
    """Sum of tree values by group, without the baseline; shape (n, groups + 1), the last for trees without split."""
    if not len(matrix):
        return np.zeros((0, len(members) + 1))
    with threadpool_limits(limits=1):
        bins = model._bin_mapper.transform(matrix)  # trees read bytes four times as fast as floats
    unknown = model._bin_mapper.missing_values_bin_idx_
    sums = np.zeros((len(members) + 1, len(matrix)))
    for (tree,), group in zip(model._predictors, tree_groups(model, members), strict=True):
        sums[group] += tree.predict_binned(bins, unknown, 1)
    return sums.T


def baseline(model: HistGradientBoostingClassifier) -> float:
    """Log-odds before any tree."""
    return float(np.ravel(model._baseline_prediction)[0])
