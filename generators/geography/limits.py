"""Where goods are transhipped, and how much a way of each sort may add to the usual one: ``data/stops.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from generators.geography.trade_gravity import TradingCountry
from simulator.files import KeyFaults, read_yaml
from simulator.reference import countries

USUAL, REGIONAL, HUB, DETOUR = range(4)
_Limit = Annotated[float, Field(ge=0)]


class Limits(BaseModel):
    """How much a way may add: a share of the usual way or km, whichever is more; for ``detour`` least and most.

    ``detour_from``: km of the shortest usual way that has detours.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    regional: tuple[_Limit, _Limit]
    hub: tuple[_Limit, _Limit]
    detour: tuple[_Limit, _Limit, _Limit, _Limit]
    detour_from: _Limit

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        least, most, km, at_most = self.detour
        if least > most or km > at_most:
            what = "the least share or km is above the most; write [least, most, least km, most km]"
            raise KeyFaults([(("detour",), what)])
        if self.regional[0] > least or self.regional[1] > km:
            raise ValueError("a detour may add less than a regional stop; raise the least of detour")
        return self

    def sort(self, usual: float, added: float, hub: bool) -> int | None:
        """The sort of a way that adds km to the usual way, or ``None`` if nobody takes it."""
        if hub:
            return HUB if added <= max(self.hub[0] * usual, self.hub[1]) else None
        if added <= max(self.regional[0] * usual, self.regional[1]):
            return REGIONAL
        least, most, km, at_most = self.detour
        if usual < self.detour_from:
            return None
        return DETOUR if max(least * usual, km) <= added <= max(most * usual, at_most) else None


def _coastal(code: str) -> str:
    if countries()[code].landlocked:
        raise ValueError(f"{code} has no coast; take it out")
    return code


class Stops(BaseModel):
    """What ``data/stops.yaml`` holds: countries that tranship by ``sea`` and ``air``, and the limits of ways."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sea: list[Annotated[TradingCountry, AfterValidator(_coastal)]]
    air: list[TradingCountry]
    sea_limits: Limits
    air_limits: Limits
    land_limits: Limits
    most: int = Field(ge=2)


@cache
def stopovers() -> Stops:
    """The stops and limits as delivered."""
    return load_stops(files("generators") / "data")


def load_stops(folder: Traversable) -> Stops:
    """Read and check ``stops.yaml`` of a folder; ``InputError`` with every fault, file and line."""
    return read_yaml(folder / "stops.yaml", Stops)
