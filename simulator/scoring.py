"""One contract for everything that scores a consignment: risk profiles, the classifier, their combination."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.draws import Floats


@dataclass(frozen=True)
class Reason:
    """One reason for a score: an indicator (or family) of the catalogue and how much it added."""

    indicator: str
    weight: float


@dataclass(frozen=True)
class Scores:
    """Scores of n declarations: ``value`` in [0, 1], shape (n,); ``contributions`` n × indicator, 0 where silent."""

    value: Floats
    contributions: pd.DataFrame

    def reasons(self, row: int, top: int = 5) -> list[Reason]:
        """The strongest positive contributions to one declaration's score, strongest first."""
        weights = self.contributions.iloc[row]
        best = weights[weights > 0].sort_values(ascending=False, kind="stable").head(top)
        return [Reason(str(name), float(weight)) for name, weight in best.items()]

    def take(self, rows: NDArray[np.bool_]) -> Scores:
        """The scores of some rows; ``rows`` is bool, shape (n,)."""
        return Scores(self.value[rows], self.contributions[rows])


class Scorer(Protocol):
    """Gives each declaration a value in [0, 1] and its reasons, from visible fields alone."""

    @property
    def name(self) -> str:
        """Short name shown beside the score."""

    def score(self, declarations: pd.DataFrame) -> Scores:
        """Score declarations; unknown fields (absent or null) are never an error."""


def combine(parts: Sequence[Scores], weights: Sequence[float] | None = None) -> Scores:
    """Noisy-or of several scores: ``1 - Π (1 - value)^weight``.

    Rises with each part, is 0 only if all are 0, and lets one sure part suffice. Contributions are the parts'
    contributions, weighted and added by indicator.
    """
    shares = [1.0] * len(parts) if weights is None else list(weights)
    names = list(dict.fromkeys(name for part in parts for name in part.contributions.columns))
    passed, added = np.ones(len(parts[0].value)), np.zeros((len(parts[0].value), len(names)), order="F")
    for part, share in zip(parts, shares, strict=True):
        passed *= (1.0 - np.clip(part.value, 0.0, 1.0)) ** share
        for name in part.contributions.columns:
            added[:, names.index(name)] += share * part.contributions[name].to_numpy()
    return Scores(1.0 - passed, pd.DataFrame(added, columns=names, index=parts[-1].contributions.index))


RULES_SHARE = 0.05
"""Weight of the risk profiles beside a classifier. Both read the same declaration, so a noisy-or of equals counts a
fact twice; a little of the profiles steadies a classifier that had few labels. Bayes-efficiency at 1, 5 and 10 % of
100,000 generated declarations (prevalence 2 %, one seed):

    weight              classifier, 80,000 labels     classifier, 5,754 labels of controls and audits
    0 (alone)           0.884  0.936  0.965           0.778  0.836  0.896
    0.02                0.887  0.943  0.968           0.792  0.857  0.913
    0.05                0.888  0.945  0.970           0.788  0.875  0.926
    0.25                0.810  0.921  0.938           0.728  0.873  0.931
    1                   0.716  0.856  0.887           0.703  0.815  0.865
    profiles alone      0.694  0.769  0.790
"""


def together(rules: Scores, model: Scores) -> Scores:
    """Risk profiles and classifier combined: rises with both, and the classifier leads (``RULES_SHARE``).

    >>> import numpy as np
    >>> import pandas as pd
    >>> from simulator.scoring import Scores, together
    >>> rules = Scores(np.array([0.5, 0.0]), pd.DataFrame({"route.abnormal": [0.7, 0.0]}))
    >>> model = Scores(np.array([0.2, 0.2]), pd.DataFrame({"product.unit_value_outlier": [0.2, 0.2]}))
    >>> together(rules, model).value.round(3).tolist()
    [0.227, 0.2]
    """
    return combine([rules, model], [RULES_SHARE, 1.0])


def share_of_best(examined: float, worth: Floats, k: int) -> float:
    """Bayes-efficiency: the worth that was examined, as a share of the most that ``k`` examinations can hold.

    ``worth`` (n,): the posterior, or the expected severity where violations count by their severity; ``examined``: the
    sum of it over what was examined. NaN where there is nothing to find: the share is then undefined.

    >>> import numpy as np
    >>> from simulator.scoring import share_of_best
    >>> round(share_of_best(0.9 + 0.1, np.array([0.9, 0.5, 0.1]), 2), 3)
    0.714
    """
    most = float(np.sort(worth)[::-1][: max(k, 0)].sum())
    return min(examined / most, 1.0) if most > 0 else float("nan")
