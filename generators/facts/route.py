"""The route as declared: countries passed, offices, places of loading and unloading, notify party, and procedure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from generators import geography
from generators.facts.loading import loading
from generators.facts.routes import Routes
from generators.facts.sight import Sight
from generators.odds import DIRECTIONS, TRANSIT, Levels, Passage, Settings, mode_of, route
from generators.table import Coded, Column
from simulator.draws import Choice, Ints, Numbers
from simulator.packs import Pack, pack
from simulator.reference import countries

_AT_THE_BORDER = (
    0.55  # share of declarations at the office of the border, if it is at home (assumption); of transit all
)


def write(
    routes: Routes,
    known: Mapping[str, Ints],
    levels: Mapping[str, Levels],
    towns: Ints,
    settings: Settings,
    u: Numbers,
) -> dict[str, Column]:
    """Fields of the route from its levels; ``towns``: those of consignor and consignee, (2, n)."""
    rules = pack(settings.pack)
    codes, met = routes.passages(levels["route.itinerary"], u)
    office = _crossing(rules, met, codes, u)
    arrives = known["direction"] == TRANSIT  # transit starts where the goods come in, or are stored
    declared = np.where(
        _home(rules)[office] & ((u("declaration office") < _AT_THE_BORDER) | arrives),
        office,
        _inland(rules).pick(u("inland office"), np.zeros(len(office), dtype=np.int64)),
    )
    names = [one.code for one in rules.offices]
    start, end = routes.ends
    loaded, unloaded = (
        np.where(known["mode"] % 3 == 0, leg, side)
        for leg, side in ((start, known["origin"]), (end, known["destination"]))
    )
    places, at_office = loading(settings.pack), (known["mode"] % 3 == 0) & (loading(settings.pack).office[office] >= 0)

    def place(country: Ints, town: Ints, partner: Ints, name: str) -> Coded:
        """A place of the country; by sea and air at home, that of the office."""
        picked = places.pick(country, town, partner, known["mode"], u(name))
        here = at_office & (country == geography.codes().index(rules.home))
        return Coded(np.where(here, places.office[office], picked), places.codes)

    procedures = [*rules.procedures.export.codes, *rules.procedures.import_.codes, *rules.procedures.transit.codes]
    iso = pa.array(list(countries()))
    return {
        "declaration_type": Coded.of(known["direction"], DIRECTIONS),
        "declaration_office": Coded.of(declared, names),
        "office_of_exit": Coded.of(office, names),
        "country_of_export": Coded(known["origin"], iso),
        "country_of_destination": Coded(known["destination"], iso),
        "countries_of_routing": Coded(codes, pa.array([one.text for one in met])),
        "place_of_loading": place(loaded, towns[0], end, "place of loading"),
        "place_of_unloading": place(unloaded, towns[1], start, "place of unloading"),
        "procedure_requested": Coded.of(known["direction"] * 3 + levels["declaration.procedure"], procedures),
    }


def _crossing(rules: Pack, met: list[Passage], codes: Ints, u: Numbers) -> Ints:
    """The office where each consignment crosses the border, by weight; an index into the pack's offices."""
    number = {one.code: place for place, one in enumerate(rules.offices)}
    lists: dict[tuple[str, ...], int] = {}
    of = np.array([lists.setdefault(way.codes, len(lists)) for way in met], dtype=np.int64)
    weights = {one.code: one.weight for one in rules.offices}
    choice = Choice(
        [(np.array([number[code] for code in own]), np.array([weights[code] for code in own])) for own in lists]
    )
    return choice.pick(u("office"), of[codes])


def _home(rules: Pack) -> NDArray[np.bool_]:
    return np.array([one.country == rules.home for one in rules.offices])


def _inland(rules: Pack) -> Choice:
    own = [place for place, one in enumerate(rules.offices) if one.country == rules.home and one.kind == "inland"]
    own = own or np.flatnonzero(_home(rules)).tolist()
    return Choice([(np.array(own), np.array([rules.offices[place].weight for place in own]))])


def _read_itinerary(sight: Sight) -> Ints:
    index = {code: number for number, code in enumerate(geography.codes())}
    frame = sight.frame
    columns = (
        "declaration_type",
        "mode_at_border",
        "country_of_export",
        "country_of_destination",
        "countries_of_routing",
    )
    keys = pd.MultiIndex.from_arrays([frame[name].astype(str) for name in columns])
    codes, distinct = pd.factorize(keys)

    def level(direction: str, mode: str, origin: str, destination: str, text: str) -> int:
        ways = route(sight.pack, DIRECTIONS.index(direction), mode_of(mode), index[origin], index[destination])
        for sort, own in enumerate(ways.passages):
            if any(one.text == text for one in own):
                return sort
        raise LookupError(f"pack {sight.pack}: {text} is no way of mode {mode} from {origin} to {destination}")

    return np.array([level(*one) for one in distinct], dtype=np.int64)[codes]


def _read_notify(sight: Sight) -> Ints:
    return np.where(sight.frame["notify_party"].astype(str) == sight.frame["consignee_name"].astype(str), 0, 1)


def _read_procedure(sight: Sight) -> Ints:
    rules = pack(sight.pack).procedures
    level = {
        code: place for own in (rules.export, rules.import_, rules.transit) for place, code in enumerate(own.codes)
    }
    return sight.levels("procedure_requested", level.__getitem__)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "route.itinerary": _read_itinerary,
    "route.notify": _read_notify,
    "declaration.procedure": _read_procedure,
}
"""How the levels of the route are read from its fields."""
