"""Two exercises for the desk, one in each mode, and a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from exercises.design import ExerciseSpec
from simulator.office import MEANS

START = datetime(2031, 3, 3, 8, tzinfo=UTC)


COSTS = {name: {"minutes": 10, "delay_hours": 4} for name in MEANS}


class Now:
    """The store's clock, turned by hand."""

    def __init__(self) -> None:
        self.at = START

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


def recipe(**more: object) -> ExerciseSpec:
    """Twenty consignments, of which the declaration is seen."""
    return ExerciseSpec.model_validate(
        {
            "slug": "desk",
            "title": "Desk",
            "briefing": "Twenty consignments wait.",
            "level": "easy",
            "seed": 7,
            "visible_tier": "declaration",
            "traffic": {"declarations": 20, "prevalence": 0.25, "subtlety": 0.1},
            **more,
        }
    )


INQUIRY = recipe(capacity={"red": 2, "yellow": 3}, means=COSTS, officer_minutes=75, judge_first=True, minutes=30)


STREAM = recipe(mode="stream", pace={"every": 30, "release": 120}, feedback=True, visible_tier="check")
