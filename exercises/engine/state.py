"""The state of an exercise's risk engine: up to date, out of date, or blind to one typology or mode of transport."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Literal

from pydantic import BaseModel, ConfigDict

from generators.odds import AIR, MODES, RAIL, ROAD, SEA, typologies

BLIND_MODES = {"sea": MODES[SEA], "rail": MODES[RAIL], "road": MODES[ROAD], "air": MODES[AIR]}
"""Modes at the border that an engine can be blind to: the name in a recipe, and the code in the declaration."""


class EngineState(BaseModel):
    """How an exercise's engine stands. ``outdated``: it learned before the typologies that are frequent today occurred.
    ``blind``: it never learned ``blind_to``, a typology by its id, or a mode of transport.

    A stored exercise may name a typology that is not here any more, so ``faults`` are asked of new recipes alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Literal["current", "outdated", "blind"] = "current"
    blind_to: str = ""

    def faults(self) -> list[str]:
        """What is wrong with it, and what to do about it; empty if it can be used."""
        if self.state != "blind":
            return (
                [f"blind_to: the engine is {self.state}; write state: blind, or leave it out"] if self.blind_to else []
            )
        if not self.blind_to:
            return [f"blind_to: say what the engine is blind to: {_choices()}"]
        if self.blind_to in blind_spots():
            return []
        near = get_close_matches(self.blind_to, blind_spots(), 1)
        return [f"blind_to: {self.blind_to!r} is not known; " + (f"perhaps {near[0]}" if near else f"use {_choices()}")]


def blind_spots() -> tuple[str, ...]:
    """Everything that an engine can be blind to: typologies, then modes of transport."""
    return (*typologies(), *BLIND_MODES)


def _choices() -> str:
    return f"a typology ({', '.join(typologies())}) or a mode ({', '.join(BLIND_MODES)})"
