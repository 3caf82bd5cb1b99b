"""Traffic: a batch of consignments, what is visible of them and, apart from it, what is true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from generators.facts import company, goods, papers, route
from generators.goods import shelf
from generators.indicators import Table
from generators.settings import Settings
from generators.traders import named, traders
from generators.typologies import CLASSES, HONEST_ERROR, population, typologies
from generators.world import World, world
from simulator import draws
from simulator.declaration import schema
from simulator.draws import Floats, Ints
from simulator.reference import countries

__all__ = ["Batch", "Settings", "generate"]

_START = pd.Timestamp("2031-03-01")
_CURRENCIES = (("EUR", 1.0), ("USD", 1.08), ("GBP", 0.86), ("CHF", 0.95))  # units a euro (assumption)
_TERMS = ("EXW", "FCA", "FOB", "CIF", "DAP")
_PROCEDURES = {"EX": "1000", "TR": "T1", "IM": "4000"}


@dataclass(frozen=True)
class Batch:
    """``declarations``: all schema fields of every tier; ``truth``: what each consignment was. Same order and key.

    truth: declaration_id, status, violation (bool), typology ("" if lawful), label, severity (0 to 5), nature ("",
    documentary, physical, party), trader_class, flags (red flags shown, ";" between them), story.
    """

    declarations: pd.DataFrame
    truth: pd.DataFrame


def generate(settings: Settings, seed: int, first: int = 0, count: int | None = None) -> Batch:
    """Rows ``first … first + count - 1`` of the traffic of a seed (all, if no count is given).

    Any cut into pieces gives the same rows, on any machine.
    """
    rows = max(0, settings.declarations - first) if count is None else count
    odds, stock = world(settings), traders(settings, seed)
    u = named(seed, "consignment", first, rows)
    trader = stock.pick(u("trader"))
    status = draws.pick_rows(u("status"), odds.status_odds, stock.kind[trader])
    who = {name: column[trader] for name, column in stock.columns.items()}
    levels, good = _levels(odds, seed, first, status, who["sector"], u("good"))
    facts = _declare(settings, seed, first, who, good, levels, u)
    facts["declaration_id"] = np.array(
        [f"D-{number:04d}" for number in range(first + 1, first + rows + 1)], dtype=object
    )
    shown = {**levels, **{name: level[trader] for name, level in stock.levels.items()}}
    truth = _truth(odds, status, stock.kind[trader], shown, facts, good, u("hidden goods"))
    return Batch(_frame(facts), truth)


def groups(table: Table, sector: Ints, kind: Ints) -> Ints:
    """The group of each row that a table's odds are given by."""
    match table.indicator.given:
        case "sector_offer":
            return shelf().offers(sector)
        case "kind_in_line":
            return shelf().in_line(sector, kind)
        case "goods_kind":
            return kind
        case _:
            return np.zeros(len(sector), dtype=np.int64)


def _levels(odds: World, seed: int, first: int, status: Ints, sector: Ints, u: Floats) -> tuple[dict[str, Ints], Ints]:
    levels: dict[str, Ints] = {}
    kind = np.zeros(len(status), dtype=np.int64)
    for name, table in odds.consignments.items():
        levels[name] = table.sample(seed, first, status, groups(table, sector, kind))
        kind = levels.get("goods.kind", kind)
    return levels, shelf().pick(u, sector, kind, levels["goods.fit"])


def _declare(
    settings: Settings,
    seed: int,
    first: int,
    who: Mapping[str, np.ndarray],
    good: Ints,
    levels: Mapping[str, Ints],
    u: Callable[[str], Floats],
) -> dict[str, np.ndarray]:
    home, destination = settings.home, who["consignee_country"]
    through = np.where(u("direction") < population().transit_share, "TR", "EX")
    direction = np.where(destination == home, "IM", through)
    origin = route.origins(direction, home, u("origin"), destination)
    facts: dict[str, np.ndarray] = {name: column for name, column in who.items() if name in schema()}
    facts |= goods.write(levels, good, u)
    facts |= route.write(levels, direction, origin, destination, shelf().air_share[good], home, u)
    facts |= _parties(settings, seed, facts, origin, levels["route.notify"], u)
    money = draws.pick(u("currency"), np.array([0.62, 0.30, 0.05, 0.03]))
    rate = np.array([rate for _, rate in _CURRENCIES])[money]
    terms = draws.take(u("delivery terms"), len(_TERMS))
    office = draws.take(u("office"), 4) + 1
    paper = np.where(facts["mode_at_border"] == "4", "AWB", np.where(facts["mode_at_border"] == "1", "BL", "CMR"))
    elsewhere = np.array(list(countries()), dtype=object)[draws.take(u("origin of goods"), len(countries()))]
    return (
        facts
        | {
            "declaration_type": direction.astype(object),
            "acceptance_date": (_START + pd.to_timedelta(draws.take(u("day"), 31), unit="D")).to_numpy(),
            "declaration_office": np.array([f"{home}000{number}01" for number in office], dtype=object),
            "office_of_exit": np.array([f"{home}000{number}09" for number in office], dtype=object),
            "country_of_export": origin,
            "country_of_destination": destination,
            "country_of_origin": np.where(u("made elsewhere") < 0.3, elsewhere, origin),
            "transport_document_number": np.array(
                [f"{p}-{n:07d}" for p, n in zip(paper, draws.take(u("transport document"), 10_000_000), strict=True)],
                dtype=object,
            ),
            "incoterm_code": np.array(_TERMS, dtype=object)[terms],
            "incoterm_place": np.where(terms < 3, facts["place_of_loading"], facts["place_of_unloading"]),
            "invoice_currency": np.array([code for code, _ in _CURRENCIES], dtype=object)[money],
            "invoice_total": np.round(facts["statistical_value"] * rate, 2),
            "nature_of_transaction": np.full(len(good), "11", dtype=object),
            "procedure_requested": np.array([_PROCEDURES[way] for way in direction], dtype=object),
        }
        | papers.write(levels, facts, u)
    )


def _parties(
    settings: Settings,
    seed: int,
    facts: Mapping[str, np.ndarray],
    origin: np.ndarray,
    forwarded: Ints,
    u: Callable[[str], Floats],
) -> dict[str, np.ndarray]:
    place = {code: number for number, code in enumerate(countries())}
    per_country = int(min(400, max(12, settings.declarations // 4)))
    consignors = _companies(seed, "consignor", per_country)
    firm = np.array([place[code] for code in origin]) * per_country + draws.take(u("consignor"), per_country)
    brokers, forwarders = _companies(seed, "broker", 1), _companies(seed, "forwarder", 1)
    broker, forwarder = draws.take(u("declarant"), 14), draws.take(u("forwarder"), len(forwarders))
    return {
        "consignor_name": consignors[firm],
        "consignor_id": np.array(
            [f"{code}{number:07d}" for code, number in zip(origin, firm, strict=True)], dtype=object
        ),
        "consignor_country": origin,
        "declarant_name": brokers[broker],
        "declarant_id": np.array([f"{settings.home}9{number:06d}" for number in broker], dtype=object),
        "notify_party": np.where(forwarded == 1, forwarders[forwarder], facts["consignee_name"]),
    }


@lru_cache(maxsize=16)
def _companies(seed: int, role: str, per_country: int) -> np.ndarray:
    """Names of other parties, ``per_country`` for each country in order; forwarders and brokers by their trade."""
    count = len(countries()) * per_country
    u = named(seed, role, 0, count)
    sector = draws.take(u("sector"), len(shelf().sectors))
    if role in ("broker", "forwarder"):
        sector = np.full(count, shelf().sector_index["freight_forwarding"])
    return np.array(company.company_names(sector, np.arange(count) // per_country, u), dtype=object)


def _frame(facts: Mapping[str, np.ndarray]) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name, field in schema().items():
        match field.kind:
            case "number":
                columns[name] = pd.Series(facts[name], dtype="float64")
            case "date":
                columns[name] = pd.Series(facts[name]).astype("datetime64[us]")
            case "id" | "text":
                columns[name] = pd.Series(facts[name], dtype="str")
            case _:
                columns[name] = pd.Series(facts[name], dtype="str").astype("category")
    return pd.DataFrame(columns)


def _truth(
    odds: World,
    status: Ints,
    kind: Ints,
    levels: Mapping[str, Ints],
    facts: Mapping[str, np.ndarray],
    good: Ints,
    u: Floats,
) -> pd.DataFrame:
    ways = [typologies().get(name) for name in odds.statuses]
    stock, people = shelf(), population()
    stories, labels = [], []
    for row, number in enumerate(status.tolist()):
        way, choice = ways[number], stock.hidden[good[row]]
        hidden = stock.goods[choice[int(u[row] * len(choice))]].label
        if way is None:
            honest = odds.statuses[number] == HONEST_ERROR
            stories.append(people.honest_error.story if honest else people.clean_story)
            labels.append(people.honest_error.label if honest else "Lawful trade")
            continue
        declared = stock.goods[good[row]].label
        stories.append(
            way.story.format(hidden=hidden.lower(), declared=declared.lower(), consignee=facts["consignee_name"][row])
        )
        labels.append(way.label)
    name = np.array(odds.statuses, dtype=object)[status]
    typology = np.array(["" if way is None else way.id for way in ways], dtype=object)[status]
    return pd.DataFrame(
        {
            "declaration_id": pd.Series(facts["declaration_id"], dtype="str"),
            "status": pd.Categorical(name, categories=list(odds.statuses)),
            "violation": odds.violating[status],
            "typology": pd.Series(typology, dtype="str"),
            "label": pd.Series(labels, dtype="str"),
            "severity": np.array([0.0 if way is None else float(way.severity) for way in ways])[status],
            "nature": pd.Series(
                np.array(["" if way is None else way.nature for way in ways], dtype=object)[status], dtype="str"
            ),
            "trader_class": pd.Categorical(np.array(CLASSES, dtype=object)[kind], categories=list(CLASSES)),
            "flags": pd.Series(_flags(odds, levels), dtype="str"),
            "story": pd.Series(stories, dtype="str"),
        }
    )


def _flags(odds: World, levels: Mapping[str, Ints]) -> list[str]:
    shown: list[list[str]] = [[] for _ in levels["goods.kind"]]
    for name, table in (odds.traders | odds.consignments).items():
        kind = levels["goods.kind"] if table.indicator.given == "goods_kind" else np.zeros_like(levels[name])
        for row, (level, group) in enumerate(zip(levels[name].tolist(), kind.tolist(), strict=True)):
            flag = table.indicator.flag(level, group)
            if flag is not None and flag not in shown[row]:
                shown[row].append(flag)
    return [";".join(flags) for flags in shown]
