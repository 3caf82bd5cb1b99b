"""Which goods a radiation portal notices: ``data/radiation.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from generators.odds.groups import GROUPS
from simulator.files import read_yaml, shaped

_Codes = list[Annotated[str, shaped(r"\d{4,6}", "write four to six digits of the HS, in quotes")]]


class Radiation(BaseModel):
    """Codes of the HS or their first digits: goods with a source, and goods with natural activity."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    radioactive: _Codes
    naturally_active: _Codes

    def group(self, hs6: str) -> int:
        """Index of the goods in the groups of ``radiates``."""
        if hs6.startswith(tuple(self.radioactive)):
            return GROUPS["radiates"].index("source")
        return GROUPS["radiates"].index("natural" if hs6.startswith(tuple(self.naturally_active)) else "inactive")


@cache
def radiation() -> Radiation:
    """What a portal notices."""
    return read_yaml(files("generators") / "data" / "radiation.yaml", Radiation)
