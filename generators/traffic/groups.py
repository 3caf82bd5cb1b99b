"""The group of each consignment for the odds of an indicator: what its levels may depend on, all of it in view."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from generators.facts import origin, routes_of, varieties
from generators.odds import (
    EXPORT,
    FREIGHT,
    KINDS,
    TRANSIT,
    Settings,
    cell,
    comes_from,
    export_groups,
    market,
    parcels,
    partners,
    pattern,
    shelf,
)
from simulator.draws import Ints
from simulator.packs import pack


def group(given: str, known: Mapping[str, Ints], settings: Settings) -> Ints:
    """The group of each row for an indicator's ``given``, see ``generators.odds.GROUPS``.

    ``known``: what is known of each row by name: sector, direction, destination, and once they are drawn kind,
    category, fit (the level of ``goods.fit``), channel (of ``transport.channel``), good, origin, mode, says (see
    ``varieties``), claim (of ``licence.reference``) and statement (of ``end_use.statement``); as indices, (n,) each.
    """
    match given:
        case "sector_offer":
            return shelf().offers(known["sector"])
        case "sector_kind":
            return np.asarray(known["sector"] * len(KINDS) + known["kind"], dtype=np.int64)
        case "line_of_business":
            return shelf().line_of_business(known["sector"], known["kind"], known["category"])
        case "goods_kind":
            return known["kind"]
        case "users":
            return shelf().users[known["good"]]
        case "packing":
            return np.where(known["channel"] != FREIGHT, 1, shelf().whole[known["good"]])
        case "parcels":
            return _sent(known, settings)
        case "channel":
            return np.where(known["channel"] != FREIGHT, 1, 0)
        case "lasting":
            return shelf().lasting[known["good"]]
        case "service":
            kept = _industrial(known["good"]) & (shelf().lasting[known["good"]] == 1)
            return np.where(kept, 0, 1)
        case "worth":
            return _cheap(known["good"], settings)
        case "licence_duty":
            return _duty(known, settings)
        case "licence_claim":
            duty = _duty(known, settings)
            return np.where(known["claim"] == 0, 1, np.where(duty == _NAMED, 3, np.where(duty > 0, 2, 0)))
        case "goods_claim":
            return _goods_claim(known, settings)
        case "certified":
            return np.where(known["statement"] == _NO_STATEMENT, 1, 0)
        case "radiates":
            return shelf().radiates[known["good"]]
        case "maker":
            return _maker(known, settings)
        case "route_sorts":
            return routes_of(known, settings).sorts
        case _:
            return np.zeros(len(known["sector"]), dtype=np.int64)


def _sent(known: Mapping[str, Ints], settings: Settings) -> Ints:
    """1 where such a buyer can order such goods in parcels, not in transit; else 0."""
    order = cell(known["sector"], known["kind"], known["category"], known["fit"])
    orders = parcels(settings.traffic, settings.theme).orders[order]
    return np.where(orders & (known["direction"] != TRANSIT), 1, 0)


def _duty(known: Mapping[str, Ints], settings: Settings) -> Ints:
    """0 where no licence is asked for, else 1 for look-alikes, 2 for a code with listed goods and others, 3 for listed
    goods, 4 for others of such a code.

    Goods are listed where the list names the code itself, or the description names the listed kind.
    """
    needed = np.array([pack(settings.pack).needs_licence(code) for code in partners(settings).codes])
    leaves = (known["direction"] == EXPORT) & needed[known["destination"]]
    duty = np.where(known["says"] == varieties.NOT_LISTED, _OTHER, known["kind"] + _is_listed(known))
    return np.where(leaves, duty, 0)


def _is_listed(known: Mapping[str, Ints]) -> NDArray[np.bool_]:
    """Whether the declaration itself names listed goods."""
    result: NDArray[np.bool_] = shelf().named[known["good"]] | (known["says"] == varieties.LISTED)
    return result


def _goods_claim(known: Mapping[str, Ints], settings: Settings) -> Ints:
    """What there is to identify, see ``GROUPS["goods_claim"]``: of listed codes also what the declaration claims."""
    free, licensed, unlicensed, named, other = range(2, 7)
    claimed = np.where(known["claim"] == 0, licensed, np.where(_duty(known, settings) > 0, unlicensed, free))
    claimed = np.where((known["says"] == varieties.NOT_LISTED) & (claimed != unlicensed), other, claimed)
    listed = np.where(_is_listed(known), named, claimed)
    return np.where(known["kind"] == KINDS.index("strategic"), listed, known["kind"])


def _cheap(good: Ints, settings: Settings) -> Ints:
    """1 for goods of which a usual consignment is cheap enough to be paid in cash, else 0."""
    shop = market(settings.traffic)
    return (shop.eur_per_kg * shop.kg < _CASH_EUR).astype(np.int64)[good]


def _industrial(good: Ints) -> NDArray[np.bool_]:
    """Whether goods are machines, electronics, vehicles or instruments."""
    chapter = shelf().chapter[good]
    result: NDArray[np.bool_] = (chapter >= _INDUSTRY[0]) & (chapter <= _INDUSTRY[1])
    return result


def _maker(known: Mapping[str, Ints], settings: Settings) -> Ints:
    """Who makes the goods: see ``export_groups``; 3 machines and the like from a country that makes few, 4 bulk.

    Then 5 and 6 for goods that come from some countries only: sent from one of them, or from another country.
    """
    made = export_groups(settings.traffic)[known["origin"]]
    makes = np.array([code in origin.makers() for code in partners(settings).codes])
    made = np.where(_industrial(known["good"]) & ~makes[known["origin"]] & (made != _WORKSHOP), 3, made)
    made = np.where(shelf().bulk[known["good"]], 4, made)
    if pattern(settings.traffic).origins:  # the pattern's own table says where goods are made
        return made
    entry = shelf().produce[known["good"]]
    return np.where(entry < 0, made, np.where(comes_from()[entry, known["origin"]], 5, 6))


_CASH_EUR = 1_500.0  # EUR of a usual consignment: states limit payments in cash, many to 10,000 EUR (assumption)
_INDUSTRY = (84, 90)  # chapters of machines, electronics, vehicles and instruments
_WORKSHOP = 2
_NAMED, _OTHER = 3, 4  # the duty of listed goods, and of others under a code that is listed in part
_NO_STATEMENT = 3  # level of ``end_use.statement``
