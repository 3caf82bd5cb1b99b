"""An attempt: the only thing that a trainee's view, or a simulated trainee, touches.

``MemoryAttempt`` plays in memory (previews, tests); ``StoredAttempt`` plays in the store. Both hand out what the
exercise shows and what was asked for alone, until the attempt is submitted.
"""

from __future__ import annotations

from exercises.advice import EngineView, Help, HitView, LeafView
from exercises.card import ExerciseCard
from exercises.record import Decision
from exercises.screen import Screen
from exercises.session.attempt import Attempt, Outcome
from exercises.session.memory import MemoryAttempt, Watch
from exercises.session.stored import StoredAttempt, load_screen

__all__ = [
    "Attempt",
    "Decision",
    "EngineView",
    "ExerciseCard",
    "Help",
    "HitView",
    "LeafView",
    "MemoryAttempt",
    "Outcome",
    "Screen",
    "StoredAttempt",
    "Watch",
    "load_screen",
]
