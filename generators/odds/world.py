"""The odds of a whole world: classes of trader, statuses, and one table for each indicator, under given settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from generators.odds.goods import FORWARDING, KINDS, TRADING, shelf
from generators.odds.indicators import Indicator, Plan, Table, indicators, table
from generators.odds.market import kinds_at, market
from generators.odds.settings import Settings
from generators.odds.traffic_pattern import pattern
from generators.odds.typologies import CLASSES, CLEAN, LawfulStatus, Typology, population, typologies
from simulator.draws import Floats


@dataclass(frozen=True)
class Status:
    """What a consignment can be: plain trade (neither ``lawful`` nor ``typology``), other lawful trade, or a violation.

    ``quiet``: a violation that hides what its typology usually shows.
    """

    id: str
    lawful: LawfulStatus | None = None
    typology: Typology | None = None
    quiet: bool = False


@dataclass(frozen=True)
class World:
    """The parameters that draw a batch and weigh it.

    ``statuses``: plain trade first, then other lawful ones, then each typology, plain and quiet; ``violating``: which
    of them violate, bool (statuses,); ``class_odds``: P(class), (classes,); ``status_odds``: P(status | class),
    (classes, statuses); ``traders`` and ``consignments``: the tables of the indicators, by id, in drawing order.
    """

    statuses: tuple[Status, ...]
    violating: NDArray[np.bool_]
    class_odds: Floats
    status_odds: Floats
    traders: dict[str, Table]
    consignments: dict[str, Table]

    @property
    def prior(self) -> float:
        """P(violation) before anything is seen."""
        return float((self.class_odds @ self.status_odds)[self.violating].sum())

    @property
    def severity(self) -> Floats:
        """Severity of each status: 0 if lawful, else 1 to 5; (statuses,)."""
        return np.array([float(status.typology.severity) if status.typology else 0.0 for status in self.statuses])


@lru_cache(maxsize=64)
def world(settings: Settings) -> World:
    """The odds under these settings."""
    drawn = indicators()  # first, because it reports the faults of all rules at once
    people = population()
    clutter = people.clutter_reach * settings.clutter
    statuses = [Status(CLEAN), *(Status(status.id, lawful=status) for status in people.lawful)]
    statuses += [Status(own.id, typology=own, quiet=quiet) for own in typologies().values() for quiet in (False, True)]
    about_goods = [_plan(status) for status in statuses]
    about_traders = [Plan(name, people.traders.get(name, {}), violating=name == "diverter") for name in CLASSES]
    built: dict[str, dict[str, Table]] = {"trader": {}, "consignment": {}}
    for indicator in drawn.values():
        plans = about_traders if indicator.about == "trader" else about_goods
        dial = settings.masking if indicator.setting else settings.subtlety
        lawful = _lawful(indicator, settings)
        # The share of strategic goods is a separate setting: clutter does not change it.
        raised = 0.0 if indicator.id == "goods.kind" else clutter
        built[indicator.about][indicator.id] = table(indicator, plans, dial, raised, lawful)
    class_odds, status_odds = _population(settings, statuses)
    violating = np.array([status.typology is not None for status in statuses])
    return World(tuple(statuses), violating, class_odds, status_odds, built["trader"], built["consignment"])


def _plan(status: Status) -> Plan:
    name = f"{status.id}, quiet" if status.quiet else status.id
    if status.typology is not None:
        reach = population().quiet_reach if status.quiet else 0.0
        return Plan(name, status.typology.plants, status.typology.firm, violating=True, quiet=reach)
    return Plan(name, status.lawful.plants if status.lawful else {})


def _lawful(indicator: Indicator, settings: Settings) -> Floats:
    """Base odds, or the pattern's own. Odds of kinds of goods give strategic goods the value share of the settings."""
    own_odds = pattern(settings.traffic).lawful
    if indicator.id in own_odds:
        return indicator.as_odds(own_odds[indicator.id])
    if indicator.id != "goods.kind":
        return indicator.lawful_odds()
    stock = shelf()
    own, trading, forwarding = indicators()["consignee.activity"].lawful_odds()[0]
    sector = own * market(settings.traffic).sector_weight
    sector[stock.sector_index[TRADING]] += trading
    sector[stock.sector_index[FORWARDING]] += forwarding
    fit = indicators()["goods.fit"].lawful_odds()
    planted = sum(
        (
            status.share["lawful"] * np.array(status.plants[indicator.id])
            for status in population().lawful
            if indicator.id in status.plants
        ),
        start=np.zeros(len(KINDS)),
    )
    return kinds_at(market(settings.traffic), indicator.lawful_odds(), fit, sector, planted, settings.strategic)


def _population(settings: Settings, statuses: list[Status]) -> tuple[Floats, Floats]:
    """P(class) and P(status | class), so that the expected share of violations equals the prevalence."""
    people, prevalence = population(), settings.prevalence
    total = sum(weight for _, weight in settings.typologies)
    shares = {name: weight / total for name, weight in settings.typologies}
    diverters = prevalence * people.violations_by_diverters / people.diverter_violates
    others = 1.0 - diverters
    violates = {"diverter": people.diverter_violates}
    violates["lawful"] = violates["careless"] = (prevalence - diverters * people.diverter_violates) / others
    class_odds = np.array([others * (1.0 - people.careless_share), others * people.careless_share, diverters])
    rows = np.zeros((len(CLASSES), len(statuses)))
    for row, name in zip(rows, CLASSES, strict=True):
        who = "diverter" if name == "diverter" else "other"
        for number, status in enumerate(statuses):
            if status.typology is not None:
                manner = people.quiet_share if status.quiet else 1.0 - people.quiet_share
                share = shares.get(status.typology.id, 0.0) if shares else status.typology.share.get(who, 0.0)  # type: ignore[call-overload]
                row[number] = violates[name] * share * manner
            elif status.lawful is not None:
                row[number] = status.lawful.share[name] * (1.0 - violates[name])
        row[0] = 1.0 - row.sum()
    return class_odds, rows
