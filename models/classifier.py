"""The classifier: a calibrated probability of a violation, and the contribution of each indicator to its log-odds.

The log-odds are ``bias + Σ contributions`` exactly (to rounding): boosted trees that use one group of features each,
and a calibration that is affine on the log-odds. Groups are the catalogue's indicators, not whole families, so that
reasons use the same names as profiles, typologies and trainees. A family's contribution is the sum of its indicators'.

The weight of an indicator depends on three conditions (`models.families.CONDITIONS`): the buyer's trade, the goods, and
whether the two fit. Each reason is credited only for itself: its contribution is taken relative to its mean over
training declarations with the same conditions. The means go to the conditions' own indicators, in order: first the
trade's part, then what the goods add, then what their fit adds. The sum stays the same. Values of the conditions that
are not red flags (look-alike goods, a buyer that trades) go to the context.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

from models.calibration import Calibration
from models.families import (
    CONDITIONS,
    CONTEXT,
    FEATURES,
    FEATURES_WITH_HISTORY,
    FLAGGED,
    GOODS,
    HISTORY,
    Feature,
    groups,
    members,
)
from models.features import Encoder
from models.history import OF_THE_TRADER, earlier
from models.trees import baseline, group_sums
from simulator.derived import DERIVED
from simulator.draws import Floats, Ints
from simulator.scoring import Scores

DECIMALS, VALUE_DECIMALS = 12, 15  # enough digits, without the last bits in which processors differ
UNKNOWN_IN_TRAINING = 0.01  # a group unknown at least this often in training has learned what "unknown" means
_SHAPE = tuple(len(DERIVED[name].choices) + 1 for name in CONDITIONS.values())  # with one for unknown
_CELLS = int(np.prod(_SHAPE))


@dataclass
class Classifier:
    """A trained classifier; made by `models.training.train`, kept by `models.persistence`.

    ``alone``: the classifier of single dossiers that reads a trader's earlier declarations; ``None`` in a classifier
    that looks at each dossier separately.
    """

    encoder: Encoder
    model: HistGradientBoostingClassifier
    calibration: Calibration
    means: Floats  # mean raw sum of each group in each cell of the conditions over training; shape (cells, groups)
    shares: Floats  # share of training declarations in each cell; shape (cells,)
    prevalence: float  # share of violations in training
    silent: list[bool]  # groups that add nothing where all their features are unknown; length groups
    figures: dict[str, float]  # measured on held-out traders, for the model card
    data_hash: str  # of the training declarations and labels
    alone: Classifier | None = None

    @property
    def name(self) -> str:
        """Short name shown with the score."""
        return "classifier" if self.alone is None else "classifier with history"

    @property
    def features(self) -> tuple[Feature, ...]:
        """The columns of its feature matrix."""
        return FEATURES if self.alone is None else FEATURES_WITH_HISTORY

    @property
    def bias(self) -> float:
        """Log-odds of a declaration whose contributions are all 0: the middle of the training traffic."""
        centre = float(self.shares @ self.means.sum(axis=1))
        return self.calibration.slope * (baseline(self.model) + centre) + self.calibration.shift

    def at(self, prevalence: float) -> Classifier:
        """The same classifier for traffic with another share of violations: the odds of all scores move by one factor.

        Exact where violations and lawful trade look as in training and only their shares differ. The order of scores
        and the contributions stay.
        """
        moved = _log_odds(prevalence) - _log_odds(self.prevalence)
        shifted = replace(self.calibration, shift=self.calibration.shift + moved)
        return replace(self, calibration=shifted, prevalence=prevalence)

    def score(self, declarations: pd.DataFrame) -> Scores:
        """Probabilities of a violation, and contributions to their log-odds relative to the training mean.

        Contributions have one column per indicator id, "context" for facts that are not indicators, and "history" if
        earlier declarations are read (those of the frame before each row; see `models.history`). ``bias`` plus their
        row sum is the log-odds of ``value``. An indicator whose fields are all unknown adds 0.
        """
        return self.scores(self.matrix(declarations), declarations.index)

    def scores(self, matrix: Floats, index: pd.Index) -> Scores:
        """Scores from a feature matrix (of `matrix`); ``index`` is that of the declarations."""
        weights = self.contributions(matrix)
        log_odds = np.full(len(weights), self.bias)
        for column in weights.T:  # one after another: a row's sum must not depend on how many rows there are
            log_odds += column
        value = np.round(1.0 / (1.0 + np.exp(-log_odds)), VALUE_DECIMALS)
        return Scores(value, pd.DataFrame(weights, columns=groups(self.features), index=index))

    def matrix(self, declarations: pd.DataFrame) -> Floats:
        """The feature matrix of declarations, columns as ``features``; shape (n, features)."""
        own = self.encoder.matrix(declarations)
        return own if self.alone is None else with_history(own, earlier(declarations, self.alone.evidence(own)))

    def evidence(self, matrix: Floats) -> Floats:
        """Log of how much likelier each row's own facts are for a violation than for lawful trade; shape (n,).

        Facts that a trader's declarations share (`models.history.OF_THE_TRADER`) are left out.
        """
        own = [name not in OF_THE_TRADER for name in groups(self.features)]
        return np.asarray(self._by_owner(matrix)[:, own].sum(axis=1) + self.bias - _log_odds(self.prevalence))

    def contributions(self, matrix: Floats) -> Floats:
        """Calibrated contribution of each group to the log-odds of each row of a feature matrix; shape (n, groups)."""
        weights, names = self._by_owner(matrix), groups(self.features)
        cell = _cells(matrix)
        for owner, credit in self._credits().items():
            name = CONDITIONS[owner]
            rows = np.flatnonzero(matrix[:, _place(name)] != DERIVED[name].choices.index(FLAGGED[owner]))
            column = names.index(owner)
            moved = weights[rows, column] if owner == GOODS else self.calibration.slope * credit[cell[rows]]
            weights[rows, names.index(CONTEXT)] += moved
            weights[rows, column] -= moved
        return np.round(weights, DECIMALS)

    def _by_owner(self, matrix: Floats) -> Floats:
        """Contributions by the indicator that owns the features, red flag or not."""
        raw = group_sums(self.model, matrix, members(self.features))[:, :-1]
        cell = _cells(matrix)
        raw -= self.means[cell]
        for group, own in enumerate(members(self.features, conditions=False)):
            if self.silent[group]:
                raw[np.isnan(matrix[:, own]).all(axis=1), group] = 0.0
        names = groups(self.features)
        for owner, credit in self._credits().items():
            raw[:, names.index(owner)] += credit[cell]
        return self.calibration.slope * raw

    def _credits(self) -> dict[str, Floats]:
        """What each condition adds to the mean log-odds, given those before it, by owner; shape (cells,) each."""
        total, share = self.means.sum(axis=1).reshape(_SHAPE), self.shares.reshape(_SHAPE)
        before = np.full(_SHAPE, (total * share).sum())
        credits: dict[str, Floats] = {}
        for axis, owner in enumerate(CONDITIONS):
            rest = tuple(range(axis + 1, len(_SHAPE)))
            met = share.sum(axis=rest, keepdims=True)
            mean = (total * share).sum(axis=rest, keepdims=True) / np.where(met > 0, met, 1.0)
            now = np.where(np.broadcast_to(met > 0, _SHAPE), np.broadcast_to(mean, _SHAPE), before)
            credits[owner], before = (now - before).ravel(), now
        return credits


def _log_odds(share: float) -> float:
    return float(np.log(share) - np.log1p(-share))


def with_history(own: Floats, before: Floats) -> Floats:
    """The columns of ``FEATURES_WITH_HISTORY`` from those of ``FEATURES`` and the three of ``models.history``."""
    place = {feature.name: own[:, column] for column, feature in enumerate(FEATURES)}
    new = [feature.name for feature in FEATURES_WITH_HISTORY if feature.indicator == HISTORY and not feature.condition]
    place |= dict(zip(new, before.T, strict=True))
    return np.asfortranarray(np.column_stack([place[feature.name] for feature in FEATURES_WITH_HISTORY]))


def silent_groups(matrix: Floats, features: tuple[Feature, ...]) -> list[bool]:
    """Which groups were (almost) never wholly unknown in training, so that they could not learn from unknown values."""
    return [
        float(np.isnan(matrix[:, own]).all(axis=1).mean()) < UNKNOWN_IN_TRAINING
        for own in members(features, conditions=False)
    ]


def condition_means(sums: Floats, matrix: Floats) -> tuple[Floats, Floats]:
    """Mean of each group's sums in each cell of the conditions, and the share of rows there.

    ``sums`` is n × groups. A cell without rows has the overall means, so it adds nothing.
    """
    cell = _cells(matrix)
    count = np.bincount(cell, minlength=_CELLS).astype(np.float64)
    total = np.stack([np.bincount(cell, weights=own, minlength=_CELLS) for own in sums.T], axis=1)
    means = np.where(count[:, None] > 0, total / np.maximum(count, 1.0)[:, None], sums.mean(axis=0))
    return means, count / count.sum()


def _cells(matrix: Floats) -> Ints:
    """Number of each row's cell: its values of the conditions, unknown ones last; shape (n,)."""
    values = [matrix[:, _place(name)] for name in CONDITIONS.values()]
    known = [np.nan_to_num(value, nan=size - 1) for value, size in zip(values, _SHAPE, strict=True)]
    return np.ravel_multi_index([value.astype(np.int64) for value in known], _SHAPE)


def _place(name: str) -> int:
    """Column of a feature in the matrix (of both kinds of classifier: history comes after a dossier's own features)."""
    return [feature.name for feature in FEATURES].index(name)
