"""Whether the traffic makes a nation the lesson: hubs of diversion, and how much one country multiplies the odds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generators import geography
from generators.odds import Settings, world
from generators.table import Coded, Column
from generators.traffic import Drawn, declare, draw
from simulator.reference import countries

_ENOUGH = 1_000
"""A country counts with at least as many declarations, so that chance does not lead the list."""
FIELDS: Mapping[str, str] = {
    "country_of_destination": "destination",
    "country_of_export": "country of export",
    "country_of_origin": "origin",
    "payer_country": "payer",
}


@dataclass(frozen=True)
class Multiple:
    """How much a country in a field multiplies the odds of a violation, with an interval of 95 %."""

    field: str
    country: str
    times: float
    low: float
    high: float


@dataclass(frozen=True)
class Fairness:
    """``hubs``: number of re-export hubs; ``largest_hub`` and ``hub_share``: the one with most hub diversions, and its
    share of them; ``multiples``: the country that multiplies the odds most, for each field of ``FIELDS``."""

    hubs: int
    largest_hub: str
    hub_share: float
    multiples: Sequence[Multiple]


def fairness(settings: Settings, seed: int) -> Fairness:
    """The figures of one batch."""
    drawn = draw(settings, seed, 0, settings.declarations)
    facts, odds = declare(drawn), world(settings)
    violates = odds.violating[drawn.status]
    diverted = pd.Series(_diverted(drawn)).value_counts(normalize=True)
    return Fairness(
        hubs=sum(country.hub for country in countries().values()),
        largest_hub=str(diverted.index[0]),
        hub_share=float(diverted.iloc[0]),
        multiples=tuple(_largest(name, facts[name], violates) for name in FIELDS),
    )


def _diverted(drawn: Drawn) -> NDArray[np.str_]:
    """Destinations of the diversions through a hub."""
    statuses = world(drawn.settings).statuses
    through = np.array([bool(one.typology and one.typology.to_hub) for one in statuses])[drawn.status]
    result: NDArray[np.str_] = np.array(geography.codes())[drawn.destination[through]]
    return result


def _largest(name: str, column: Column, violates: NDArray[np.bool_]) -> Multiple:
    assert isinstance(column, Coded)
    country = np.array(column.texts.to_pylist())[column.codes]
    count = pd.DataFrame({"country": country, "bad": violates}).groupby("country")["bad"].agg(["sum", "size"])
    count = count[(count["size"] >= _ENOUGH) & (count["sum"] > 0)]
    base = violates.mean() / (1.0 - violates.mean())
    log = np.log(count["sum"] / (count["size"] - count["sum"]) / base)
    error = np.sqrt(1.0 / count["sum"] + 1.0 / (count["size"] - count["sum"]))
    top = str(log.idxmax())
    low, middle, high = np.exp(log[top] + np.array([-1.96, 0.0, 1.96]) * error[top])
    return Multiple(FIELDS[name], top, float(middle), float(low), float(high))
