"""Facts computed from a declaration's fields, for risk profiles and the classifier alike.

Unknown inputs (absent columns, nulls, values that cannot be read) give a null fact, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd

from simulator.declaration import Kind
from simulator.draws import Floats
from simulator.reference import MATCHES, countries, goods, strategic
from simulator.screening import Parties, resemblance


@dataclass(frozen=True)
class Fact:
    """A derived fact: what it is made of, and its values where they are a closed set."""

    name: str
    kind: Kind
    sources: tuple[str, ...]
    label: str
    unit: str = ""
    choices: tuple[str, ...] = ()


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
        )
    }
)


def derive(declarations: pd.DataFrame, parties: Parties | None = None) -> pd.DataFrame:
    """All facts of ``DERIVED``, one row a declaration, with the declarations' index.

    Numbers are float64 (nan = unknown), the others categories. ``parties`` replaces the shipped list of parties.
    """
    value, net = _number(declarations, "statistical_value"), _number(declarations, "net_mass")
    gross, packages = _number(declarations, "gross_mass"), _number(declarations, "package_count")
    value_per_kg = _ratio(value, net)
    stops = _mapped(declarations, "countries_of_routing", lambda text: str(max(len(_route(text)) - 2, 0)))
    facts: dict[str, Floats | pd.Categorical] = {
        "value_per_kg": value_per_kg,
        "unit_value_ratio": _ratio(value_per_kg, _benchmark(declarations, "eur_per_kg")),
        "gross_to_net": _ratio(gross, net),
        "kg_per_package_ratio": _ratio(_ratio(net, packages), _benchmark(declarations, "kg_per_package")),
        "routing_stops": pd.to_numeric(pd.Series(stops.astype(object)), errors="coerce").to_numpy(dtype=np.float64),
        "routing_hub": _mapped(declarations, "countries_of_routing", _hub),
        "strategic_match": _mapped(declarations, "hs_code", _strategic),
        "buyer_fit": _buyer_fit(declarations),
        "listed_resemblance": _resemblance(declarations, parties),
    }
    return pd.DataFrame(facts, index=declarations.index)


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
        return column.cat.codes.to_numpy(), [str(value) for value in column.cat.categories]
    codes, distinct = pd.factorize(column, use_na_sentinel=True)
    return codes, [str(value) for value in distinct]


def _mapped(frame: pd.DataFrame, name: str, meaning: Callable[[str], str | None]) -> pd.Categorical:
    """A column's values through a function, called once a distinct value; None stays unknown."""
    codes, distinct = _categories(frame, name)
    return _categorical(codes, [meaning(value) for value in distinct])


def _categorical(codes: np.ndarray, meanings: list[str | None]) -> pd.Categorical:
    values = sorted({meaning for meaning in meanings if meaning is not None})
    place = {value: code for code, value in enumerate(values)}
    lookup = np.array([*(-1 if m is None else place[m] for m in meanings), -1])
    return pd.Categorical.from_codes(lookup[codes], categories=pd.Index(values, dtype="str"))


def _benchmark(frame: pd.DataFrame, figure: str) -> Floats:
    codes, distinct = _categories(frame, "hs_code")
    known = [goods().get(code[:6]) for code in distinct]
    figures = [np.nan if good is None else float(getattr(good, figure)) for good in known]
    return cast(Floats, np.array([*figures, np.nan])[codes])


def _route(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


@cache
def _hubs() -> frozenset[str]:
    return frozenset(code for code, country in countries().items() if country.hub)


def _hub(text: str) -> str | None:
    """The first hub strictly between the ends of a route, "" if there is none."""
    route = _route(text)
    ends = {route[0], route[-1]} if route else set()
    return next((place for place in route[1:-1] if place in _hubs() and place not in ends), "")


def _strategic(code: str) -> str | None:
    listed = strategic().get(code[:6])
    return "" if listed is None else listed.match


def _buyer_fit(frame: pd.DataFrame) -> pd.Categorical:
    """Decided once for each pair of code and line of business."""
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
