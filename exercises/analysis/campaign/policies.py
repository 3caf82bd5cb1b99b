"""Policies: how the office of a campaign ranks consignments, and how its classifier learns from what was found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exercises.analysis.campaign.plan import Office, PolicyName
from models import train_quickly
from simulator.draws import Floats, Ints
from simulator.errors import InputError
from simulator.office import Capacity, Known, Policy
from simulator.profiles import ProfileScorer, load
from simulator.scoring import Scorer, Scores, together

LESSON = 2_000
"""Consignments that each week's classifier learns from: enough to fill its trees, few enough for every week."""
VIOLATIONS = 0.3
"""Largest share of violations in a lesson; as long as fewer are known, it has as many as are known. More would only
say the same again, and trees learn repetitions by heart."""
TEMPER = 0.5
"""A consignment enters a lesson by the square root of how many it stands for. With 1 the lesson looks like all trade,
but a single violation found at random fills it; with 0 it looks like what was sent. Measured: docs/campaign.md."""


def policy(name: PolicyName, share: float, office: Office, survey: Known, seed: int) -> Policy:
    """A policy with a random share of its examinations and audits; ``survey`` is what it knows at the beginning."""
    profiles = ProfileScorer(load())
    made = Policy(
        scorer=profiles,
        capacity=Capacity(red=office.places, yellow=0, random_share=share),
        audits=office.audits,
        audit_random_share=share,
        memory=office.memory,
    )
    if name != "profiles":
        made.known = survey
        made.retrain = Learner(seed, profiles, profiles if name == "both" else None)
    return made


@dataclass
class Learner:
    """Trains a classifier every week; where too little is known, the last scorer stays.

    ``beside``: risk profiles that the classifier is combined with.
    """

    seed: int
    last: Scorer
    beside: Scorer | None = None

    def __call__(self, known: Known) -> Scorer:
        rows = lesson(known.found.to_numpy(dtype=bool), known.stands_for)
        taught = known.declarations.iloc[rows].reset_index(drop=True)
        try:
            classifier = train_quickly(taught, known.found.to_numpy(dtype=bool)[rows], self.seed)
        except InputError:
            return self.last
        self.last = Both(self.beside, classifier) if self.beside else classifier
        return self.last


@dataclass
class Both:
    """Risk profiles and a classifier together."""

    profiles: Scorer
    classifier: Scorer
    name: str = "both"

    def score(self, declarations: pd.DataFrame) -> Scores:
        """Scores of a batch."""
        return together(self.profiles.score(declarations), self.classifier.score(declarations))


def lesson(found: NDArray[np.bool_], stands_for: Floats) -> Ints:
    """Rows to learn from, in their order, some more than once; shape (up to ``LESSON``,).

    Violations and lawful consignments are drawn apart, in even steps through all that is known, each by the tempered
    number that it stands for.
    """
    weight, known = stands_for**TEMPER, int(found.sum())
    violations = min(known, round(LESSON * VIOLATIONS))
    lawful = min(len(found) - known, LESSON - violations)
    rows = []
    for side, count in ((found, violations), (~found, lawful)):
        steps = np.cumsum(np.where(side, weight, 0.0))
        rows.append(np.searchsorted(steps, (np.arange(count) + 0.5) / max(count, 1) * steps[-1:]))
    return np.sort(np.concatenate(rows)).astype(np.int64)
