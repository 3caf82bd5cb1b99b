"""Indicators: the facts a consignment shows, each with one table that both draws it and weighs it.

An indicator has *levels* (a wording is exact, ordinary, vague or of another heading) and, for each status, the odds of
its levels. ``facts.py`` turns a level into fields and reads it back from them, so the likelihood is that of the drawn
field itself. A level may be a red flag of the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from generators.typologies import Planted, Population, Typology, population, typologies
from simulator import draws
from simulator.declaration import Tier, schema
from simulator.draws import Floats, Ints
from simulator.errors import InputError
from simulator.indicators import catalogue
from simulator.yaml_files import read

Odds = list[Annotated[float, Field(ge=0.0, le=1.0)]]
GROUPS: Mapping[str, tuple[str, ...]] = {
    "": ("all",),
    "sector_offer": ("strategic_in_line", "other_lines"),
    "kind_in_line": ("offered", "not_offered"),
    "goods_kind": ("ordinary", "lookalike", "strategic"),
}
"""What an indicator's odds may be given by, and the groups of each."""


class Indicator(BaseModel):
    """One drawn fact, as in ``data/indicators.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    about: Literal["trader", "consignment"]
    tier: Tier
    fields: list[str]
    levels: list[str] = Field(min_length=2)
    flags: dict[str, str]
    lawful: Odds | dict[str, Odds]
    evidence: str = Field(min_length=1)
    given: str = ""
    flag_given: list[str] | None = None
    setting: bool = False

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups its odds are given by."""
        return GROUPS[self.given]

    def lawful_odds(self) -> Floats:
        """Odds in lawful trade, shape (groups, levels)."""
        if isinstance(self.lawful, dict):
            return np.array([self.lawful[group] for group in self.groups])
        return np.array([self.lawful])

    def flag(self, level: int, group: int) -> str | None:
        """The red flag that a level is in a group, if it is one."""
        if self.flag_given is not None and self.groups[group] not in self.flag_given:
            return None
        return self.flags.get(self.levels[level])


class _Listing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    indicators: list[Indicator]


@dataclass(frozen=True)
class Table:
    """The odds of one indicator under one setting of the knobs: ``odds[group, status, level]``."""

    indicator: Indicator
    odds: Floats

    def sample(self, seed: int, first: int, status: Ints, group: Ints) -> Ints:
        """Draw the level of rows ``first …``, given each row's status and group; shape as ``status``."""
        u = draws.uniform(seed, self.indicator.id, first, len(status))
        groups, statuses, levels = self.odds.shape
        return draws.pick_rows(u, self.odds.reshape(groups * statuses, levels), group * statuses + status)

    def log_likelihood(self, level: Ints, group: Ints) -> Floats:
        """log P(level | status, group) for every status; shape (rows, statuses)."""
        with np.errstate(divide="ignore"):
            logs = np.log(self.odds)
        out: Floats = logs[group, :, level]
        return out


FLOOR = 0.005
"""Share of base odds in every planted distribution, so that no level ever proves a violation (assumption)."""


@dataclass(frozen=True)
class Plan:
    """What one status (or class of trader) plants, and which of it no knob may soften."""

    status: str
    plants: Planted
    firm: Sequence[str] = ()
    violating: bool = False


def table(indicator: Indicator, plans: Sequence[Plan], dial: float, clutter: float) -> Table:
    """The odds of an indicator for each of the plans' statuses.

    ``clutter`` moves the lawful base toward the mean of what violations plant, ``dial`` (the knob *masking* or
    *subtlety*) moves what they plant toward that base. Honest errors are moved by no knob.
    """
    lawful = indicator.lawful_odds()
    own = {
        plan.status: _possible(np.array(plan.plants[indicator.id]), lawful)
        for plan in plans
        if indicator.id in plan.plants
    }
    planted = [own[plan.status] for plan in plans if plan.violating and plan.status in own]
    base = (1.0 - clutter) * lawful + clutter * np.mean(planted, axis=0) if planted else lawful
    columns = []
    for plan in plans:
        softened = 0.0 if indicator.id in plan.firm else max(dial if plan.violating else 0.0, FLOOR)
        columns.append((1.0 - softened) * own[plan.status] + softened * base if plan.status in own else base)
    return Table(indicator, np.stack(columns, axis=1))


def _possible(odds: Floats, lawful: Floats) -> Floats:
    """Planted odds in each group, without the levels that cannot occur there."""
    kept = np.where(lawful > 0, odds[None, :], 0.0)
    total = kept.sum(axis=1, keepdims=True)
    result: Floats = np.where(total > 0, kept / np.where(total > 0, total, 1.0), lawful)
    return result


@cache
def indicators() -> Mapping[str, Indicator]:
    """All indicators, in the order in which their facts are drawn."""
    return load_indicators(files("generators") / "data" / "indicators.yaml", typologies(), population())


def load_indicators(file: Traversable, ways: Mapping[str, Typology], people: Population) -> Mapping[str, Indicator]:
    """Read and check the indicators, and what typologies and classes plant; ``InputError`` with all faults."""
    found = {indicator.id: indicator for indicator in read(file, _Listing).indicators}
    faults = [f"{file.name}: {indicator.id}: {fault}" for indicator in found.values() for fault in _faults(indicator)]
    sources: list[tuple[str, Planted, str]] = [(f"{way.id}.yaml", way.plants, "consignment") for way in ways.values()]
    sources += [("population.yaml", people.honest_error.plants, "consignment")]
    sources += [("population.yaml", planted, "trader") for planted in people.traders.values()]
    for name, planted, about in sources:
        for key, odds in planted.items():
            known = found.get(key)
            if known is None or known.about != about:
                faults.append(f"{name}: plants {key!r}, which is no indicator about a {about}; see {file.name}")
            elif len(odds) != len(known.levels):
                faults.append(
                    f"{name}: {key} has {len(odds)} odds for the levels {', '.join(known.levels)}; give one each"
                )
    for way in ways.values():
        faults += [
            f"{way.id}.yaml: {key} is firm but not planted; plant it" for key in way.firm if key not in way.plants
        ]
    if faults:
        raise InputError(faults)
    return found


def _faults(indicator: Indicator) -> list[str]:
    faults = [f"no field {name!r} in the declaration" for name in indicator.fields if name not in schema()]
    if indicator.given not in GROUPS:
        return [*faults, f"cannot be given {indicator.given!r}; one of {', '.join(GROUPS)}"]
    if not faults and indicator.tier != max(
        (schema()[f].tier for f in indicator.fields), key=["declaration", "document", "check"].index
    ):
        faults.append("its tier is not that of its fields; correct one of them")
    if isinstance(indicator.lawful, dict) and set(indicator.lawful) != set(indicator.groups):
        return [*faults, f"lawful odds are wanted for the groups {', '.join(indicator.groups)}"]
    for row in indicator.lawful_odds():
        if len(row) != len(indicator.levels) or abs(row.sum() - 1.0) > 1e-9:
            faults.append("lawful odds must be one for each level and add up to 1")
    faults += [f"flag on {level!r}, which is no level" for level in indicator.flags if level not in indicator.levels]
    faults += [f"no red flag {flag!r} in the catalogue" for flag in indicator.flags.values() if flag not in catalogue()]
    return faults
