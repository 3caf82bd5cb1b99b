"""How large the loads of a pattern of traffic are: what goes in bulk, what flies, what is worth a wagon."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_Kg = Annotated[float, Field(gt=0)]
_Eur = Annotated[float, Field(gt=0)]


class Loads(BaseModel):
    """Limits of loads, for a pattern whose goods follow world trade.

    Goods of less than ``cheap_below`` EUR per kg are cheap: home sends them no farther than ``cheap_km``, and they are
    not in transit; in all other trade they are ``cheap_times`` as frequent as in world trade, to make up. Those in bulk
    are loose: nobody packs them, their usual load is ``loose_kg``, and the sectors of ``loose_for`` order them. An
    aircraft carries at most ``flown_kg_per_eur`` kg of a consignment for each EUR per kg, within the bounds of
    ``flown_kg``; where no lorry goes, the share by air is at least 1 - ``flown_from`` / (EUR per kg). A consignment by
    sea or rail has at least ``least_kg_by_sea`` or ``least_kg_by_rail``; goods whose usual mass is less take no train
    where there is another way. ``least_eur``: least usual value by sea, rail, road and air. ``most_kg_for``: most kg of
    a consignment for sectors that are no factories.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cheap_below: float = Field(gt=0)
    cheap_km: float = Field(gt=0)
    cheap_times: float = Field(ge=1)
    loose_kg: _Kg
    loose_for: list[str] = Field(min_length=1)
    flown_kg: tuple[_Kg, _Kg]
    flown_kg_per_eur: float = Field(gt=0)
    flown_from: float = Field(ge=0)
    least_kg_by_sea: _Kg
    least_kg_by_rail: _Kg
    least_eur: tuple[_Eur, _Eur, _Eur, _Eur]
    most_kg_for: dict[str, _Kg]
