"""Distances between countries: by great circle, and over land, where borders and ferries cost a wait."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simulator.reference import apart_km, countries, crossings, land_km, link_rows, links, load_crossings
from tests.simulator.conftest import DATA, faults, replace

ROAD = {(link.one, link.other): link for link in link_rows() if link.road}


def test_distances_are_those_of_the_globe() -> None:
    assert apart_km("FR", "FR") == 0 and apart_km("NL", "JP") == apart_km("JP", "NL")
    assert apart_km("DE", "US") == pytest.approx(6_500, rel=0.1) and apart_km("BE", "NL") < 250
    assert max(apart_km(one, "NZ") for one in countries()) < 20_020  # half the way round


@pytest.mark.parametrize("network", ["road", "rail"])
def test_ways_over_land_join_linked_countries_and_are_never_longer_than_over_a_third(network: str) -> None:
    km = land_km("road" if network == "road" else "rail")
    assert all(pair in km for pair in links()[network])
    assert all(km[one, other] == pytest.approx(km[other, one]) for one, other in km)
    over = [("NL", "DE", "PL"), ("FR", "DE", "CZ"), ("BG", "RS", "HU")]
    assert all(km[one, other] <= km[one, middle] + km[middle, other] for one, middle, other in over)
    assert all(length >= 0.999 * apart_km(*pair) for pair, length in km.items())
    assert ("NL", "US") not in km and ("AU", "NZ") not in km


def test_a_border_a_ferry_and_the_border_of_a_slow_country_cost_their_wait() -> None:
    road = land_km("road")
    assert road["DE", "FR"] == apart_km("DE", "FR") + 150
    assert crossings().wait_km(ROAD["DZ", "FR"]) == 700
    assert crossings().wait_km(ROAD["EE", "RU"]) == 150 + 900
    assert crossings().wait_km(ROAD["BY", "RU"]) == crossings().wait_km(ROAD["KZ", "RU"]) == 150
    assert crossings().wait_km(ROAD["RU", "TR"]) == 700 + 900


def test_no_way_leads_through_a_closed_country_but_ways_end_there() -> None:
    road = land_km("road")
    assert ("PL", "UA") in ROAD and ("MD", "UA") in ROAD
    assert road["PL", "MD"] > road["PL", "UA"] + road["UA", "MD"]
    assert road["DE", "UA"] == pytest.approx(road["DE", "PL"] + road["PL", "UA"])


def test_a_faulty_file_of_crossings_is_refused(tmp_path: Path) -> None:
    shutil.copy(DATA / "crossings.yaml", tmp_path)
    replace(tmp_path, "crossings.yaml", "slow: [BY", "slow: [EAEU")
    replace(tmp_path, "crossings.yaml", "not_through: [UA, IL, IQ]", "not_through: [XX]")
    found = faults(load_crossings, tmp_path)
    assert len(found) == 2
    assert any("EAEU is not a trading country" in fault for fault in found)
    assert any(":6: " in fault and "XX is not a trading country" in fault for fault in found)
