"""What the risk engine says about one consignment, and how much of it an exercise shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict

from simulator.profiles import Hit
from simulator.scoring import Reason


class Help(BaseModel):
    """The parts of the engine's advice that an exercise shows to the trainee."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profiles: bool = True
    classifier: bool = True


@dataclass(frozen=True)
class EngineView:
    """The engine's advice on one consignment. A part that the exercise hides, or that was not computed, is ``None``.

    Scores are in [0, 1]; ``reasons`` are the classifier's, strongest first, in log-odds.
    """

    hits: tuple[Hit, ...] | None
    profile_score: float | None
    classifier_score: float | None
    combined_score: float | None
    reasons: tuple[Reason, ...] | None

    @classmethod
    def of(cls, stored: Mapping[Any, Any]) -> EngineView:
        """The whole advice of one row of an exercise's engine part."""
        return cls(
            hits=tuple(Hit.from_json(hit) for hit in json.loads(stored["hits"])),
            profile_score=_known(stored["profile_score"]),
            classifier_score=_known(stored["classifier_score"]),
            combined_score=_known(stored["combined_score"]),
            reasons=None if pd.isna(stored["classifier_score"]) else reasons_from_text(stored["reasons"]),
        )

    def shown(self, help: Help) -> EngineView:
        """The same advice without what the exercise hides; the combined score shows only if both parts show."""
        return replace(
            self,
            hits=self.hits if help.profiles else None,
            profile_score=self.profile_score if help.profiles else None,
            classifier_score=self.classifier_score if help.classifier else None,
            combined_score=self.combined_score if help.profiles and help.classifier else None,
            reasons=self.reasons if help.classifier else None,
        )


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def reasons_to_text(reasons: list[Reason]) -> str:
    """Reasons as JSON; weights are rounded to 6 decimals, so that every machine gives the same content."""
    return json.dumps([[reason.indicator, round(reason.weight, 6)] for reason in reasons], ensure_ascii=False)


def reasons_from_text(text: str) -> tuple[Reason, ...]:
    """The reasons read from the stored engine part."""
    return tuple(Reason(str(name), float(weight)) for name, weight in json.loads(text))
