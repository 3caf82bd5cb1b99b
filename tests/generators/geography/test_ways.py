"""The ways between two countries: each one exists, its sort is what it is called, and none stands twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generators import geography
from generators.geography import DETOUR, HUB, REGIONAL, USUAL, Network, Way, limits
from simulator.errors import InputError
from simulator.reference import countries, links

NUMBER = {code: number for number, code in enumerate(geography.codes())}
LAND: tuple[Any, ...] = ("road", "rail")
DATA = Path(limits.__file__).parents[1] / "data"


def pairs(network: Network) -> Iterator[tuple[int, int]]:
    """The pairs of different countries that a network joins."""
    size = len(geography.codes())
    joined = np.ones((size, size), dtype=np.bool_)
    if network == "sea":
        joined = np.isfinite(geography.sea_km())
    if network in LAND:
        joined = np.isfinite(geography.land(network).km)
    return ((one, other) for one, other in permutations(range(size), 2) if joined[one, other])


def every(network: Network) -> Iterator[tuple[int, int, int, Way]]:
    """Start, end, sort and stops of every way."""
    for start, end in pairs(network):
        for sort, ways in enumerate(geography.ways(network, start, end)):
            for way in ways:
                yield start, end, sort, way


def named(network: Network, pair: str) -> list[set[str]]:
    """The ways of each sort, as texts such as "PL;BY"."""
    found = geography.ways(network, NUMBER[pair[:2]], NUMBER[pair[3:]])
    return [{";".join(geography.codes()[stop] for stop in way) for way in own} for own in found]


def km(network: Network, path: tuple[int, ...]) -> float:
    """Length of a way through these countries."""
    if network in LAND:
        return geography.land(network).length(path)
    step = geography.sea_km() if network == "sea" else geography.distance_km()
    return float(sum(step[one, other] for one, other in pairwise(path)))


@pytest.mark.parametrize("network", geography.NETWORKS)
def test_no_way_repeats_a_country_and_none_stands_twice(network: Network) -> None:
    for start, end in pairs(network):
        found = geography.ways(network, start, end)
        paths = [(start, *way, end) for own in found for way in own]
        assert len(found[USUAL]) == 1 and max(map(len, found)) <= geography.stopovers().most
        assert all(len(set(path)) == len(path) for path in paths), paths
        texts = [";".join(geography.codes()[country] for country in path) for path in paths]
        assert len(set(texts)) == len(texts), texts


@pytest.mark.parametrize("network", LAND)
def test_every_way_over_land_crosses_only_links_of_the_table(network: Network) -> None:
    known = links()[network]
    for start, end, _, way in every(network):
        path = [geography.codes()[country] for country in (start, *way, end)]
        assert all(pair in known for pair in pairwise(path)), path


@pytest.mark.parametrize("network", ["sea", "air"])
def test_the_usual_way_by_sea_and_air_has_no_stop_and_ships_stop_at_coasts(network: Network) -> None:
    for *_, sort, way in every(network):
        assert len(way) == {USUAL: 0, REGIONAL: 1, HUB: 1, DETOUR: 2}[sort]
        assert network == "air" or not any(geography.flag("landlocked")[list(way)])


@pytest.mark.parametrize("network", LAND)
def test_the_usual_way_over_land_is_the_shortest(network: Network) -> None:
    for start, end, sort, way in every(network):
        length, shortest = km(network, (start, *way, end)), geography.land(network).km[start, end]
        assert length == pytest.approx(shortest) if sort == USUAL else length >= shortest - 1e-6


@pytest.mark.parametrize("network", geography.NETWORKS)
def test_hubs_are_passed_in_hub_ways_only_unless_the_usual_way_passes_them(network: Network) -> None:
    hub = geography.flag("hub")
    for start, end, sort, way in every(network):
        others = {*way} - {*geography.ways(network, start, end)[USUAL][0]}
        if sort != USUAL:
            assert any(hub[stop] for stop in others) == (sort == HUB), (start, end, way)


@pytest.mark.parametrize("network", geography.NETWORKS)
def test_each_way_adds_what_the_limits_of_its_sort_allow(network: Network) -> None:
    """Detours add between their two limits, and so more than every regional way of the pair."""
    own = getattr(geography.stopovers(), f"{'land' if network in LAND else network}_limits")
    for start, end in pairs(network):
        found = geography.ways(network, start, end)
        usual = km(network, (start, *found[USUAL][0], end))
        added = [[km(network, (start, *way, end)) - usual for way in ways] for ways in found]
        assert all(more <= max(own.regional[0] * usual, own.regional[1]) + 1e-6 for more in added[REGIONAL])
        assert all(more <= max(own.hub[0] * usual, own.hub[1]) + 1e-6 for more in added[HUB])
        least, most, km_least, km_most = own.detour
        for more in added[DETOUR]:
            assert max(least * usual, km_least) - 1e-6 <= more <= max(most * usual, km_most) + 1e-6
            assert more > max(added[REGIONAL], default=0.0)


@pytest.mark.parametrize("network", LAND)
def test_no_way_leads_through_kaliningrad_or_a_country_at_war(network: Network) -> None:
    """Poland and Lithuania meet Russia at its exclave only; lorries of others do not cross Ukraine."""
    codes, through = geography.codes(), 0
    for start, end, _, way in every(network):
        path = [codes[country] for country in (start, *way, end)]
        assert not {("PL", "RU"), ("RU", "PL"), ("LT", "RU"), ("RU", "LT")} & {*pairwise(path)}, path
        assert "UA" not in path[1:-1], path
        through += "UA" in path
    assert through > 0, "Ukraine itself trades by land"


def test_known_pairs_have_their_known_ways() -> None:
    assert {"SG", "HK"} <= named("sea", "NL-CN")[HUB]
    assert named("road", "NL-CH")[USUAL] == {"DE"}
    assert named("road", "DE-IT")[USUAL] == {"CH"}
    assert named("road", "DE-RU")[:2] == [{"PL;BY"}, {"PL;LT;LV"}]
    assert named("rail", "CN-KZ")[USUAL] == {""}
    assert all("TR;GE;AZ" in way for way in named("road", "NL-KZ")[HUB])
    assert not any("IL" in way for own in named("sea", "JO-LB") for way in own)


def test_who_tranships_is_what_the_file_says() -> None:
    for code in countries():
        assert geography.tranships("sea", NUMBER[code]) == (code in geography.stopovers().sea)
        assert geography.tranships("air", NUMBER[code]) == (code in geography.stopovers().air)


def test_all_faults_of_the_stops_come_at_once_with_file_and_line(tmp_path: Path) -> None:
    text = (DATA / "stops.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    for old, new in (
        ("sea: [BE,", "sea: [AT,"),
        ("air: [BE,", "air: [QQ,"),
        ("sea_limits: {regional: [0.05, 500]", "sea_limits: {regional: [-0.05, 500]"),
        ("detour: [0.5, 2.0, 1500, 6000]", "detour: [2.5, 2.0, 1500, 6000]"),
        ("most: 4", "most: 1"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "stops.yaml").write_text(text + "magic: 1\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        geography.load_stops(tmp_path)
    place = {line.split(":")[0]: number for number, line in enumerate(lines, 1)}
    for key, said in (
        ("sea", "AT has no coast; take it out"),
        ("air", "'QQ' is not a trading country of countries.csv; correct it"),
        ("sea_limits", "is -0.05; write 0 or more"),
        ("air_limits", "the least share or km is above the most"),
        ("most", "is 1; write 2 or more"),
    ):
        assert any(f"stops.yaml:{place[key]}: " in fault and said in fault for fault in error.value.faults), key
    assert any(f"stops.yaml:{len(lines) + 1}: magic" in fault for fault in error.value.faults)
    assert len(error.value.faults) == 6


def test_the_delivered_stops_are_sound(tmp_path: Path) -> None:
    shutil.copy(DATA / "stops.yaml", tmp_path)
    assert geography.load_stops(tmp_path) == geography.stopovers()
