"""What a batch of traffic is asked to be: volume, prevalence and the three knobs of difficulty."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Settings(BaseModel):
    """Settings of the traffic.

    ``prevalence`` is the expected share of violating consignments. The knobs, 0 to 1: ``subtlety`` moves what
    violations plant toward lawful odds, ``masking`` does so for the company they travel in (goods, countries,
    routes), ``clutter`` moves lawful odds toward what violations plant. ``traders`` is the number of consignees, by
    default in proportion to the volume. ``home`` is the office's country.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    declarations: int = Field(default=120, ge=1, le=100_000_000)
    prevalence: float = Field(default=0.06, ge=0.0001, le=0.5)
    subtlety: Share = 0.3
    masking: Share = 0.3
    clutter: Share = 0.2
    traders: int | None = Field(default=None, ge=1)
    home: str = Field(default="NL", pattern="^[A-Z]{2}$")
