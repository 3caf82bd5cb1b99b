"""What to play: the office, the traffic, and the grid of policies, random shares, seeds and drift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from simulator.errors import InputError
from simulator.files import faults_of
from simulator.office import ControlSettings, control_settings

PolicyName = Literal["profiles", "classifier", "both"]
POLICIES: tuple[PolicyName, ...] = ("profiles", "classifier", "both")
SHARES = (0.0, 0.02, 0.05, 0.1, 0.2)
Share = Annotated[float, Field(ge=0.0, le=1.0)]


@dataclass(frozen=True)
class Cell:
    """One campaign of the grid."""

    policy: PolicyName
    share: float
    seed: int
    drift: bool

    @property
    def name(self) -> str:
        """The name of its file, without the ending."""
        return f"{self.policy}-{'drift' if self.drift else 'stable'}-{self.share:g}-{self.seed}"


class Office(BaseModel):
    """The settings that all campaigns of the grid share.

    ``declarations`` per week; ``prevalence`` of violations; ``capacity``: examinations per week, a number or a share
    below 1; ``audits`` per week; ``delay``: days until an audit reports, by default as in ``control.yaml``;
    ``memory``: weeks after which the office forgets its findings, None for never.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weeks: int = Field(default=52, ge=1, le=520)
    declarations: int = Field(default=4_000, ge=50, le=1_000_000)
    prevalence: float = Field(default=0.02, ge=0.0001, le=0.5)
    capacity: float = Field(default=0.025, gt=0.0)
    audits: int = Field(default=10, ge=0)
    delay: int | None = Field(default=None, ge=0, le=3660)
    memory: int | None = Field(default=None, ge=1)

    @property
    def places(self) -> int:
        """Examinations per week."""
        return max(1, round(self.capacity * self.declarations if self.capacity < 1 else self.capacity))

    @property
    def controls(self) -> ControlSettings:
        """The shipped controls, with the office's own delay of audits."""
        shipped = control_settings()
        return shipped if self.delay is None else replace(shipped, first_day=self.delay, last_day=self.delay)


class Grid(BaseModel):
    """The campaigns to play: every policy with every share, seed (1, 2, …) and drift."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    policies: tuple[PolicyName, ...] = POLICIES
    shares: tuple[Share, ...] = SHARES
    seeds: int = Field(default=10, ge=1, le=10_000)
    drift: tuple[bool, ...] = (False, True)

    @field_validator("policies", "shares", "drift")
    @classmethod
    def _once(cls, several: tuple[Any, ...]) -> tuple[Any, ...]:
        if not several:
            raise ValueError("give at least one")
        return tuple(dict.fromkeys(several))

    @property
    def cells(self) -> list[Cell]:
        """All campaigns. Those with the same traffic are next to each other: a worker keeps the last traffic."""
        worlds = product(self.drift, range(1, self.seeds + 1))
        return [
            Cell(policy, share, seed, drift)
            for drift, seed in worlds
            for policy, share in product(self.policies, self.shares)
        ]


def read_plan(office: Mapping[str, Any], grid: Mapping[str, Any]) -> tuple[Office, Grid]:
    """Office and grid from the options. Raises ``InputError`` with all faults of both; each fault names its option."""
    faults: list[str] = []
    made: list[Any] = []
    for kind, given in ((Office, office), (Grid, grid)):
        try:
            made.append(kind.model_validate(dict(given)))
        except ValidationError as error:
            found = faults_of(error)
            faults += [f"--{str(key[0]).replace('policies', 'policy')}: {what}" for key, what in found]
    if faults:
        raise InputError(dict.fromkeys(faults))
    return made[0], made[1]
