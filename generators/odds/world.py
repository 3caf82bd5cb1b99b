"""The odds of a whole world: classes of trader, statuses, and one table for each indicator, under given settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from generators.odds.fronts import Fronts
from generators.odds.goods import FORWARDING, TRADING, shelf
from generators.odds.groups import KINDS
from generators.odds.indicators import Indicator, indicators, lawful
from generators.odds.market import kinds_at, market
from generators.odds.partners import FRAMES, partners
from generators.odds.settings import Settings
from generators.odds.tables import Plan, Table, table
from generators.odds.traffic_pattern import pattern
from generators.odds.typologies import (
    CLASSES,
    CLEAN,
    LawfulStatus,
    TraderClass,
    Typology,
    population,
    typologies,
)
from simulator.draws import Floats

_MOST_VIOLATING = 0.95  # largest share of violations in a class of trader's consignments of one frame (assumption)


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
    of them violate, bool (statuses,); ``class_odds``: P(class), (classes,); ``frame_odds``: P(frame | class), (classes,
    frames), see ``partners.FRAMES``; ``status_odds``: P(status | frame, class), (frames, classes, statuses);
    ``traders`` and ``consignments``: the tables of the indicators, by id, in drawing order; ``fronts``: the odds of
    groups of companies.
    """

    statuses: tuple[Status, ...]
    violating: NDArray[np.bool_]
    class_odds: Floats
    frame_odds: Floats
    status_odds: Floats
    traders: dict[str, Table]
    consignments: dict[str, Table]
    fronts: Fronts

    @property
    def prior(self) -> float:
        """P(violation) before anything is seen."""
        violates = self.status_odds[:, :, self.violating].sum(axis=2)
        return float(np.einsum("c,cf,fc->", self.class_odds, self.frame_odds, violates))

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
    about_traders = [
        Plan(
            name,
            people.traders.get(name, {}),
            firm=people.listed_firm if name == "listed" else (),
            violating=name in ("diverter", "listed"),
        )
        for name in CLASSES
    ]
    built: dict[str, dict[str, Table]] = {"trader": {}, "consignment": {}}
    for indicator in drawn.values():
        plans = about_traders if indicator.about == "trader" else about_goods
        dial = settings.masking if indicator.setting else settings.subtlety
        base = _lawful(indicator, settings)
        # The shares of strategic goods, of their categories and of parcels are facts of the trade, not clutter.
        raised = 0.0 if indicator.id in ("goods.kind", "goods.category", "transport.channel") else clutter
        built[indicator.about][indicator.id] = table(indicator, plans, dial, raised, base)
    frame_odds = built["trader"]["consignee.country"].odds[0] @ partners(settings).frames
    class_odds, status_odds = _population(settings, statuses, frame_odds)
    violating = np.array([status.typology is not None for status in statuses])
    tables = built["trader"], built["consignment"]
    fronts = Fronts.of(class_odds)
    return World(tuple(statuses), violating, class_odds, frame_odds, status_odds, *tables, fronts)


def _plan(status: Status) -> Plan:
    name = f"{status.id}, quiet" if status.quiet else status.id
    if status.typology is not None:
        reach = population().quiet_reach if status.quiet else 0.0
        own = status.typology
        return Plan(name, own.plants, own.firm, violating=True, quiet=reach, never=own.never)
    honest = status.lawful
    return Plan(name, honest.plants, honest.firm, never=honest.never) if honest else Plan(name, {})


def _lawful(indicator: Indicator, settings: Settings) -> Floats:
    """Base odds, or the pattern's own. Odds of kinds of goods give strategic goods the value share of the settings."""
    if indicator.id == "goods.category":
        return market(settings.traffic, settings.theme).categories
    if indicator.id != "goods.kind" or indicator.id in pattern(settings.traffic).lawful:
        return lawful(indicator, settings.traffic)
    stock, shop = shelf(), market(settings.traffic, settings.theme)
    own, trading, forwarding = indicators()["consignee.activity"].lawful_odds()[0]
    sector = own * shop.sector_weight
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
    return kinds_at(
        market(settings.traffic, settings.theme), indicator.lawful_odds(), fit, sector, planted, settings.strategic
    )


def _population(settings: Settings, statuses: list[Status], frame_odds: Floats) -> tuple[Floats, Floats]:
    """P(class) and P(status | frame, class), so that the expected share of violations equals the prevalence.

    Each frame has the same share of violations, unless none of the chosen typologies occurs there. What diverters
    cannot do, because their goods seldom go where a typology occurs, others do; so the traders stay the same.
    """
    people, prevalence = population(), settings.prevalence
    listed = prevalence * _share_of_listed(settings)
    diverters = (prevalence - listed) * people.violations_by_diverters / people.diverter_violates
    others = 1.0 - diverters - listed
    careless = others * people.careless_share
    class_odds = np.array([others - careless, careless, diverters, listed])
    odds = np.zeros((len(FRAMES), len(CLASSES), len(statuses)))
    left = prevalence  # share of violations in all consignments that the classes still to come commit
    for place, name in reversed(list(enumerate(CLASSES))):
        wanted = {"listed": 1.0, "diverter": people.diverter_violates}.get(name, left / class_odds[: place + 1].sum())
        most = 1.0 if name == "listed" else _MOST_VIOLATING
        shares = _shares(settings, statuses, name)  # (frames, statuses)
        able = shares.any(axis=1)
        reached = float(frame_odds[place, able].sum())
        share = np.where(able, min(wanted / max(reached, 1e-300), most), 0.0)
        left -= class_odds[place] * float(frame_odds[place] @ share)
        odds[:, place] = share[:, None] * shares
        for number, status in enumerate(statuses):
            if status.lawful is not None:
                odds[:, place, number] = status.lawful.share.get(name, 0.0) * (1.0 - share)
        odds[:, place, 0] = 1.0 - odds[:, place].sum(axis=1)
    return class_odds, odds


def _share_of_listed(settings: Settings) -> float:
    """Share of violations that listed parties commit."""
    if not settings.typologies:
        return population().violations_by_listed
    listed = sum(weight for name, weight in settings.typologies if typologies()[name].listed)
    return listed / sum(weight for _, weight in settings.typologies)


def _shares(settings: Settings, statuses: list[Status], who: TraderClass) -> Floats:
    """Share of each status among the violations of a frame, 0 where no typology occurs; (frames, statuses)."""
    people, chosen = population(), dict(settings.typologies)
    found = np.zeros((len(FRAMES), len(statuses)))
    for number, status in enumerate(statuses):
        own = status.typology
        if own is None or own.listed != (who == "listed"):
            continue
        usual = 1.0 if own.listed else own.share.get("diverter" if who == "diverter" else "other", 0.0)
        weight = (chosen.get(own.id, 0.0) if chosen else usual) * own.pull(settings.theme)
        manner = people.quiet_share if status.quiet else 1.0 - people.quiet_share
        found[:, number] = [weight * manner * own.occurs(frame) for frame in FRAMES]
    total = found.sum(axis=1, keepdims=True)
    result: Floats = found / np.where(total > 0, total, 1.0)
    return result
