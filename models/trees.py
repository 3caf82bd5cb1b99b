"""Gradient-boosted trees whose log-odds are an exact sum over groups of features.

Each tree may use the features of one group only (``interaction_cst``), so the sum of a group's trees is that group's
contribution to the log-odds, exactly. scikit-learn offers no public call for single trees; `group_sums` reads them from
the fitted model, a test checks the result against ``decision_function``, and `models.persistence` refuses another
scikit-learn minor version.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import ThreadpoolController

from simulator.draws import Floats, Ints

LEARNING_RATE = 0.08
MOST_TREES = 400
LEAVES = 12
ROWS_A_LEAF = 30
PATIENCE = 25


@cache
def _threads() -> ThreadpoolController:
    """Cached, because a search for the libraries takes longer than growing a tree."""
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Within this, numbers come from one thread, so that they do not depend on how many there are."""
    with _threads().limit(limits=1):
        yield


def boost(
    train: tuple[Floats, Floats], held_out: tuple[Floats, Floats], members: Sequence[Sequence[int]], seed: int
) -> HistGradientBoostingClassifier:
    """Fit trees on (matrix, labels) until the held-out log-loss no longer falls. Single-threaded, so deterministic."""
    model = _untrained(members, MOST_TREES, seed)
    model.set_params(early_stopping=True, n_iter_no_change=PATIENCE, scoring="loss")
    with one_thread():
        model.fit(_usable(train[0]), train[1], X_val=held_out[0], y_val=held_out[1])
    return model


def boost_on(
    train: tuple[Floats, Floats], members: Sequence[Sequence[int]], trees: int, seed: int
) -> HistGradientBoostingClassifier:
    """Fit a fixed number of trees on (matrix, labels). Single-threaded, so deterministic."""
    model = _untrained(members, trees, seed)
    with one_thread():
        model.fit(_usable(train[0]), train[1])
    return model


def _untrained(members: Sequence[Sequence[int]], trees: int, seed: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        learning_rate=LEARNING_RATE,
        max_iter=trees,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=ROWS_A_LEAF,
        l2_regularization=1.0,
        interaction_cst=[list(group) for group in members],
        early_stopping=False,
        random_state=seed % 2**32,
    )


def _usable(matrix: Floats) -> Floats:
    """The matrix with 0 in columns that are never known, because the binning refuses such columns."""
    return np.where(np.isnan(matrix).all(axis=0), 0.0, matrix)


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
    """Sum of tree values by group, without the baseline; shape (n, groups + 1), the last for trees without a split.

    Most groups have few different rows (some levels, a few hundred bins of one quantity): their trees predict once for
    each, and the results are copied to the rows.
    """
    if not len(matrix):
        return np.zeros((0, len(members) + 1))
    with one_thread():
        bins = model._bin_mapper.transform(matrix)
    unknown = model._bin_mapper.missing_values_bin_idx_
    sums = np.zeros((len(members) + 1, len(matrix)))
    of_tree = tree_groups(model, members)
    for group, features in enumerate(members):
        trees = [tree for (tree,), own in zip(model._predictors, of_tree, strict=True) if own == group]
        if not trees:
            continue
        row, first = _distinct(bins, features)
        asked = np.asfortranarray(bins[first])
        total = np.zeros(len(first))
        for tree in trees:
            total += tree.predict_binned(asked, unknown, 1)
        sums[group] = total[row]
    for (tree,), own in zip(model._predictors, of_tree, strict=True):
        if own < 0:
            sums[-1] += float(tree.nodes[0]["value"])
    return sums.T


def _distinct(bins: NDArray[np.uint8], features: Sequence[int]) -> tuple[Ints, Ints]:
    """For each row the number of its combination of these columns, and one row for each combination."""
    codes = np.zeros(len(bins), dtype=np.int64)
    for feature in features:
        codes, _ = pd.factorize(codes * 256 + bins[:, feature])
    row, _ = pd.factorize(codes)
    first = np.zeros(int(row.max()) + 1, dtype=np.int64)
    first[row[::-1]] = np.arange(len(row))[::-1]
    return row, first


def baseline(model: HistGradientBoostingClassifier) -> float:
    """Log-odds before any tree."""
    return float(np.ravel(model._baseline_prediction)[0])
