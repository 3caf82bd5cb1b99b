"""The risk engine of an exercise, and its advice on a consignment."""

from __future__ import annotations

from exercises.engine.advice import EngineView, Help
from exercises.engine.risk_engine import Engine, load_engine

__all__ = ["Engine", "EngineView", "Help", "load_engine"]
