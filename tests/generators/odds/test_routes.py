"""Routes exist for what is drawn: they start and end where they must, use their mode's links, and cross at offices."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from generators import geography
from generators.odds import DIRECTIONS, EXPORT, IMPORT, MODES, TRANSIT, Route, open_routes, route
from simulator.packs import pack
from simulator.reference import countries, links

KZ = str(Path(__file__).parents[2] / "data" / "packs" / "kz")
PACKS = {"eu-nl": "eu-nl", "ge": "ge", "kz": KZ}
SEA, RAIL, ROAD, AIR = range(4)
NUMBER = {code: number for number, code in enumerate(geography.codes())}
every_pack = pytest.mark.parametrize("name", PACKS.values(), ids=PACKS)
every_direction = pytest.mark.parametrize("direction", range(3), ids=DIRECTIONS)


def every(name: str, direction: int) -> list[tuple[int, str, str, Route]]:
    """Mode, origin, destination and route of every open route."""
    codes = geography.codes()
    return [
        (mode, codes[origin], codes[end], route(name, direction, mode, origin, end))
        for mode, origin, end in np.argwhere(open_routes(name, direction)).tolist()
    ]


def usual(name: str, direction: int, mode: int, pair: str) -> str:
    return route(name, direction, mode, NUMBER[pair[:2]], NUMBER[pair[3:]]).passages[0][0].text


@every_pack
@every_direction
def test_a_route_leads_from_its_origin_to_its_destination_and_meets_no_country_twice(name: str, direction: int) -> None:
    home = pack(name).home
    for mode, origin, end, found in every(name, direction):
        assert len(found.passages) == 4 and len(found.passages[0]) == 1
        texts = [passage.text for own in found.passages for passage in own]
        assert len(set(texts)) == len(texts), texts
        for text in texts:
            path = text.split(";")
            assert (path[0], path[-1]) == (origin, end) and len(set(path)) == len(path), (mode, path)
            assert home in path, "goods that do not come home are not declared here"
            assert set(path) <= set(countries())


@every_pack
@every_direction
def test_by_road_and_rail_each_step_is_a_link_but_the_voyage_from_a_foreign_port(name: str, direction: int) -> None:
    for mode, _, _, found in every(name, direction):
        if mode not in (RAIL, ROAD):
            continue
        known = links()[("rail" if mode == RAIL else "road")]
        for passage in (passage for own in found.passages for passage in own):
            path = passage.text.split(";")
            codes = geography.codes()
            if found.leg.network == "sea":
                assert countries()[pack(name).home].landlocked
                sails = (codes[found.leg.start], codes[found.leg.end])
                first, last = sorted(path.index(code) for code in sails)
                path_by_land = [*pairwise(path[: first + 1]), *pairwise(path[last:])]
                assert not any(countries()[code].landlocked for code in path[first : last + 1])
                assert all(pair in known for pair in path_by_land), path
            else:
                assert all(pair in known for pair in pairwise(path)), path


@every_pack
@every_direction
def test_a_route_crosses_the_border_at_offices_of_its_mode(name: str, direction: int) -> None:
    """By sea and air at home; by land where the way first crosses the border of the territory."""
    rules = pack(name)
    fitting = {SEA: ("seaport",), AIR: ("airport",), ROAD: ("road", "ferry", "inland"), RAIL: ("rail", "inland")}
    for mode, _, _, found in every(name, direction):
        for passage in (passage for own in found.passages for passage in own):
            assert passage.offices and {office.kind for office in passage.offices} <= set(fitting[mode]), passage
            path = passage.text.split(";")
            crossed = {frozenset(pair) for pair in pairwise(path) if rules.inside(pair[0]) != rules.inside(pair[1])}
            for office in passage.offices:
                if office.neighbour:
                    assert frozenset((office.country, office.neighbour)) in crossed, (office, path)
                else:
                    assert office.country == rules.home


@every_pack
@every_direction
def test_hubs_and_sorts_are_those_of_the_ways(name: str, direction: int) -> None:
    hub = geography.flag("hub")
    for _, _, _, found in every(name, direction):
        plain = set(found.passages[geography.USUAL][0].text.split(";"))
        for sort in (geography.REGIONAL, geography.HUB, geography.DETOUR):
            for passage in found.passages[sort]:
                others = set(passage.text.split(";")) - plain
                assert any(hub[NUMBER[code]] for code in others) == (sort == geography.HUB), passage.text
        sorts = [bool(own) for own in found.passages[1:]]
        assert found.sorts == sorts[0] + 2 * sorts[1] + 4 * sorts[2]


@every_pack
def test_open_routes_are_those_of_the_direction(name: str) -> None:
    """Out of the territory, into it, or through it between other countries; never between members."""
    rules = pack(name)
    inside, home = np.array([rules.inside(code) for code in geography.codes()]), NUMBER[rules.home]
    out, into, through = (open_routes(name, direction) for direction in (EXPORT, IMPORT, TRANSIT))
    assert not out[:, ~inside].any() and not out[:, :, inside].any()
    assert not into[:, inside].any() and not into[:, :, ~inside].any()
    assert not through[:, inside].any() and not through[:, home].any() and not through[:, :, home].any()
    assert (out == into.transpose(0, 2, 1)).all(), "the way in is the way out, the other way round"
    for mode, start, end in np.argwhere(~out)[:: max(1, int((~out).sum()) // 200)].tolist():
        with pytest.raises(LookupError, match="no route EX"):
            route(name, EXPORT, mode, start, end)


def test_the_netherlands_trade_by_every_mode() -> None:
    assert usual("eu-nl", EXPORT, SEA, "NL-CN") == "NL;CN"
    assert usual("eu-nl", EXPORT, ROAD, "NL-CH") == "NL;DE;CH"
    assert usual("eu-nl", IMPORT, ROAD, "CH-NL") == "CH;DE;NL"
    assert usual("eu-nl", EXPORT, AIR, "NL-US") == "NL;US"
    assert usual("eu-nl", EXPORT, SEA, "DE-US") == "DE;NL;US"
    assert usual("eu-nl", EXPORT, SEA, "NL-RW").startswith("NL;TZ")


def test_georgia_carries_the_trade_of_its_neighbours_without_a_coast() -> None:
    assert usual("ge", TRANSIT, SEA, "AM-CN") == "AM;GE;CN"
    assert usual("ge", TRANSIT, ROAD, "AM-RU") == "AM;GE;RU"
    assert usual("ge", EXPORT, ROAD, "GE-AM") == "GE;AM"
    assert usual("ge", EXPORT, SEA, "GE-US") == "GE;US"


def test_a_country_without_a_coast_has_no_sea_and_ships_over_a_foreign_port() -> None:
    for direction in range(3):
        assert not open_routes(KZ, direction)[SEA].any()
    for mode in (ROAD, RAIL):
        found = route(KZ, EXPORT, mode, NUMBER["KZ"], NUMBER["US"])
        assert found.leg.network == "sea"
        path = found.passages[0][0].text.split(";")
        assert path[0] == "KZ" and path[-1] == "US" and not countries()[path[-2]].landlocked
        for passages in found.passages:
            for passage in passages:
                assert passage.text.split(";")[: len(path) - 1] == path[:-1], "the stops are on the voyage"
    assert usual(KZ, EXPORT, ROAD, "KZ-CN") == "KZ;CN"


def test_modes_are_the_codes_of_box_25() -> None:
    assert MODES == ("1", "2", "3", "4") and len(geography.NETWORKS) == 4


@pytest.mark.parametrize("name", ["eu-nl", "ge"])
def test_every_usual_way_over_land_crosses_the_border_at_an_office_there(name: str) -> None:
    for direction in range(3):
        for mode, origin, end, found in every(name, direction):
            offices = found.passages[0][0].offices
            if mode in (RAIL, ROAD):
                assert any(office.kind != "inland" for office in offices), (mode, origin, end)
