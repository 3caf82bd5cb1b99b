"""Towns and streets: every country has enough, no town is in two countries, and faults name their line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from simulator.reference import countries, load_streets, load_towns, places, streets, town_rows, towns
from simulator.reference.positions import between_km
from tests.simulator.conftest import faults, replace


def test_every_country_has_eight_to_fourteen_towns_and_no_town_is_in_two() -> None:
    assert set(towns()) == set(countries())
    assert all(8 <= len(names) <= 14 for names in towns().values())
    assert max(Counter(name.casefold() for names in towns().values() for name in names).values()) == 1


def test_every_country_has_streets_and_a_way_to_write_them() -> None:
    assert set(streets()) == set(countries())
    for country in streets().values():
        assert 10 <= len(country.names) <= 20
        line = country.pattern.format(street=country.names[0], number=12)
        assert country.names[0] in line and "12" in line


def test_positions_stand_in_the_order_of_the_names() -> None:
    assert {code: tuple(town.name for town in own) for code, own in town_rows().items()} == towns()
    assert all(town.country == code for code, own in town_rows().items() for town in own)


def test_a_town_that_is_a_place_too_lies_there() -> None:
    at = {(place.country, place.name): place for place in places().values()}
    both = [
        (town, at[town.country, town.name])
        for own in town_rows().values()
        for town in own
        if (town.country, town.name) in at
    ]
    assert len(both) > 100
    assert all(between_km(town.lat, town.lon, place.lat, place.lon) < 30 for town, place in both)


@pytest.mark.parametrize(
    ("town", "port"),
    [("Krasnodar", "RUNVS"), ("Fresno", "USLAX"), ("Burnaby", "CAVAN"), ("Surat", "INNSA"), ("Zibo", "CNTAO"),
     ("Kwinana", "AUFRE"), ("Zarate", "ARBUE"), ("Jundiai", "BRSSZ"), ("Adana", "TRMER"), ("Celaya", "MXLZC")],
)  # fmt: skip
def test_a_town_has_its_own_coast(town: str, port: str) -> None:
    (found,) = [one for own in town_rows().values() for one in own if one.name == town]
    ports = [place for place in places().values() if place.country == found.country and "seaport" in place.kinds]
    assert min(ports, key=lambda one: between_km(found.lat, found.lon, one.lat, one.lon)).unlocode == port


def test_every_fault_of_a_position_is_said_at_once(folder: Path) -> None:
    replace(folder, "towns.csv", "AM,Gyumri,40.79,43.85", "AM,Gyumri,99,x")
    replace(folder, "towns.csv", "AM,Kapan,39.21,46.41", "AM,Kapan,-39.21,46.41")
    found = faults(load_towns, folder)
    assert len(found) == 3
    assert "lat is '99'" in found[0] and "lon is 'x'" in found[1] and "lat -39.21 and lon 46.41 lie" in found[2]


@pytest.mark.parametrize(
    ("code", "line"),
    [("AT", "Hafenstrasse 7"), ("FR", "7 rue du Port"), ("GB", "7 Harbour Road"), ("BR", "Rua do Porto, 7")],
)
def test_an_address_reads_like_its_country(code: str, line: str) -> None:
    country = streets()[code]
    assert line == country.pattern.format(street=country.names[0], number=7)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("AE,Jebel Ali", "QQ,Jebel Ali", "country 'QQ' is not in countries.csv"),
        ("AM,Gyumri", "AM,Ajman", "town 'Ajman' stands already on line"),
        ("AM,Gyumri", "AM,Vanadzor", "country 'AM', town 'Vanadzor' stands already on line"),
        ("AM,Gyumri", "AM,Gyümri", "letters beyond a to z"),
        ("AM,Gyumri,40.79,43.85,general knowledge", "AM,Gyumri,40.79,43.85,", "source is empty"),
        ("AM,Gyumri,40.79,", "AM,Gyumri,,", "lat is empty"),
        ("AM,Gyumri,40.79,", "AM,Gyumri,north,", "lat is 'north'; give a number from -60 to 75"),
        ("AM,Gyumri,40.79,", "AM,Gyumri,-40.79,", "check the signs"),
        ("AM,Gyumri,40.79,43.85", "AM,Gyumri,40.79,-43.85", "check the signs"),
        ("RU,Omsk,54.99,73.37", "RU,Omsk,-54.99,73.37", "from the main place of RU, which reaches 7000 km"),
        ("US,Spokane,47.66,-117.43", "US,Spokane,47.66,117.43", "from the main place of US"),
    ],
)
def test_a_faulty_table_of_towns_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "towns.csv", old, new)
    assert any(said in fault and "towns.csv:" in fault for fault in faults(load_towns, folder))


def test_countries_with_too_few_towns_are_a_fault(folder: Path) -> None:
    text = (folder / "towns.csv").read_text(encoding="utf-8")
    (folder / "towns.csv").write_text(
        "\n".join(row for row in text.splitlines() if row[:3] not in ("DJ,", "QA,") or "D" not in row[3:]),
        encoding="utf-8",
    )
    found = faults(load_towns, folder)
    assert len(found) == 2 and "DJ has 6 towns" in found[0] and "QA has 7 towns" in found[1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",AT;CH;DE,", ",AT;CH;QQ,", "country 'QQ' is not in countries.csv"),
        (",AT;CH;DE,", ",AT;CH;DE;FR,", "country 'FR' has streets in a row above"),
        (",AT;CH;DE,", ",AT;CH,", "DE of countries.csv has no streets"),
        ("{street} {number},Hafen", "{street} {house},Hafen", "write {street} and {number} once each"),
        ("{street} {number},Hafen", "{street} {number} {number},Hafen", "write {street} and {number} once each"),
        ("Hafenstrasse;", "Hafenstraße;", "letters beyond a to z"),
        ("Hafenstrasse;Industriestrasse;", "Hafenstrasse;Hafenstrasse;", "different ones"),
    ],
)
def test_a_faulty_table_of_streets_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "streets.csv", old, new)
    assert any(said in fault and "streets.csv:" in fault for fault in faults(load_streets, folder))
