"""Traffic: a batch of consignments, what is visible of them and, apart from it, what is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.special import ndtri

from generators.facts import (
    certificate,
    company,
    delivery,
    expert,
    goods,
    invoice,
    origin,
    papers,
    portal,
    register,
    route,
    routes_of,
    transport,
)
from generators.odds import KINDS, Settings, market, pattern, shelf
from generators.table import Coded, Column, frame, joined, numbered
from generators.traffic import truth
from generators.traffic.calendar import acceptance_days
from generators.traffic.concealed import could_hold
from generators.traffic.consignments import Drawn, draw
from generators.traffic.traders import others
from simulator import draws
from simulator.draws import Floats
from simulator.packs import Pack, pack
from simulator.reference import countries

_HALF_STEP = 2.0**-33  # keeps uniform numbers of 32 bits off zero


@dataclass(frozen=True)
class Batch:
    """``declarations``: all schema fields of every tier; ``truth``: what each consignment was. Same order and key.

    truth: declaration_id, status, violation (bool), typology ("" if lawful), severity (0 to 5), nature ("",
    goods, licence, party, papers), trader_class, tag ("looked_bad", "looked_clean" or ""), flags (red flags shown, ";"
    between them), story_clauses (ids of the clauses of its story, ";" between them), story_fields (JSON: the names and
    goods in them, see ``generators.traffic.sentences``).
    """

    declarations: pd.DataFrame
    truth: pd.DataFrame


def generate(settings: Settings, seed: int, first: int = 0, count: int | None = None) -> Batch:
    """Rows ``first … first + count - 1`` of the traffic of a seed (all, if no count is given).

    Any cut into pieces gives the same rows, on any machine. ``InputError`` if there is no such traffic or pack.

    >>> from generators.odds import Settings
    >>> from generators.traffic import generate
    >>> batch = generate(Settings(declarations=120), seed=8)
    >>> len(batch.declarations), int(batch.truth["violation"].sum())
    (120, 14)
    >>> part = generate(Settings(declarations=120), seed=8, first=100, count=20)
    >>> part.declarations["declaration_id"].iat[0]
    'D-0101'
    """
    drawn = draw(settings, seed, first, max(0, settings.declarations - first) if count is None else count)
    facts = declare(drawn)
    return Batch(frame(facts), truth.as_frame(truth.columns(drawn, facts)))


def declare(drawn: Drawn) -> dict[str, Column]:
    """The fields of the consignments' declarations, documents and company checks."""
    settings, levels, stock, u = drawn.settings, drawn.levels, drawn.traders, drawn.numbers
    shape, shop, rules = pattern(settings.traffic), market(settings.traffic), pack(settings.pack)
    known = {name: getattr(drawn, name) for name in ("direction", "mode", "origin", "destination", "good")}
    known["channel"] = levels["transport.channel"].astype(np.int64)
    routes = routes_of(known, settings)
    made = origin.origins(levels["goods.origin"], drawn.good, drawn.origin, drawn.destination, u, settings.traffic)
    normal, size = ndtri(u("mass") + _HALF_STEP), stock.size.take(drawn.trader)
    in_containers = transport.boxed(drawn.mode, drawn.good, shape.containers, u("container"))
    sector = stock.companies.sector[drawn.trader]
    bounds = transport.limits(drawn.mode, drawn.good, sector, in_containers, known["channel"], settings.traffic)
    rows = np.arange(drawn.first, drawn.first + len(drawn.trader))
    day = acceptance_days(settings, drawn.first, len(rows)).astype("timedelta64[D]")
    facts: dict[str, Column] = {
        "declaration_id": numbered("D-", rows + 1, _digits(settings)),
        "acceptance_date": company.first_day(settings.days) + day,
    }
    facts |= stock.columns(drawn.trader)
    facts |= goods.write(levels, drawn.good, size, normal, bounds, shape, shop, u)
    facts |= goods.licence(levels["licence.reference"], _documents(rules), u)
    parties = others(drawn.seed, rules.home)
    firm = parties.suppliers(drawn.trader, drawn.origin, shelf().line[drawn.good], u("consignor"))
    towns = np.stack([parties.consignors.place[0][firm], stock.companies.place[0][drawn.trader]])
    facts |= route.write(routes, known, levels, towns, settings, u)
    facts |= parties.consignors_of(firm)
    facts |= parties.declarants_of(drawn.trader, u("declarant"))
    fields = ("consignee_name", "gross_mass", "net_mass", "package_count", "shipping_marks")
    name, gross, net, packages, marks = (facts[field] for field in fields)
    assert isinstance(name, Coded) and isinstance(marks, Coded)
    assert isinstance(gross, np.ndarray) and isinstance(net, np.ndarray) and isinstance(packages, np.ndarray)
    boxed = in_containers & (net != gross)  # goods in bulk have no tare, and no container
    facts |= transport.write(known, routes.ends, gross, goods.litres(facts), boxed, rows, u)
    facts |= delivery.write(known, routes.ends[1], towns, facts, shape, settings.pack, u)
    facts |= invoice.write(known, routes.ends, levels, facts, settings.pack, u)
    forwarder = len(name.texts) + draws.take(u("forwarder"), len(parties.forwarders))
    notified = np.where(levels["route.notify"] == 1, forwarder, name.codes)
    facts |= {
        "country_of_origin": Coded(made, pa.array(list(countries()))),
        "notify_party": Coded(notified, joined(name.texts, parties.forwarders)),
        "shipping_marks": invoice.marks(marks, u, packages),
    }
    phone = Coded(drawn.trader, stock.phone)
    facts |= papers.write(levels, drawn.destination, sector, towns[1], made, phone, name, gross, net, drawn.good, u)
    return facts | _asked_for(drawn, facts, net)


def _asked_for(drawn: Drawn, facts: Mapping[str, Column], net: Floats) -> dict[str, Column]:
    """The fields of the end-use certificate, and of what officers ask authorities and experts."""
    levels, u, good = drawn.levels, drawn.numbers, drawn.good
    names = ("consignee_name", "consignor_name", "invoice_end_user")
    consignee, consignor, user = (facts[name] for name in names)
    day, invoiced = facts["acceptance_date"], facts["invoice_date"]
    assert isinstance(consignee, Coded) and isinstance(consignor, Coded) and isinstance(user, Coded)
    assert isinstance(day, np.ndarray) and isinstance(invoiced, np.ndarray)
    certified = drawn.groups["end_use.user"] == 0
    subject, likely = shelf().resembled[good], shelf().kind[good] == KINDS.index("lookalike")
    listed = np.flatnonzero(likely & (levels["goods.identity"] == expert.LISTED))
    subject[listed] = could_hold(drawn, net, listed).good
    return {
        **certificate.write(levels, certified, user, consignee, invoiced, day, drawn.good, u),
        **register.write(levels["licence.register"], consignor, consignee, good, net, day, u),
        **expert.write(levels["goods.identity"], subject, likely),
        **portal.write(levels["goods.radiation"]),
    }


def _documents(rules: Pack) -> tuple[str, str]:
    """The document codes of a licence and of goods that are not listed, on the day of the traffic."""
    day = company.TODAY.date()
    return rules.licence_code(day), rules.not_listed_code(day)


def _digits(settings: Settings) -> int:
    return max(4, len(str(settings.declarations)))
