"""The risk engine of an exercise: the pack of risk profiles and, if available, the trained classifier."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exercises.engine.advice import reasons_to_text
from exercises.engine.past import Learned
from exercises.home import classifier_file
from models import Classifier
from models import load as load_classifier
from simulator.derived import with_facts
from simulator.profiles import Hit, ProfileScorer
from simulator.profiles import load as load_profiles
from simulator.reference import KEY, visible
from simulator.scoring import Reason, Scorer, Scores, together

LEAST_REASON = 0.05  # in log-odds; a smaller one changes no decision (assumption)


@dataclass(frozen=True)
class Engine:
    """Scores declarations only by the fields of the declaration, even if the trainee can see more.

    ``learned``: what an engine in service learned from; ``None`` for the classifier of analysts.
    """

    profiles: ProfileScorer
    classifier: Scorer | None = None
    learned: Learned | None = None

    def advise(
        self, declarations: pd.DataFrame, prevalence: float | None = None, edition: str = "2022"
    ) -> pd.DataFrame:
        """The engine part of an exercise, in the order of the declarations; see ``exercises.design.ExerciseBatch``.

        ``prevalence``: the share of violations, if it is known. The classifier learned from traffic with another share,
        so its scores are corrected; without it they only rank. ``edition``: the edition of the HS of the codes.
        Scores are rounded to 6 decimals, so that every machine gives the same content.
        """
        seen = with_facts(visible(declarations, "declaration").reset_index(drop=True), edition=edition)
        hits = self.profiles.hits(seen)
        rules = hits.scores()
        scorer = self.classifier
        if isinstance(scorer, Classifier) and prevalence is not None and 0.0 < prevalence < 1.0:
            scorer = scorer.at(prevalence)
        model = scorer.score(seen) if scorer else None
        unknown = np.full(len(seen), np.nan)
        read = self._read(seen)
        texts = [_text(hits.explain(row)) if read[row] else "[]" for row in range(len(seen))]
        reasons = _reasons(model) if model else ["[]"] * len(seen)
        return pd.DataFrame(
            {
                KEY: seen[KEY].astype("str"),
                "profile_score": rules.value.round(6) * read,
                "classifier_score": unknown if model is None else model.value.round(6) * read,
                "combined_score": unknown if model is None else together(rules, model).value.round(6) * read,
                "hits": pd.Series(texts, dtype="str"),
                "reasons": pd.Series(np.where(read, reasons, "[]"), dtype="str"),
            }
        )

    def _read(self, seen: pd.DataFrame) -> NDArray[np.bool_]:
        """Which declarations reach the engine: those of a mode that it is blind to do not, and score 0."""
        if self.learned is None or not self.learned.unread_mode:
            return np.ones(len(seen), dtype=bool)
        return (seen["mode_at_border"].astype("str") != self.learned.unread_mode).to_numpy(dtype=bool)


def load_engine() -> Engine:
    """The engine of analysts: the shipped profiles and the saved classifier, which learned from the truth.

    ``InputError`` if no usable classifier is saved. Exercises have ``engine_in_service``.
    """
    return Engine(ProfileScorer(load_profiles()), load_classifier(classifier_file()))


def _reasons(scores: Scores, top: int = 5) -> list[str]:
    """``Scores.reasons`` of all rows, as JSON; it sorts all rows together, because one by one is too slow."""
    names = [str(name) for name in scores.contributions.columns]
    weights = scores.contributions.to_numpy(dtype=np.float64)
    best = np.argsort(-weights, axis=1, kind="stable")[:, :top]
    return [
        reasons_to_text([Reason(names[column], float(row[column])) for column in order if row[column] >= LEAST_REASON])
        for row, order in zip(weights, best, strict=True)
    ]


def _text(hits: list[Hit]) -> str:
    return json.dumps([hit.to_json() for hit in hits], ensure_ascii=False, sort_keys=True)
