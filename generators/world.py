"""The odds of a whole world: classes of trader, statuses, and one table for each indicator, under given settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generators.indicators import Plan, Table, indicators, table
from generators.settings import Settings
from generators.typologies import CLASSES, CLEAN, HONEST_ERROR, population, typologies
from simulator.draws import Floats


@dataclass(frozen=True)
class World:
    """The parameters that draw a batch and weigh it.

    ``statuses``: clean, honest error, then the typologies; ``violating``: which of them violate, bool (statuses,);
    ``class_odds``: P(class), (classes,); ``status_odds``: P(status | class), (classes, statuses);
    ``traders`` and ``consignments``: the tables of the indicators, by id, in drawing order.
    """

    statuses: tuple[str, ...]
    violating: np.ndarray[tuple[int], np.dtype[np.bool_]]
    class_odds: Floats
    status_odds: Floats
    traders: dict[str, Table]
    consignments: dict[str, Table]

    @property
    def prior(self) -> float:
        """P(violation) before anything is seen."""
        return float((self.class_odds @ self.status_odds)[self.violating].sum())


@lru_cache(maxsize=64)
def world(settings: Settings) -> World:
    """The odds under these settings."""
    people, ways = population(), typologies()
    clutter = people.clutter_reach * settings.clutter
    about_traders = [Plan(name, people.traders.get(name, {}), violating=name == "diverter") for name in CLASSES]
    about_goods = [Plan(CLEAN, {}), Plan(HONEST_ERROR, people.honest_error.plants)]
    about_goods += [Plan(way.id, way.plants, way.firm, violating=True) for way in ways.values()]
    built: dict[str, dict[str, Table]] = {"trader": {}, "consignment": {}}
    for indicator in indicators().values():
        plans = about_traders if indicator.about == "trader" else about_goods
        dial = settings.masking if indicator.setting else settings.subtlety
        built[indicator.about][indicator.id] = table(indicator, plans, dial, clutter)
    class_odds, status_odds = _population(settings.prevalence)
    statuses = (CLEAN, HONEST_ERROR, *ways)
    violating = np.array([status in ways for status in statuses])
    return World(statuses, violating, class_odds, status_odds, built["trader"], built["consignment"])


def _population(prevalence: float) -> tuple[Floats, Floats]:
    """P(class) and P(status | class), such that the expected share of violations is exactly the prevalence."""
    people, ways = population(), typologies()
    diverters = prevalence * people.violations_by_diverters / people.diverter_violates
    others = 1.0 - diverters
    violates = {"diverter": people.diverter_violates}
    violates["lawful"] = violates["careless"] = (prevalence - diverters * people.diverter_violates) / others
    class_odds = np.array([others * (1.0 - people.careless_share), others * people.careless_share, diverters])
    rows = []
    for name in CLASSES:
        who = "diverter" if name == "diverter" else "other"
        wrong = [violates[name] * way.share.get(who, 0.0) for way in ways.values()]  # type: ignore[call-overload]
        honest = people.honest_errors[name] * (1.0 - violates[name])
        rows.append([1.0 - violates[name] - honest, honest, *wrong])
    return class_odds, np.array(rows)
