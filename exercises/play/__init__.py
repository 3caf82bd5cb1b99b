"""An attempt: a trainee's page and a simulated trainee play an exercise only through it.

``MemoryAttempt`` plays in memory (previews, tests); ``StoredAttempt`` plays in the store. Until submission, both show
only what the exercise shows and what the trainee has requested.
"""

from __future__ import annotations

from exercises.play.attempt import Attempt, Outcome
from exercises.play.memory import MemoryAttempt, Watch
from exercises.play.screen import Screen
from exercises.play.stored import StoredAttempt, load_screen

__all__ = ["Attempt", "MemoryAttempt", "Outcome", "Screen", "StoredAttempt", "Watch", "load_screen"]
