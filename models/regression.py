"""An estimate of a number, such as a probability, from some fields of a declaration; it gives no reasons.

The classifier learns from outcomes and explains itself. This learns from a number that is known for each declaration,
and uses the features that the given fields allow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor

from models.features import Encoder, trader_folds
from models.trees import one_thread
from simulator.draws import Floats, uniform

TREES, LEARNING_RATE, LEAVES, ROWS_A_LEAF = 100, 0.06, 8, 40
"""Ten times as many declarations to learn from rank no better (docs/exercises.md, Room for skill)."""


@dataclass(frozen=True)
class Regression:
    """``columns``: the features that vary in what it learned from. ``model`` is ``None`` where none does."""

    encoder: Encoder
    columns: NDArray[np.intp]
    model: HistGradientBoostingRegressor | None
    mean: float

    def estimate(self, declarations: pd.DataFrame) -> Floats:
        """The estimate for each declaration; shape (n,)."""
        if self.model is None:
            return np.full(len(declarations), self.mean)
        with one_thread():
            return np.asarray(self.model.predict(self.encoder.matrix(declarations)[:, self.columns]))


def regress(declarations: pd.DataFrame, number: Floats, seed: int) -> Regression:
    """Learn a number in [0, 1] from the fields that ``declarations`` have. Same input and seed, same estimates.

    >>> import numpy as np
    >>> import pandas as pd
    >>> from models import regress
    >>> codes = np.where(np.arange(400) % 4 == 0, "854231", "950300")
    >>> declarations = pd.DataFrame({"declaration_id": [f"D-{row}" for row in range(400)], "hs_code": codes})
    >>> known = regress(declarations, np.where(codes == "854231", 0.7, 0.1), seed=1)
    >>> known.estimate(declarations)[:2].round(2).tolist()
    [0.7, 0.1]
    """
    folds = trader_folds(declarations, uniform(seed, "models.regression", 0, len(declarations)))
    encoder, matrix = Encoder.learn(declarations, number, folds)
    columns = np.array([place for place, column in enumerate(matrix.T) if _varies(column)], dtype=np.intp)
    model = None
    if len(columns):
        model = HistGradientBoostingRegressor(
            learning_rate=LEARNING_RATE,
            max_iter=TREES,
            max_leaf_nodes=LEAVES,
            min_samples_leaf=ROWS_A_LEAF,
            random_state=seed,
        )
        with one_thread():
            model.fit(matrix[:, columns], number)
    return Regression(encoder, columns, model, float(number.mean()))


def _varies(column: Floats) -> bool:
    known = column[~np.isnan(column)]
    return bool(len(known)) and bool(known.min() < known.max())
