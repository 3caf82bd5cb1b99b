"""What a batch of traffic is asked to be: volume, period, prevalence and the three knobs of difficulty."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from generators.traffic_pattern import patterns
from simulator import yaml_files
from simulator.errors import InputError
from simulator.reference import countries

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Settings(BaseModel):
    """Settings of the traffic.

    ``prevalence`` is the expected share of violating consignments. The knobs, 0 to 1: ``subtlety`` moves what
    violations plant toward lawful odds, ``masking`` does so for the company they travel in (goods, countries,
    routes), ``clutter`` moves lawful odds toward what violations plant. ``strategic`` is the share of strategic goods
    in the value of lawful trade. ``days`` is the period the declarations fall in. ``traders`` is the number of
    consignees, by default in proportion to the volume. ``home`` is the office's country, ``traffic`` the pattern of
    trade (``data/traffic/``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    declarations: int = Field(default=120, ge=1, le=1_000_000_000)
    prevalence: float = Field(default=0.06, ge=0.0001, le=0.5)
    subtlety: Share = 0.3
    masking: Share = 0.3
    clutter: Share = 0.2
    strategic: float = Field(default=0.02, ge=0.0, le=0.5)
    days: int = Field(default=31, ge=1, le=3660)
    traders: int | None = Field(default=None, ge=1, le=5_000_000)
    home: str = "NL"
    traffic: str = "world"

    @field_validator("home")
    @classmethod
    def _known_country(cls, home: str) -> str:
        if home not in countries():
            raise ValueError(f"{home!r} is no trading country of countries.csv; give its two letters, as NL")
        return home

    @field_validator("traffic")
    @classmethod
    def _known_pattern(cls, traffic: str) -> str:
        if traffic not in patterns():
            raise ValueError(f"{traffic!r} is no pattern of traffic; one of {', '.join(patterns())}")
        return traffic


def load_settings(file: Path | None, given: Mapping[str, Any]) -> Settings:
    """Settings of a YAML file, where there is one, and before them those given; ``InputError`` with all faults of both.

    Faults of what is given name it as an option, ``--prevalence``.
    """
    faults: list[str] = []
    read: dict[str, Any] = {}
    try:
        read = yaml_files.read(file, Settings).model_dump(exclude_unset=True) if file else {}
    except InputError as error:
        faults += error.faults
    try:
        settings = Settings.model_validate(read | dict(given))
    except ValidationError as error:
        faults += [
            f"--{fault['loc'][0]}: {yaml_files.message(fault['msg'])}" for fault in error.errors(include_url=False)
        ]
    if faults:
        raise InputError(faults)
    return settings
