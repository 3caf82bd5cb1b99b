"""What the risk engine says of one consignment, and how much of it an exercise shows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from pydantic import BaseModel, ConfigDict

from simulator.scoring import Reason


class Help(BaseModel):
    """The parts of the engine's advice that an exercise shows to the trainee."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profiles: bool = True
    classifier: bool = True


@dataclass(frozen=True)
class LeafView:
    """One comparison of a profile's condition that held: what was found on the declaration and what was asked."""

    field: str
    found: str
    operator: str
    wanted: str


@dataclass(frozen=True)
class HitView:
    """One risk profile that matches a consignment, and why."""

    profile_id: str
    title: str
    lane: str
    level: str
    indicators: tuple[str, ...]
    instruction: str = ""
    leaves: tuple[LeafView, ...] = ()


@dataclass(frozen=True)
class EngineView:
    """The engine's advice on one consignment. A part that the exercise hides, or that was not computed, is ``None``.

    Scores are in [0, 1]; ``reasons`` are the classifier's, strongest first, in log-odds.
    """

    hits: tuple[HitView, ...] | None
    profile_score: float | None
    classifier_score: float | None
    combined_score: float | None
    reasons: tuple[Reason, ...] | None

    def shown(self, help: Help) -> EngineView:
        """The same advice without what the exercise hides; the combined score shows only where both parts do."""
        return replace(
            self,
            hits=self.hits if help.profiles else None,
            profile_score=self.profile_score if help.profiles else None,
            classifier_score=self.classifier_score if help.classifier else None,
            combined_score=self.combined_score if help.profiles and help.classifier else None,
            reasons=self.reasons if help.classifier else None,
        )


def hits_to_text(hits: list[HitView]) -> str:
    """Hits as JSON for the stored engine part."""
    return json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, sort_keys=True)


def hits_from_text(text: str) -> tuple[HitView, ...]:
    """Hits of the stored engine part."""
    return tuple(
        HitView(
            **{
                **entry,
                "indicators": tuple(entry["indicators"]),
                "leaves": tuple(LeafView(**leaf) for leaf in entry["leaves"]),
            }
        )
        for entry in json.loads(text)
    )


def reasons_to_text(reasons: list[Reason]) -> str:
    """Reasons as JSON; weights are rounded to 6 decimals so that the content does not vary with the machine."""
    return json.dumps([[reason.indicator, round(reason.weight, 6)] for reason in reasons], ensure_ascii=False)


def reasons_from_text(text: str) -> tuple[Reason, ...]:
    """Reasons of the stored engine part."""
    return tuple(Reason(str(name), float(weight)) for name, weight in json.loads(text))
