"""Where the trainee decided otherwise than the risk engine, and who was right by the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exercises.debrief.case import CaseReview
from exercises.design import CONTROLLED, ExerciseBatch, ExerciseCard
from exercises.engine import EngineView
from exercises.marking import by_order, engine_player, orders
from simulator.reference import KEY


@dataclass(frozen=True)
class Aside:
    """A consignment on which the trainee and the engine, with the same places, differ. ``lane``: the engine's; if it is
    a control, the trainee released it (``pointed``), otherwise the trainee controlled what the engine would release.
    ``view``: what the exercise shows of the engine's advice; ``right``: the trainee was, by the evidence."""

    case: CaseReview
    lane: str
    view: EngineView
    right: bool

    @property
    def pointed(self) -> bool:
        """See the class."""
        return self.lane in CONTROLLED


def asides(
    batch: ExerciseBatch, card: ExerciseCard, cases: list[CaseReview], capacity: Mapping[str, int]
) -> tuple[Aside, ...]:
    """All of them, first those on which the engine was right, then by what was at stake.

    None where the exercise hides the engine, or there is no oracle.
    """
    ranked = orders(batch)
    player = engine_player(ranked, card.help)
    if batch.oracle is None or player is None or not (card.help.profiles or card.help.classifier):
        return ()
    by_engine = dict(zip(batch.declarations[KEY].astype(str), by_order(ranked[player], capacity), strict=True))
    stored = {str(row[KEY]): row for row in batch.engine.to_dict(orient="records")}
    found = []
    for case in cases:
        controlled, lane = case.lane in CONTROLLED, str(by_engine[case.declaration_id])
        if controlled != (lane in CONTROLLED):
            view = EngineView.of(stored[case.declaration_id]).shown(card.help)
            found.append(Aside(case, lane, view, controlled == case.asked_for_control))
    return tuple(sorted(found, key=lambda one: (one.right, -_stake(one.case))))


def _stake(case: CaseReview) -> float:
    """How far the chance is from the line."""
    return abs((case.posterior or 0.0) - (case.control_from or 0.0))
