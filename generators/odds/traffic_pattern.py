"""Patterns of trade: when and on what terms goods move, and how trade is spread over traders."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator

from generators import geography
from generators.odds.loads import Loads
from simulator.draws import Floats
from simulator.errors import InputError
from simulator.files import Table, read_table, read_yaml, shaped
from simulator.reference import sectors

Share = Annotated[float, Field(ge=0.0, le=1.0)]
_FOLDER = files("generators") / "data" / "traffic"


class Pattern(BaseModel):
    """A pattern of trade, as in ``data/traffic/``; the file names the evidence of every figure.

    ``weekdays`` and ``months``: shares from Monday and from January. ``rank_offset``, ``rank_exponent`` and
    ``size_exponent`` shape how trade is spread: the trader of rank r is picked in proportion to
    (r + offset) ** -rank exponent, and its consignments weigh in proportion to (r + offset) ** -size exponent.
    ``ferries`` is the share of lorries and trains, not ships, where their way takes a ferry. ``mass_spread`` is the
    standard deviation of ln net mass between consignments of one good; ``round_masses`` the
    shares of masses stated to one and to two significant digits, ``whole_masses`` of those stated in whole kg;
    ``list_prices`` the share of usual prices that equal the good's usual value exactly; ``least_value`` the smallest
    usual value of a consignment in EUR. ``workshops`` are
    countries that make nearly all of their exports themselves. ``lawful`` gives base odds that differ from those of
    indicators.yaml, by indicator. ``loads``: limits of loads; without them, only what vehicles carry counts.

    Without tables, goods follow world trade and partners follow trade gravity. ``goods``, ``partners`` and ``origins``
    name tables in the same folder: figures and lines by HS code, shares by chapter or heading, shares of origins by
    country of export.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    evidence: str = Field(min_length=1)
    weekdays: list[Share] = Field(min_length=7, max_length=7)
    months: list[Share] = Field(min_length=12, max_length=12)
    delivery_terms: dict[Annotated[str, shaped("[A-Z]{3}", "write three capital letters such as FOB")], Share]
    containers: Share
    ferries: Share
    air_share: Share | None = None
    consignments_per_trader: float = Field(gt=0)
    traders_at_most: int = Field(ge=1)
    rank_offset: float = Field(gt=0)
    rank_exponent: float = Field(gt=0, lt=1)
    size_exponent: float = Field(ge=0)
    mass_spread: float = Field(gt=0, le=4)
    round_masses: tuple[Share, Share]
    whole_masses: Share
    list_prices: Share
    least_value: float = Field(ge=0.2)
    workshops: list[Annotated[str, shaped("[A-Z]{2}", "write the two capital letters of a country, in quotes")]]
    lawful: dict[str, list[Share] | dict[str, list[Share]]] = {}
    loads: Loads | None = None
    goods: str | None = None
    partners: str | None = None
    origins: str | None = None

    @field_validator("weekdays", "months", "delivery_terms")
    @classmethod
    def _adds_up(cls, shares: list[float] | dict[str, float]) -> list[float] | dict[str, float]:
        total = sum(shares.values() if isinstance(shares, dict) else shares)
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"shares add up to {total:g}; make it 1")
        return shares

    @field_validator("loads")
    @classmethod
    def _of_sectors(cls, loads: Loads | None) -> Loads | None:
        named = [*loads.loose_for, *loads.most_kg_for] if loads else []
        unknown = [name for name in named if name not in sectors()]
        if unknown:
            raise ValueError(f"no sector {', '.join(unknown)} in sectors.csv; give one of {', '.join(sectors())}")
        return loads


@lru_cache
def pattern(name: str) -> Pattern:
    """The pattern of a name; ``InputError`` if there is none, or with all its faults."""
    if name not in patterns():
        raise InputError(f"traffic {name!r} is not known; choose one of {', '.join(patterns())}")
    return read_yaml(_FOLDER / f"{name}.yaml", Pattern)


@cache
def patterns() -> tuple[str, ...]:
    """The names of all patterns."""
    return tuple(sorted(entry.name[:-5] for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml")))


def table(name: str, columns: Sequence[str]) -> Table:
    """A table of the patterns' folder; the caller raises its faults."""
    return read_table(_FOLDER, name, columns, required=columns)


def shares(name: str, of: str, column: str, known: Sequence[str]) -> dict[str, Floats]:
    """A table of shares: for each value of ``of`` the shares of the countries in ``column``, numbered as in geography.

    ``known``: the values that ``of`` may have. ``InputError`` with all faults of the table.
    """
    read = table(name, ("key", of, column, "share"))
    place = {code: number for number, code in enumerate(geography.codes())}
    found: dict[str, Floats] = {}
    for row in read.rows:
        if row[of] not in known:
            read.fault(row, f"{of} {row[of]!r} is not known; correct it")
        elif row[column] not in place:
            read.fault(row, f"{column} {row[column]!r} is not a trading country of countries.csv; correct it")
        else:
            own = found.setdefault(row[of], np.zeros(len(place)))
            own[place[row[column]]] += read.number(row, "share", 0, 1)
    read.checked()
    return found
