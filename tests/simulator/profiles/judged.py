"""Which rows a condition hits."""

from __future__ import annotations

import pandas as pd

from simulator.profiles.evaluate import Evaluator
from simulator.profiles.language import parse
from tests.simulator.profiles.hostile_conditions import LISTS


def true(frame: pd.DataFrame, condition: str) -> list[bool]:
    """On which rows a condition is certainly true."""
    return list(Evaluator(frame).true(parse(condition, LISTS)).tolist())
