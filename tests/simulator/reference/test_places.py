"""Places: every port and airport has a name, every country a place to load lorries, and faults name their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.reference import countries, links, load_places, places
from tests.simulator.conftest import faults, replace


def test_every_seaport_and_airport_of_the_countries_is_named() -> None:
    for country in countries().values():
        assert all("seaport" in places()[code].kinds for code in country.seaports)
        assert all("airport" in places()[code].kinds for code in country.airports)
    assert all(place.name and place.source and place.unlocode[:2] == place.country for place in places().values())


def test_every_country_has_a_place_where_lorries_are_loaded() -> None:
    inland = {place.country for place in places().values() if "inland" in place.kinds}
    assert inland == set(countries())


def test_every_country_that_goods_trains_reach_has_a_place_with_goods_trains() -> None:
    served = {place.country for place in places().values() if "rail" in place.kinds}
    assert {one for one, _ in links()["rail"]} <= served


def test_coastal_countries_have_two_seaports_but_for_those_with_one() -> None:
    one = {code for code, country in countries().items() if len(country.seaports) == 1}
    assert one == {"DJ", "HK", "JO", "KH", "LT", "MU", "SG", "SI", "SN"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("AEAAN,Al Ain,AE", "AEAAN,Al Ain,QQ", "country 'QQ' is not in countries.csv"),
        ("AEAAN,Al Ain", "DEAAN,Al Ain", "unlocode 'DEAAN' is no UN/LOCODE of AE"),
        ("AEAAN,Al Ain", "AEAA1,Al Ain", "unlocode 'AEAA1' is no UN/LOCODE of AE"),
        ("Al Ain,AE,inland", "Al Ain,AE,harbour", "kind 'harbour' is unknown"),
        ("Al Ain,AE,inland", "Al Ain,AE,airport", "AEAAN is airport in one of places.csv and countries.csv only"),
        ("AEDXB,Dubai,AE,airport", "AEDXB,Dubai,AE,inland", "AEDXB is airport in one of places.csv"),
        ("AEAAN,Al Ain", "AEAAN,Dubai", "'Dubai' stands already on line"),
        ("AEAAN,", "AEDXB,", "unlocode 'AEDXB' stands already on line"),
        (",24.21,55.75,", ",24.21,,", "lon is empty"),
        (",24.21,55.75,", ",24.21,east,", "lon is 'east'; give a number from -180 to 180"),
        (",24.21,55.75,", ",-24.21,55.75,", "from the main place of AE, which reaches 736 km"),
        (",24.21,55.75,", ",55.75,24.21,", "check the signs (south and west are negative), the order"),
        ("inland,24.21,55.75,", "inland,", "5 cells, but 7 are needed"),
    ],
)
def test_a_faulty_table_of_places_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "places.csv", old, new)
    assert any(said in fault and "places.csv:" in fault for fault in faults(load_places, folder))


def test_a_place_of_the_countries_without_a_row_is_a_fault(folder: Path) -> None:
    text = (folder / "places.csv").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if not row.startswith(("AEJEA,", "CYNIC,"))]
    (folder / "places.csv").write_text("\n".join(rows), encoding="utf-8")
    found = faults(load_places, folder)
    assert len(found) == 2
    assert "AEJEA of countries.csv has no row" in found[0] and "CY has no inland place" in found[1]
