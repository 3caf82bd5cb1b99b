"""Policies: how the office of a campaign ranks consignments, and how its classifier learns from findings."""

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
"""Number of consignments in the lesson of each week: enough to train on, few enough to train every week."""
VIOLATIONS = 0.3
"""Largest share of violations in a lesson. If fewer are known, the lesson has only these: repeating them adds nothing,
and trees overfit to repetitions."""
TEMPER = 0.5
"""The weight of a consignment in a lesson is the number that it stands for to this power. With 1 the lesson looks like
all trade, but one violation found at random fills it; with 0 it looks like what was controlled. Measured values:
docs/campaign.md."""


def policy(name: PolicyName, share: float, office: Office, survey: Known, seed: int) -> Policy:
    """A policy with a random share of examinations and audits; ``survey`` is what it knows at the beginning."""
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
    """Trains a classifier every week; if too little is known, the last scorer stays.

    ``beside``: risk profiles that are combined with the classifier.
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
    """Rows to learn from, in order, some more than once; shape (up to ``LESSON``,).

    Violations and lawful consignments are drawn separately, in even steps through all known consignments. The weight
    of each is the number that it stands for to the power ``TEMPER``.
    """
    weight, known = stands_for**TEMPER, int(found.sum())
    violations = min(known, round(LESSON * VIOLATIONS))
    lawful = min(len(found) - known, LESSON - violations)
    rows = []
    for side, count in ((found, violations), (~found, lawful)):
        steps = np.cumsum(np.where(side, weight, 0.0))
        rows.append(np.searchsorted(steps, (np.arange(count) + 0.5) / max(count, 1) * steps[-1:]))
    return np.sort(np.concatenate(rows)).astype(np.int64)
