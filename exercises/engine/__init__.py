"""The risk engine of an exercise, and its advice on a consignment."""

from __future__ import annotations

from exercises.engine.advice import EngineView, Help, HitView, hits_from_text, reasons_from_text
from exercises.engine.risk_engine import Engine, load_engine

__all__ = ["Engine", "EngineView", "Help", "HitView", "hits_from_text", "load_engine", "reasons_from_text"]
