"""An attempt: the only thing that a trainee's page, or a simulated trainee, touches.

``MemoryAttempt`` plays in memory (previews, tests); ``StoredAttempt`` plays in the store. Both show what the exercise
shows and what was asked for, and nothing else until the attempt is submitted.
"""

from __future__ import annotations

from exercises.play.attempt import Attempt, Outcome
from exercises.play.memory import MemoryAttempt, Watch
from exercises.play.screen import Screen
from exercises.play.stored import StoredAttempt, load_screen

__all__ = ["Attempt", "MemoryAttempt", "Outcome", "Screen", "StoredAttempt", "Watch", "load_screen"]
