"""The offices that the facts are tried at: two that ship, a landlocked one of the tests, and the Korean pattern."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from generators.odds import Settings
from generators.realism.report import korean_settings
from generators.table import frame
from generators.traffic import Drawn, declare, draw

KZ = str(Path(__file__).parents[2] / "data" / "packs" / "kz")
ROWS = 12_000
OFFICES = {
    "eu-nl": Settings(declarations=ROWS),
    "ge": Settings(declarations=ROWS, pack="ge"),
    "kz": Settings(declarations=ROWS, pack=KZ),
    "korea": korean_settings(ROWS),
}


@cache
def drawn(office: str) -> Drawn:
    """The traffic of an office."""
    return draw(OFFICES[office], 4, 0, ROWS)


@cache
def declared(office: str) -> pd.DataFrame:
    """Its declarations."""
    return frame(declare(drawn(office)))
