"""Computes all facts of declarations."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from simulator.derived.columns import categories, looked_up, mapped, number, ratio
from simulator.derived.facts import DERIVED, LOCATIONS
from simulator.derived.route import hubs, route_facts
from simulator.draws import Floats
from simulator.files import WordList, read_yaml
from simulator.packs import document_kinds
from simulator.reference import countries, goods, heirs, package_types, strategic_match
from simulator.screening import Parties, resemblance

_TRADES = {"general_trading": "trader", "freight_forwarding": "forwarder"}


def derive(declarations: pd.DataFrame, parties: Parties | None = None, edition: str = "2022") -> pd.DataFrame:
    """All facts of ``DERIVED``, one row per declaration, with the declarations' index.

    Numbers are float64 (nan = unknown), the others categories. ``parties`` replaces the shipped list of parties;
    ``edition`` is the edition of the HS that the codes are of.
    Facts that the frame already has are returned unchanged.
    """
    if all(name in declarations.columns for name in DERIVED):
        return declarations[list(DERIVED)]
    value, net = number(declarations, "statistical_value"), number(declarations, "net_mass")
    gross, packages = number(declarations, "gross_mass"), number(declarations, "package_count")
    value_per_kg = ratio(value, net)
    facts: dict[str, Floats | pd.Categorical] = {
        "value_per_kg": value_per_kg,
        "unit_value_ratio": ratio(value_per_kg, looked_up(declarations, "hs_code", _usual_value)),
        "gross_to_net": ratio(gross, net),
        "kg_per_package_ratio": ratio(ratio(net, packages), looked_up(declarations, "hs_code", _usual_package)),
        **route_facts(declarations),
        "strategic_match": mapped(declarations, "hs_code", lambda code: _strategic(code, edition)),
        "buyer_fit": _buyer_fit(declarations),
        "listed_resemblance": _resemblance(declarations, parties),
        "goods_kind": mapped(declarations, "hs_code", lambda code: _kind(code, edition)),
        "consignee_trade": mapped(
            declarations, "consignee_activity", lambda name: _TRADES.get(name, "user") if name else None
        ),
        "consignee_place": _consignee_place(declarations),
        "licence_claim": mapped(declarations, "document_type_code", _claim),
        "address_kind": mapped(declarations, "consignee_address", _address),
        "export_through_hub": mapped(declarations, "country_of_export", _in_hub),
        "origin_in_hub": mapped(declarations, "country_of_origin", _in_hub),
        "origin_gdp": looked_up(declarations, "country_of_origin", _gdp),
    }
    return pd.DataFrame(facts, index=declarations.index)[list(DERIVED)]


def with_facts(declarations: pd.DataFrame, parties: Parties | None = None, edition: str = "2022") -> pd.DataFrame:
    """The declarations with all facts as additional columns, so that several scorers can share them."""
    return pd.concat([declarations, derive(declarations, parties, edition)], axis=1)


def _usual_value(code: str) -> float:
    good = goods().get(code[:6])
    return np.nan if good is None else good.eur_per_kg


def _usual_package(code: str) -> float:
    """Usual mass of a package in kg; unknown for goods in bulk, which have none."""
    good = goods().get(code[:6])
    return np.nan if good is None or package_types()[good.package_type].bulk else good.kg_per_package


def _strategic(code: str, edition: str) -> str | None:
    return strategic_match(code[:6], edition) if code else ""


def _kind(code: str, edition: str) -> str | None:
    """Strategic, look-alike or ordinary, if that is the same for all heirs of a code."""
    kinds = {good.kind if (good := goods().get(heir)) else None for heir in heirs(code[:6], edition) or ()}
    return kinds.pop() if len(kinds) == 1 else None


def _claim(code: str) -> str | None:
    """What a document code claims; unknown for a code that no shipped pack has."""
    kind = document_kinds().get(code)
    return "none" if not code or kind == "other" else kind


def _in_hub(country: str) -> str | None:
    return None if country not in countries() else "yes" if country in hubs() else "no"


def _gdp(country: str) -> float:
    known = countries().get(country)
    return np.nan if known is None else known.gdp_busd


@cache
def _mail_words() -> re.Pattern[str]:
    found = read_yaml(files("simulator") / "data" / "mail_addresses.yaml", WordList)
    return re.compile("|".join(re.escape(word) for word in found.words))


def _address(text: str) -> str | None:
    if not text or text.isspace():
        return None
    return "mail" if _mail_words().search(text.casefold()) else "street"


def _consignee_place(frame: pd.DataFrame) -> pd.Categorical:
    """Computed once for each pair of country and office; office codes begin with their country."""
    codes, own = categories(frame, "consignee_country")
    at, offices = categories(frame, "declaration_office")
    place = np.full((len(own) + 1, len(offices) + 1), -1)
    for row, country in enumerate(own):
        if country:
            place[row, :-1] = LOCATIONS.index("hub") if country in hubs() else LOCATIONS.index("elsewhere")
            place[row, [column for column, office in enumerate(offices) if office[:2] == country]] = 0
    return pd.Categorical.from_codes(place[codes, at], categories=pd.Index(LOCATIONS, dtype="str"))


def _buyer_fit(frame: pd.DataFrame) -> pd.Categorical:
    """Computed once for each pair of code and line of business."""
    hs_codes, hs = categories(frame, "hs_code")
    activity_codes, activities = categories(frame, "consignee_activity")
    known = [goods().get(code[:6]) for code in hs]
    fit = np.full((len(hs) + 1, len(activities) + 1), -1)
    for row, good in enumerate(known):
        for column, activity in enumerate(activities):
            if good is not None and activity:
                fit[row, column] = 1 if activity in good.sectors else 0
    return pd.Categorical.from_codes(
        fit[hs_codes, activity_codes], categories=pd.Index(["unusual", "usual"], dtype="str")
    )


def _resemblance(frame: pd.DataFrame, parties: Parties | None) -> Floats:
    if "consignee_name" not in frame.columns:
        return np.full(len(frame), np.nan)
    return resemblance(frame["consignee_name"], parties)
