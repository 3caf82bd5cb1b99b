"""The geography of trade: distances, who trades with whom, which way goods go, and what lies on it."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr

from generators.geography import places as geography
from generators.geography import sea_lanes
from simulator.errors import InputError
from simulator.reference import countries

PUBLIC = Path(os.environ.get("REDLANE_THIRD_PARTY", Path(__file__).resolve().parents[4] / "shared" / "third_party"))
LANES = Path(sea_lanes.__file__).parents[1] / "data" / "sea_lanes.csv"
NUMBER = {code: number for number, code in enumerate(geography.codes())}
APART = ~np.eye(len(NUMBER), dtype=bool)


def at(array: NDArray[np.generic], pair: str) -> float:
    return float(array[NUMBER[pair[:2]], NUMBER[pair[3:]]])


def excess(stops: NDArray[np.int16]) -> NDArray[np.float64]:
    """What each candidate adds to the way, of pairs of two countries; shape (pairs, candidates)."""
    found: NDArray[np.float64] = np.take_along_axis(geography.excess_km(), stops.astype(np.int64), axis=2)[APART]
    return found


@pytest.mark.parametrize(("pair", "km"), [("NL-CN", 8900), ("BR-ZA", 7300), ("NZ-CL", 9700), ("DE-CZ", 490)])
def test_distances_are_known_great_circles(pair: str, km: float) -> None:
    assert at(geography.distance_km(), pair) == pytest.approx(km, rel=0.1)


@pytest.mark.parametrize(("pair", "km"), [("NL-CN", 19500), ("BR-NL", 10000), ("SG-AE", 6400), ("CL-CN", 18700)])
def test_ways_by_sea_are_near_those_of_port_tables(pair: str, km: float) -> None:
    """Rotterdam to Shanghai, Santos to Rotterdam, Singapore to Jebel Ali, San Antonio to Shanghai."""
    assert at(geography.way_km(), pair) == pytest.approx(km, rel=0.1)


def test_distances_and_ways_are_symmetric_and_a_country_has_some_within() -> None:
    km, way = geography.distance_km(), geography.way_km()
    assert (km == km.T).all() and (way == way.T).all() and np.isfinite(way).all()
    assert (np.diag(km) > 0).all() and km[NUMBER["US"], NUMBER["US"]] > km[NUMBER["LU"], NUMBER["LU"]]
    assert (way[APART] >= 0.98 * km[APART]).all()


def test_gravity_shares_add_up_and_nobody_trades_with_himself() -> None:
    shares = geography.trade_shares()
    assert shares.sum() == pytest.approx(1, abs=1e-8)
    assert (np.diag(shares) == 0).all() and (shares[APART] > 0).all()
    assert at(shares, "DE-NL") > at(shares, "DE-NZ") and at(shares, "AM-GE") > at(shares, "AM-AZ")


def test_gravity_ranks_pairs_as_the_bilateral_file_of_2016_does() -> None:
    """Spearman over the pairs with trade in both; re-exports are missing from the file."""
    file, names = PUBLIC / "bilateral_trade_2016.csv", PUBLIC / "countries.csv"
    if not file.is_file() or not names.is_file():
        pytest.skip("no public trade data here: set REDLANE_THIRD_PARTY to their folder")
    with names.open(encoding="utf-8", newline="") as text:
        place = {row["iso3"]: NUMBER[row["iso2"]] for row in csv.DictReader(text) if row["iso2"] in NUMBER}
    assert "NAM" in place  # Namibia, not a missing value; codespell:ignore
    expected, real = [], []
    with file.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            origin, end = place.get(row["exporter_iso3"]), place.get(row["importer_iso3"])
            if origin is not None and end is not None and origin != end and float(row["export_usd"]) > 0:
                expected.append(geography.trade_shares()[origin, end])
                real.append(float(row["export_usd"]))
    assert len(real) > 8_000
    assert spearmanr(expected, real).statistic >= 0.75


@pytest.mark.parametrize("pair", ["NL-DE", "US-MX", "CN-KZ", "AT-TR", "GB-FR", "ZM-TZ"])
def test_neighbours_and_neighbours_of_neighbours_trade_by_land(pair: str) -> None:
    assert at(geography.land(), pair)


@pytest.mark.parametrize("pair", ["NL-US", "AM-AZ", "DZ-MA", "CO-PA", "CN-IN", "PT-KZ", "IN-PK"])
def test_no_lorry_crosses_oceans_closed_borders_or_roadless_ones(pair: str) -> None:
    assert not at(geography.land(), pair)


def test_islands_never_trade_by_land_and_nobody_with_himself() -> None:
    by_land = geography.land()
    assert not by_land[NUMBER["JP"]].any() and not by_land[:, NUMBER["JP"]].any()
    assert (by_land == by_land.T).all() and not np.diag(by_land).any()


@pytest.mark.parametrize(("sort", "size"), [("regional", 6), ("hubs", 4), ("detours", 8)])
def test_stops_are_never_an_end_and_two_of_them_differ(sort: str, size: int) -> None:
    """Two, because one may be the office's own country."""
    found: NDArray[np.int16] = getattr(geography, sort)()
    ends = np.arange(len(NUMBER))
    assert found.shape == (len(NUMBER), len(NUMBER), size) and found.dtype == np.int16
    assert not ((found == ends[:, None, None]) | (found == ends[None, :, None]))[APART].any()
    assert (found.min(axis=2) < found.max(axis=2))[APART].all()
    assert np.isfinite(excess(found)).all()


def test_hubs_and_only_hubs_are_hubs() -> None:
    hub = np.array([country.hub for country in countries().values()])
    assert hub[geography.hubs()[APART]].all()
    assert not hub[geography.regional()[APART]].any() and not hub[geography.detours()[APART]].any()


def test_regional_stops_add_less_to_the_way_than_detours_for_every_pair() -> None:
    regional, detours = excess(geography.regional()).max(axis=1), excess(geography.detours()).min(axis=1)
    assert (regional < detours).all()
    assert np.median(regional) < 500 and detours.min() > 2_000


def test_stops_have_seaports_unless_goods_go_by_land() -> None:
    landlocked = np.array([country.landlocked for country in countries().values()])
    by_sea = APART & ~geography.land()
    for stops in (geography.regional(), geography.hubs()):
        assert not landlocked[stops[by_sea]].any()
    assert not landlocked[geography.detours()[APART]].any()


def test_known_routes_have_their_known_stops() -> None:
    def names(stops: NDArray[np.int16], pair: str) -> set[str]:
        return {geography.codes()[stop] for stop in stops[NUMBER[pair[:2]], NUMBER[pair[3:]]]}

    assert {"SG", "HK"} <= names(geography.hubs(), "NL-CN")
    assert "CH" in names(geography.regional(), "DE-IT")
    assert names(geography.hubs(), "DE-RU") >= {"GE", "TR"}
    assert not names(geography.regional(), "JO-LB") & {"IL"}


def test_a_landlocked_country_ships_over_the_seaports_of_its_nearest_coast() -> None:
    for code, country in countries().items():
        by_sea = geography.ports(NUMBER[code], "1")
        assert by_sea and all(place.startswith(code) != country.landlocked for place in by_sea)
    assert geography.ports(NUMBER["AT"], "1") == countries()["SI"].seaports
    assert geography.ports(NUMBER["ET"], "1") == countries()["DJ"].seaports


@pytest.mark.parametrize("mode", ["2", "3", "4", "5"])
def test_other_modes_load_at_home(mode: str) -> None:
    for code, number in NUMBER.items():
        places = geography.ports(number, mode)
        assert places and all(place.startswith(code) for place in places)


def test_arrays_are_shared_and_cannot_be_written() -> None:
    assert geography.trade_shares() is geography.trade_shares()
    with pytest.raises(ValueError, match="read-only"):
        geography.trade_shares()[0, 0] = 1.0


def test_faulty_sea_lanes_are_refused_with_every_fault(tmp_path: Path) -> None:
    shutil.copy(LANES, tmp_path)
    text = (tmp_path / LANES.name).read_text(encoding="utf-8")
    changes = (("baltic,EE", "balltic,EE"), ("57.6,", "157.6,"), ("BE;GB;NL", "AT;BE;GB;NL"))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / LANES.name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        sea_lanes.load_lanes(tmp_path)
    for said in (":2: next waypoint 'balltic'", ":3: lat is '157.6'", ":9: country 'AT'"):
        assert any(said in fault for fault in error.value.faults), error.value.faults


def test_a_coast_without_a_waypoint_and_a_waypoint_without_a_lane_are_refused(tmp_path: Path) -> None:
    text = LANES.read_text(encoding="utf-8").replace(",MU,", ",,", 1) + "aral,44.0,60.0,,,invented\n"
    (tmp_path / LANES.name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        sea_lanes.load_lanes(tmp_path)
    assert any("no lane leads from aral" in fault for fault in error.value.faults)
    assert any("MU has a coast but no waypoint" in fault for fault in error.value.faults)
