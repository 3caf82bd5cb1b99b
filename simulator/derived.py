"""Facts computed from a declaration's fields, for both risk profiles and the classifier.

Unknown inputs (absent columns, nulls, values that cannot be read) give a null fact, never an error. A frame that
already has its facts (``with_facts``) is not read again, so profiles and classifier share the work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd

from simulator.draws import Floats
from simulator.files import WordList, read_yaml
from simulator.reference import KINDS, MATCHES, Kind, countries, goods, strategic
from simulator.screening import Parties, resemblance


@dataclass(frozen=True)
class Fact:
    """A derived fact: its source fields, and its values if they are a closed set."""

    name: str
    kind: Kind
    sources: tuple[str, ...]
    label: str
    unit: str = ""
    choices: tuple[str, ...] = ()


TRADES = ("user", "trader", "forwarder")
LOCATIONS = ("home", "hub", "elsewhere")
ADDRESSES = ("street", "mail")
NO_YES = ("no", "yes")
_TRADES = {"general_trading": "trader", "freight_forwarding": "forwarder"}

DERIVED: Mapping[str, Fact] = MappingProxyType(
    {
        fact.name: fact
        for fact in (
            Fact("value_per_kg", "number", ("statistical_value", "net_mass"), "Value per kilogram", "EUR/kg"),
            Fact(
                "unit_value_ratio",
                "number",
                ("statistical_value", "net_mass", "hs_code"),
                "Value per kilogram against what the goods usually trade at",
            ),
            Fact("gross_to_net", "number", ("gross_mass", "net_mass"), "Gross mass against net mass"),
            Fact(
                "kg_per_package_ratio",
                "number",
                ("net_mass", "package_count", "hs_code"),
                "Net mass per package against what is usual for the goods",
            ),
            Fact("goods_kind", "category", ("hs_code",), "Strategic goods, a look-alike, or ordinary", "", KINDS),
            Fact("routing_stops", "number", ("countries_of_routing",), "Countries passed on the way"),
            Fact("routing_hub", "country", ("countries_of_routing",), "Transhipment hub passed on the way"),
            Fact("strategic_match", "category", ("hs_code",), "Strategic goods under the code", "", ("", *MATCHES)),
            Fact(
                "buyer_fit",
                "category",
                ("hs_code", "consignee_activity"),
                "Whether the goods fit the consignee's line of business",
                "",
                ("usual", "unusual"),
            ),
            Fact("listed_resemblance", "number", ("consignee_name",), "Likeness of consignee to a listed party", "%"),
            Fact(
                "consignee_trade",
                "category",
                ("consignee_activity",),
                "Whether the consignee uses goods, trades in them or forwards them",
                "",
                TRADES,
            ),
            Fact(
                "consignee_place",
                "category",
                ("consignee_country", "declaration_office"),
                "Consignee in the office's own country, in a transhipment hub, or elsewhere",
                "",
                LOCATIONS,
            ),
            Fact("address_kind", "category", ("consignee_address",), "Kind of address", "", ADDRESSES),
            Fact("export_through_hub", "category", ("country_of_export",), "Exported from a hub", "", NO_YES),
            Fact("origin_in_hub", "category", ("country_of_origin",), "Goods said to be made in a hub", "", NO_YES),
            Fact("origin_gdp", "number", ("country_of_origin",), "Economy of the country of origin", "billion USD"),
        )
    }
)


def derive(declarations: pd.DataFrame, parties: Parties | None = None) -> pd.DataFrame:
    """All facts of ``DERIVED``, one row per declaration, with the declarations' index.

    Numbers are float64 (nan = unknown), the others categories. ``parties`` replaces the shipped list of parties.
    Facts that the frame already has are returned unchanged.
    """
    if all(name in declarations.columns for name in DERIVED):
        return declarations[list(DERIVED)]
    value, net = _number(declarations, "statistical_value"), _number(declarations, "net_mass")
    gross, packages = _number(declarations, "gross_mass"), _number(declarations, "package_count")
    value_per_kg = _ratio(value, net)
    route_codes, routes = _routes(declarations)
    stops = np.array([*(float(len(route)) for route in routes), np.nan])
    facts: dict[str, Floats | pd.Categorical] = {
        "value_per_kg": value_per_kg,
        "unit_value_ratio": _ratio(value_per_kg, _benchmark(declarations, "eur_per_kg")),
        "gross_to_net": _ratio(gross, net),
        "kg_per_package_ratio": _ratio(_ratio(net, packages), _benchmark(declarations, "kg_per_package")),
        "routing_stops": cast(Floats, stops[route_codes]),
        "routing_hub": _categorical(route_codes, [_hub(route) for route in routes]),
        "strategic_match": _mapped(declarations, "hs_code", _strategic),
        "buyer_fit": _buyer_fit(declarations),
        "listed_resemblance": _resemblance(declarations, parties),
        "goods_kind": _mapped(declarations, "hs_code", _kind),
        "consignee_trade": _mapped(
            declarations, "consignee_activity", lambda name: _TRADES.get(name, "user") if name else None
        ),
        "consignee_place": _consignee_place(declarations),
        "address_kind": _mapped(declarations, "consignee_address", _address),
        "export_through_hub": _mapped(declarations, "country_of_export", _in_hub),
        "origin_in_hub": _mapped(declarations, "country_of_origin", _in_hub),
        "origin_gdp": _looked_up(declarations, "country_of_origin", _gdp),
    }
    return pd.DataFrame(facts, index=declarations.index)[list(DERIVED)]


def with_facts(declarations: pd.DataFrame, parties: Parties | None = None) -> pd.DataFrame:
    """The declarations with all facts as additional columns, so that several scorers can share them."""
    return pd.concat([declarations, derive(declarations, parties)], axis=1)


def _number(frame: pd.DataFrame, name: str) -> Floats:
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    return pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)


def _ratio(over: Floats, under: Floats) -> Floats:
    """Quotient where both are known and positive, else nan."""
    result = np.full(len(over), np.nan)
    good = (over > 0) & (under > 0) & np.isfinite(over) & np.isfinite(under)
    np.divide(over, under, out=result, where=good)
    return result


def _categories(frame: pd.DataFrame, name: str) -> tuple[np.ndarray, list[str]]:
    """Codes (-1 unknown) and the distinct values of a column, as text."""
    if name not in frame.columns:
        return np.full(len(frame), -1), []
    column = frame[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.int64), [str(value) for value in column.cat.categories.tolist()]
    codes, distinct = pd.factorize(column, use_na_sentinel=True)
    return codes, [str(value) for value in distinct.tolist()]


def _mapped(frame: pd.DataFrame, name: str, meaning: Callable[[str], str | None]) -> pd.Categorical:
    """A function applied to a column, with one call per distinct value; None stays unknown."""
    codes, distinct = _categories(frame, name)
    return _categorical(codes, [meaning(value) for value in distinct])


def _categorical(codes: np.ndarray, meanings: list[str | None]) -> pd.Categorical:
    values = sorted({meaning for meaning in meanings if meaning is not None})
    place = {value: code for code, value in enumerate(values)}
    lookup = np.array([*(-1 if m is None else place[m] for m in meanings), -1])
    return pd.Categorical.from_codes(lookup[codes], categories=pd.Index(values, dtype="str"))


def _looked_up(frame: pd.DataFrame, name: str, figure: Callable[[str], float]) -> Floats:
    """A figure for each value of a column, with one call per distinct value; nan where unknown."""
    codes, distinct = _categories(frame, name)
    return cast(Floats, np.array([*(figure(value) for value in distinct), np.nan])[codes])


def _benchmark(frame: pd.DataFrame, figure: str) -> Floats:
    def of_code(code: str) -> float:
        good = goods().get(code[:6])
        return np.nan if good is None else float(getattr(good, figure))

    return _looked_up(frame, "hs_code", of_code)


def _routes(frame: pd.DataFrame) -> tuple[np.ndarray, list[list[str]]]:
    """Codes (-1 unknown) and distinct routes, each route being the countries between its ends.

    The office's own country is not counted, because transit always passes it. Offices are UN/LOCODE-like codes
    that begin with their country.
    """
    codes, texts = _categories(frame, "countries_of_routing")
    office_codes, offices = _categories(frame, "declaration_office")
    own = [office[:2] for office in offices] + [""]
    pairs, first = np.unique(codes * len(own) + office_codes % len(own), return_inverse=True)
    stops = [_between_ends(text) for text in texts]
    routes = [
        [place for place in stops[pair // len(own)] if place != own[pair % len(own)]] if pair >= 0 else []
        for pair in pairs
    ]
    return np.where(codes < 0, -1, first), routes


def _between_ends(text: str) -> list[str]:
    route = [part.strip() for part in text.split(";") if part.strip()]
    return [place for place in route[1:-1] if place not in (route[0], route[-1])]


@cache
def _hubs() -> frozenset[str]:
    return frozenset(code for code, country in countries().items() if country.hub)


def _hub(stops: list[str]) -> str | None:
    """The first hub among the countries passed, "" if there is none."""
    return next((place for place in stops if place in _hubs()), "")


def _strategic(code: str) -> str | None:
    listed = strategic().get(code[:6])
    return "" if listed is None else listed.match


def _kind(code: str) -> str | None:
    good = goods().get(code[:6])
    return None if good is None else good.kind


def _in_hub(country: str) -> str | None:
    return None if country not in countries() else "yes" if country in _hubs() else "no"


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
    codes, own = _categories(frame, "consignee_country")
    at, offices = _categories(frame, "declaration_office")
    place = np.full((len(own) + 1, len(offices) + 1), -1)
    for row, country in enumerate(own):
        if country:
            place[row, :-1] = LOCATIONS.index("hub") if country in _hubs() else LOCATIONS.index("elsewhere")
            place[row, [column for column, office in enumerate(offices) if office[:2] == country]] = 0
    return pd.Categorical.from_codes(place[codes, at], categories=pd.Index(LOCATIONS, dtype="str"))


def _buyer_fit(frame: pd.DataFrame) -> pd.Categorical:
    """Computed once for each pair of code and line of business."""
    hs_codes, hs = _categories(frame, "hs_code")
    activity_codes, activities = _categories(frame, "consignee_activity")
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
