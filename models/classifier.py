"""The classifier: a calibrated probability of a violation, and what each indicator added to its log-odds.

The log-odds are ``bias + Σ contributions`` exactly (to rounding): boosted trees that use one group of features each,
and a calibration that is affine on the log-odds. Groups are the catalogue's indicators rather than whole families, so
that a reason names what profiles, typologies and trainees name; `models.training` says what that costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

from models.calibration import Calibration
from models.families import FEATURES, Level, groups, members
from models.features import Encoder
from models.trees import baseline, group_sums
from simulator.draws import Floats
from simulator.scoring import Scores

DECIMALS, VALUE_DECIMALS = 12, 15  # beyond what matters, short of the last bits in which processors differ
UNKNOWN_IN_TRAINING = 0.01  # a group at least this often unknown in training has learned what "unknown" means


@dataclass
class Classifier:
    """A trained classifier; made by `models.training.train`, kept by `models.persistence`."""

    encoder: Encoder
    model: HistGradientBoostingClassifier
    level: Level
    calibration: Calibration
    centre: Floats  # mean of each group's raw sum over training; shape (groups,)
    silent: list[bool]  # groups that add nothing where all their features are unknown; length groups
    figures: dict[str, float]  # measured on held-out traders, for the model card
    data_hash: str  # of the training declarations and labels

    @property
    def name(self) -> str:
        """Short name shown beside the score."""
        return "classifier"

    @property
    def bias(self) -> float:
        """Log-odds of a declaration whose every contribution is 0: the training traffic's middle."""
        return self.calibration.slope * (baseline(self.model) + float(self.centre.sum())) + self.calibration.shift

    def score(self, declarations: pd.DataFrame) -> Scores:
        """Probabilities of a violation, and contributions to their log-odds relative to the training mean.

        Contributions have one column an indicator id, and "context" for what is no indicator; ``bias`` plus their
        row sum is the log-odds of ``value``. An indicator whose every field is unknown adds 0.
        """
        weights = self.contributions(self.encoder.matrix(declarations))
        log_odds = np.full(len(weights), self.bias)
        for column in weights.T:  # one after another: a row's sum must not depend on how many rows there are
            log_odds += column
        value = np.round(1.0 / (1.0 + np.exp(-log_odds)), VALUE_DECIMALS)
        return Scores(value, pd.DataFrame(weights, columns=groups(self.level), index=declarations.index))

    def contributions(self, matrix: Floats) -> Floats:
        """Calibrated contribution of each group to the log-odds of each row of a feature matrix; shape (n, groups)."""
        positions = members(self.level)
        raw = group_sums(self.model, matrix, positions)[:, :-1] - self.centre
        for group, features in enumerate(members(self.level, conditions=False)):
            if self.silent[group]:
                raw[np.isnan(matrix[:, features]).all(axis=1), group] = 0.0
        return np.round(self.calibration.slope * raw, DECIMALS)


def silent_groups(matrix: Floats, level: Level) -> list[bool]:
    """Which groups were (almost) never wholly unknown in training, so that unknown taught them nothing."""
    return [
        float(np.isnan(matrix[:, features]).all(axis=1).mean()) < UNKNOWN_IN_TRAINING
        for features in members(level, conditions=False)
    ]


def feature_names() -> list[str]:
    """Names of the feature matrix's columns, in order."""
    return [feature.name for feature in FEATURES]
