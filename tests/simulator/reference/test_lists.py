"""Reference data: the rules that the code relies on hold, and a faulty table is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.reference import lists as reference
from simulator.reference import nomenclature, tariff
from simulator.reference.strategic_goods import load_strategic
from tests.simulator.conftest import faults, replace


def test_every_row_names_its_source() -> None:
    for table in (
        tariff.goods(),
        nomenclature.chapters(),
        nomenclature.codes(),
        reference.countries(),
    ):
        assert all(row.source for row in table.values())


def test_namibia_is_a_country_and_not_a_missing_value() -> None:
    assert reference.countries()["NA"].name == "Namibia"
    assert reference.country_known("NA")


def test_countries_cover_ports_hubs_and_landlocked_ones() -> None:
    countries = reference.countries().values()
    assert len(countries) >= 70
    assert 5 <= sum(country.hub for country in countries) <= len(countries) / 4
    assert all(country.airports for country in countries)
    assert sum(country.weight for country in countries) == pytest.approx(100, abs=10)


@pytest.mark.parametrize("code", ["841410", "010121", "8414108190"])
def test_codes_of_the_hs_are_known(code: str) -> None:
    assert reference.hs_known(code) and reference.heading_known(code[:4]) and reference.chapter(code) == code[:2]


@pytest.mark.parametrize("code", ["", "8414", "841499", "999999", "TOTAL", "٨٤١٤١٠", "8414 10", "841410x"])
def test_other_codes_are_unknown(code: str) -> None:
    assert not reference.hs_known(code)


@pytest.mark.parametrize("code", ["", "ZZ", "de", "DEU", "XX"])
def test_other_countries_are_unknown(code: str) -> None:
    assert not reference.country_known(code)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("AE,United", "QQ,United", "iso2 'QQ'"),
        (",AED,", ",DHS,", "currency 'DHS'"),
        ("AEJEA", "JEA", "place 'JEA'"),
        ("AO,Angola,Africa,0,0", "AO,Angola,Africa,0,1", "landlocked"),
        ("AM,Armenia", "AE,Armenia", "stands already on line 2"),
        ("AM,Armenia", "AM,Armenia,Armenia", "19 cells, but 18"),
        (",504.17,", ",rich,", "gdp_busd is 'rich'"),
        (",83600,25.02,", ",none,25.02,", "area_km2 is 'none'"),
        (",83600,25.02,", ",83600,125.02,", "lat is '125.02'"),
        (",55.05,ar;en,", ",355.05,ar;en,", "lon is '355.05'"),
        (",ar;en,gcc", ",ar;xx,gcc", "language 'xx' is not in ISO 639-1"),
        (",ar;en,gcc;", ",ar;en,gccc;", "bloc 'gccc' has no second member"),
        (",OM;SA,", ",OM;SA;ZZ,", "border 'ZZ' is not another country"),
        (",OM;SA,", ",OM;SA;AE,", "border 'AE' is not another country"),
        (",OM;SA,", ",OM,", "borders AE, but AE does not border SA"),
        (",OM;SA,", ",OM;SA;FR,", "borders FR, but FR does not border AE"),
    ],
)
def test_a_faulty_country_table_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "countries.csv", old, new)
    assert any(said in fault for fault in faults(reference.load_countries, folder))


def test_all_faults_of_the_country_table_come_at_once(folder: Path) -> None:
    replace(folder, "countries.csv", "AE,United Arab", "AE,United, Arab")
    replace(folder, "countries.csv", ",AOA,", ",XXA,")
    replace(folder, "countries.csv", ",84.72,", ",-84.72,")
    found = faults(reference.load_countries, folder)
    assert any("countries.csv:2: 19 cells" in fault for fault in found)
    assert any("countries.csv:4: currency 'XXA'" in fault for fault in found)
    assert any("countries.csv:4: gdp_busd is '-84.72'" in fault for fault in found)


def test_every_country_has_a_place_an_economy_and_a_language_and_borders_run_both_ways() -> None:
    countries = reference.countries()
    world_2023 = 105_000  # billion US dollars, World Bank
    assert sum(country.gdp_busd for country in countries.values()) == pytest.approx(world_2023, rel=0.05)
    assert all(-60 < country.lat < 70 and country.languages for country in countries.values())
    assert all(code in countries[other].borders for code, country in countries.items() for other in country.borders)
    assert {code for code, country in countries.items() if country.landlocked and not country.borders} == set()
    assert countries["JP"].borders == () and set(countries["PT"].borders) == {"ES"}


def test_a_missing_or_unreadable_table_is_a_fault_not_a_traceback(folder: Path) -> None:
    (folder / "hs6.csv").write_bytes(b"hs6\n\xff\n")
    assert "not UTF-8" in faults(reference.load_hs, folder)[0]
    (folder / "hs6.csv").unlink()
    assert "no such file" in faults(reference.load_hs, folder)[0]
    assert "no such file" in faults(load_strategic, folder)[0]
