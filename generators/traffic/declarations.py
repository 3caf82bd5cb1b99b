"""Traffic: a batch of consignments, what is visible of them and, apart from it, what is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.special import ndtri

from generators.facts import company, goods, papers, route, transport
from generators.odds import DIRECTIONS, RATES, Pattern, Settings, market, pattern, shelf
from generators.table import Coded, Column, frame, joined, numbered
from generators.traffic import truth
from generators.traffic.calendar import acceptance_days
from generators.traffic.consignments import Drawn, draw
from generators.traffic.traders import others
from simulator import draws
from simulator.draws import Numbers
from simulator.reference import countries

_HALF_STEP = 2.0**-33  # keeps uniform numbers of 32 bits off zero


@dataclass(frozen=True)
class Batch:
    """``declarations``: all schema fields of every tier; ``truth``: what each consignment was. Same order and key.

    truth: declaration_id, status, violation (bool), typology ("" if lawful), severity (0 to 5), nature ("",
    documentary, physical, party), trader_class, tag ("looked_bad", "looked_clean" or ""), flags (red flags shown, ";"
    between them), story_fields (JSON: names and goods of what is said of it, see ``generators.traffic.sentences``).
    """

    declarations: pd.DataFrame
    truth: pd.DataFrame


def generate(settings: Settings, seed: int, first: int = 0, count: int | None = None) -> Batch:
    """Rows ``first … first + count - 1`` of the traffic of a seed (all, if no count is given).

    Any cut into pieces gives the same rows, on any machine. ``InputError`` if there is no such traffic or home.

    >>> from generators.odds import Settings
    >>> from generators.traffic import generate
    >>> batch = generate(Settings(declarations=120), seed=7)
    >>> len(batch.declarations), int(batch.truth["violation"].sum())
    (120, 4)
    >>> part = generate(Settings(declarations=120), seed=7, first=100, count=20)
    >>> part.declarations["declaration_id"].iat[0]
    'D-0101'
    """
    drawn = draw(settings, seed, first, max(0, settings.declarations - first) if count is None else count)
    facts = declare(drawn)
    return Batch(frame(facts), truth.as_frame(truth.columns(drawn, facts)))


def declare(drawn: Drawn) -> dict[str, Column]:
    """The fields of the consignments' declarations, documents and company checks."""
    settings, levels, stock, u = drawn.settings, drawn.levels, drawn.traders, drawn.numbers
    origin, destination, direction = drawn.origin, drawn.destination, drawn.direction
    shape, shop, iso = pattern(settings.traffic), market(settings.traffic), pa.array(list(countries()))
    mode = transport.modes(origin, destination, shop.air_share[drawn.good], u("mode"))
    made = goods.origins(levels["goods.origin"], origin, u("origin of goods"), settings.traffic)
    normal, size = ndtri(u("mass") + _HALF_STEP), stock.size.take(drawn.trader)
    facts = stock.columns(drawn.trader)
    facts |= goods.write(levels, drawn.good, size, normal, shape, shop, u)
    facts |= transport.write(mode, direction, origin, destination, shape.containers, u)
    parties = others(drawn.seed, settings.home)
    facts |= parties.consignors_of(drawn.trader, origin, shelf().line[drawn.good], u("consignor"))
    facts |= parties.declarants_of(drawn.trader, u("declarant"))
    name, gross = facts["consignee_name"], facts["gross_mass"]
    assert isinstance(name, Coded) and isinstance(gross, np.ndarray)
    forwarder = len(name.texts) + draws.take(u("forwarder"), len(parties.forwarders))
    notified = np.where(levels["route.notify"] == 1, forwarder, name.codes)
    itinerary = route.itinerary(levels["route.itinerary"], direction, origin, destination, settings.home, u)
    day = acceptance_days(settings, drawn.first, len(drawn.trader))
    start = np.datetime64(company.TODAY, "D") - np.timedelta64(settings.days - 1, "D")
    facts |= _terms(shape, settings.home, facts, u)
    facts |= {
        "declaration_id": numbered("D-", np.arange(drawn.first, drawn.first + len(day)) + 1, _digits(settings)),
        "declaration_type": Coded.of(direction, DIRECTIONS),
        "acceptance_date": start + day.astype("timedelta64[D]"),
        "country_of_export": Coded(origin, iso),
        "country_of_destination": Coded(destination, iso),
        "country_of_origin": Coded(made, iso),
        "countries_of_routing": itinerary,
        "notify_party": Coded(notified, joined(name.texts, parties.forwarders), spread=True),
        "procedure_requested": Coded.of(direction * 3 + levels["declaration.procedure"], route.PROCEDURES),
    }
    sector, phone = stock.companies.sector[drawn.trader], Coded(drawn.trader, stock.phone)
    return facts | papers.write(levels, destination, sector, made, phone, name, gross, u)


def _terms(shape: Pattern, home: str, facts: Mapping[str, Column], u: Numbers) -> dict[str, Column]:
    """Office, currency and delivery terms, as the pattern of traffic has them."""
    value, loaded, unloaded = facts["statistical_value"], facts["place_of_loading"], facts["place_of_unloading"]
    assert isinstance(value, np.ndarray) and isinstance(loaded, Coded) and isinstance(unloaded, Coded)
    money = u.pick("currency", tuple(shape.currencies.values()))
    rates = np.array([RATES[code] for code in shape.currencies])[money]
    terms = u.pick("delivery terms", tuple(shape.delivery_terms.values()))
    handed_over = np.array([code in ("EXW", "FCA", "FOB", "FAS") for code in shape.delivery_terms])[terms]
    office = u.pick("office", tuple(shape.offices))
    numbers = [f"{home}000{number}" for number in range(1, len(shape.offices) + 1)]
    return {
        "declaration_office": Coded.of(office, [f"{number}01" for number in numbers]),
        "office_of_exit": Coded.of(office, [f"{number}09" for number in numbers]),
        "incoterm_code": Coded.of(terms, list(shape.delivery_terms)),
        "incoterm_place": Coded(np.where(handed_over, loaded.codes, unloaded.codes), loaded.texts),
        "invoice_currency": Coded.of(money, list(shape.currencies)),
        "exchange_rate": rates,
        "invoice_total": np.round(value * rates, 2),
        "nature_of_transaction": Coded.of(np.zeros(len(money), dtype=np.int64), ["11"]),
    }


def _digits(settings: Settings) -> int:
    return max(4, len(str(settings.declarations)))
