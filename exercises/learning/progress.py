"""A trainee's past attempts taken together: what was practised, the present skill, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exercises.learning.refresher import due
from exercises.learning.skill import History, Skill, estimate, strong, weak
from exercises.store import Past


@dataclass(frozen=True)
class Progress:
    """Skill by family, the weak and the strong ones, and the day on which each practised family is due again."""

    skill: Skill
    weak: tuple[str, ...]
    strong: tuple[str, ...]
    due: dict[str, date]


def progress(history: Sequence[Past]) -> Progress:
    """The progress of a trainee from the submitted attempts."""
    practised = answers(history)
    skill = estimate(practised)
    days = {family: moment.date() for family, moment in due(practised).items()}
    return Progress(skill, weak(skill), strong(skill), days)


def answers(history: Sequence[Past]) -> History:
    """The answers stored with each attempt that asked for red flags; attempts without an oracle have none."""
    return [(past.submitted_at, past.result.answers) for past in history if asks_for_flags(past.mode)]


def asks_for_flags(mode: str) -> bool:
    """Whether an exercise of this mode asks its trainees to cite red flags, so that what they leave out counts.

    A stream leaves no time for it: who cites nothing there has overlooked nothing.
    """
    return mode == "targeting"
