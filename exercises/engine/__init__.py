"""The risk engine of an exercise, what it learned from, and its advice on a consignment."""

from __future__ import annotations

from exercises.engine.advice import EngineView, Help
from exercises.engine.past import Learned
from exercises.engine.risk_engine import Engine, load_engine
from exercises.engine.service import engine_in_service
from exercises.engine.state import EngineState, blind_spots

__all__ = [
    "Engine",
    "EngineState",
    "EngineView",
    "Help",
    "Learned",
    "blind_spots",
    "engine_in_service",
    "load_engine",
]
