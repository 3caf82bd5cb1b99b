"""Encodes levels (codes, countries, lines of business) as numbers, learned from training traffic.

Trees never get levels as native categories: each level becomes a smoothed rate of violations. The rates are
cross-fitted, so no declaration's own outcome is part of its features.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.draws import Floats, Ints

RATE_WEIGHT = 40.0  # assumption: a level's rate counts half once it has been seen this often
UNKNOWN = -1
FOLDS = 5


def text_codes(values: pd.Series) -> tuple[Ints, pd.Index]:
    """Position of each value among the distinct texts (-1 for null), and those texts; shape (n,)."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy().astype(np.int64), pd.Index(values.cat.categories.astype(str))
    own, kinds = pd.factorize(values)
    return own.astype(np.int64), pd.Index(kinds).astype(str)


@dataclass
class Levels:
    """The distinct values of a column in training; a new value gets the code ``len(names)``."""

    names: list[str]

    @classmethod
    def learn(cls, values: pd.Series) -> Levels:
        """Levels of a training column, sorted."""
        own, kinds = text_codes(values)
        return cls(sorted(kinds.take(np.unique(own[own >= 0])).to_numpy(dtype=object)))

    def codes(self, values: pd.Series) -> Ints:
        """Code of each value: -1 unknown (null), ``len(names)`` not in training; shape (n,)."""
        own, kinds = text_codes(values)
        position = pd.Index(self.names, dtype=object).get_indexer(kinds.astype(object))
        position = np.append(np.where(position < 0, len(self.names), position), UNKNOWN)
        return position[own].astype(np.int64)  # own == -1 takes the last place

    @property
    def size(self) -> int:
        """Number of codes, including the code of new values."""
        return len(self.names) + 1


def pair(left: Ints, right: Ints, right_size: int) -> Ints:
    """One code for a pair of codes, -1 where either is unknown; shape (n,)."""
    return np.where((left < 0) | (right < 0), UNKNOWN, left * right_size + right)


def fold_tables(codes: Ints, size: int, labels: Floats, folds: Ints) -> Floats:
    """Smoothed log-odds of a violation at each code, above the overall log-odds; shape (FOLDS + 1, size).

    For each fold one row learned without it (also the overall rate); the last row uses all data. 0 for new codes.
    """
    known = codes >= 0
    address = folds[known] * size + codes[known]
    seen = np.bincount(address, minlength=FOLDS * size).reshape(FOLDS, size).astype(np.float64)
    bad = np.bincount(address, weights=labels[known], minlength=FOLDS * size).reshape(FOLDS, size)
    count = np.vstack([seen.sum(axis=0) - seen, seen.sum(axis=0)])
    found = np.vstack([bad.sum(axis=0) - bad, bad.sum(axis=0)])
    overall = (found.sum(axis=1, keepdims=True) + 0.5) / (count.sum(axis=1, keepdims=True) + 1.0)
    rate = (found + RATE_WEIGHT * overall) / (count + RATE_WEIGHT)
    log_odds: Floats = np.log(rate / (1.0 - rate)) - np.log(overall / (1.0 - overall))
    return log_odds


@dataclass
class Rate:
    """Smoothed rate of violations of each code, as log-odds above the overall rate."""

    table: Floats

    @classmethod
    def learn(cls, codes: Ints, size: int, labels: Floats, folds: Ints) -> tuple[Rate, Floats]:
        """The encoder, and the training rows' own values, each learned from the other folds."""
        tables = fold_tables(codes, size, labels, folds)
        own = np.where(codes < 0, np.nan, tables[folds, codes])
        return cls(tables[-1]), own

    def apply(self, codes: Ints) -> Floats:
        """Value of each code, NaN where unknown; shape (n,)."""
        return np.append(self.table, np.nan)[codes]
