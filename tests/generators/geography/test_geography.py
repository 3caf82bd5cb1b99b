"""The geography of trade: distances between countries, expected trade, and who reaches whom by which network."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr

from generators import geography
from generators.geography import sea_lanes
from simulator.errors import InputError
from simulator.reference import countries, links

PUBLIC = Path(os.environ.get("REDLANE_THIRD_PARTY", Path(__file__).resolve().parents[4] / "shared" / "third_party"))
LANES = Path(sea_lanes.__file__).parents[1] / "data" / "sea_lanes.csv"
NUMBER = {code: number for number, code in enumerate(geography.codes())}
APART = ~np.eye(len(NUMBER), dtype=bool)


def at(array: NDArray[np.generic], pair: str) -> float:
    return float(array[NUMBER[pair[:2]], NUMBER[pair[3:]]])


@pytest.mark.parametrize(("pair", "km"), [("NL-CN", 8900), ("BR-ZA", 7300), ("NZ-CL", 9700), ("DE-CZ", 490)])
def test_distances_are_known_great_circles(pair: str, km: float) -> None:
    assert at(geography.distance_km(), pair) == pytest.approx(km, rel=0.1)


@pytest.mark.parametrize(("pair", "km"), [("NL-CN", 19500), ("BR-NL", 10000), ("SG-AE", 6400), ("CL-CN", 18700)])
def test_ways_by_sea_are_near_those_of_port_tables(pair: str, km: float) -> None:
    """Rotterdam to Shanghai, Santos to Rotterdam, Singapore to Jebel Ali, San Antonio to Shanghai."""
    assert at(geography.sea_km(), pair) == pytest.approx(km, rel=0.1)


def test_distances_and_ways_are_symmetric_and_a_country_has_some_within() -> None:
    km, way = geography.distance_km(), geography.sea_km()
    assert (km == km.T).all() and (way == way.T).all()
    assert (np.diag(km) > 0).all() and km[NUMBER["US"], NUMBER["US"]] > km[NUMBER["LU"], NUMBER["LU"]]
    coast = np.array([not country.landlocked for country in countries().values()])
    assert (np.isfinite(way) == (coast[:, None] & coast[None, :]) | ~APART).all(), "every coast reaches every other"
    joined = APART & np.isfinite(way)
    assert (way[joined] >= 0.98 * km[joined]).all()


@pytest.mark.parametrize("network", ["road", "rail"])
def test_ways_over_land_are_symmetric_and_no_shorter_than_the_great_circle(network: Any) -> None:
    km = geography.land(network).km
    joined = APART & np.isfinite(km)
    assert (km == km.T).all() and joined.any()
    assert (km[joined] >= geography.distance_km()[joined]).all()


def test_gravity_shares_add_up_and_nobody_trades_with_himself() -> None:
    shares = geography.trade_shares()
    assert shares.sum() == pytest.approx(1, abs=1e-8)
    assert (np.diag(shares) == 0).all() and (shares[APART] > 0).all() and (shares >= 0).all()
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
    assert at(geography.within_reach("road"), pair)


@pytest.mark.parametrize("pair", ["NL-US", "CO-PA", "CN-IN", "PT-KZ", "IN-PK", "JO-LB"])
def test_no_lorry_crosses_oceans_closed_borders_or_roadless_ones(pair: str) -> None:
    assert not at(geography.within_reach("road"), pair)


@pytest.mark.parametrize("network", ["road", "rail"])
def test_islands_never_trade_by_land_and_nobody_with_himself(network: Any) -> None:
    by_land = geography.within_reach(network)
    joined = {code for pair in links()[network] for code in pair}
    islands = [NUMBER[code] for code in countries() if code not in joined]
    assert NUMBER["NZ"] in islands and NUMBER["AU"] in islands
    assert not by_land[islands].any() and not by_land[:, islands].any()
    assert (by_land == by_land.T).all() and not np.diag(by_land).any()


def test_a_landlocked_country_ships_over_its_nearest_coast_and_nobody_over_a_country_at_war() -> None:
    gateway = geography.gateways()
    for code, country in countries().items():
        port = geography.codes()[gateway[NUMBER[code]]]
        assert not countries()[port].landlocked
        assert (port == code) != country.landlocked
    named = {code: geography.codes()[gateway[NUMBER[code]]] for code in ("AT", "ET", "MD", "UA")}
    assert named == {"AT": "SI", "ET": "DJ", "MD": "RO", "UA": "UA"}


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
