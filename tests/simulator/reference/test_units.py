"""Units of quantity, kinds of packages and terms of delivery: the codes in use, and faulty tables refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.reference import codes, delivery_terms, goods, package_types
from simulator.reference import units as known_units
from simulator.reference.units import load_delivery_terms, load_package_types, load_units
from tests.simulator.conftest import faults, replace

FROM_ELSEWHERE = {"PC", "SA", "TN", "VO", "WA"}
"""Packages that no good usually travels in, but that declarations from elsewhere name."""
HEADER = "package_type,name,bulk,least_kg,most_kg,least_litres,source\n"


def test_every_unit_and_package_of_the_tables_is_used_and_has_a_name() -> None:
    assert {own.unit for own in codes().values()} == set(known_units())
    assert {own.package_type for own in codes().values()} | FROM_ELSEWHERE == set(package_types())
    assert known_units()["2u"].name == "pairs" and known_units()["m2"].rec20 == "MTK"
    assert package_types()["VL"].bulk == "liquid" and package_types()["CT"].bulk == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [(",KGM,", ",kilo,", "units.csv:2: rec20 'kilo'"), ("\nu,", "\nkg,", "units.csv:3: unit 'kg' stands already on")],
)
def test_a_faulty_table_of_units_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "units.csv", old, new)
    assert any(said in fault for fault in faults(load_units, folder))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\nBA,", "\nbarrel,", "package_types.csv:2: package_type 'barrel'"),
        ("barrel,,", "barrel,no,", "package_types.csv:2: bulk is 'no'"),
        ("barrel,,5,", "barrel,,500,", "package_types.csv:2: most_kg is '400'; give a number from 500"),
        ("barrel,,5,", "barrel,,,", "package_types.csv:2: least_kg is ''"),
    ],
)
def test_a_faulty_table_of_packages_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "package_types.csv", old, new)
    assert any(said in fault for fault in faults(load_package_types, folder))


def test_the_terms_of_delivery_are_the_eleven_of_2020_and_four_are_for_ships() -> None:
    assert len(delivery_terms()) == 11
    assert {code for code, term in delivery_terms().items() if term.by_water} == {"FAS", "FOB", "CFR", "CIF"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\nEXW,", "\nexw,", "delivery_terms.csv:2: delivery_term 'exw'"),
        ("export.,0,", "export.,no,", "delivery_terms.csv:2: by_water is 'no'"),
        ("clears them for export.,0", "clears them for export,0", "delivery_terms.csv:2: meaning is no whole sentence"),
    ],
)
def test_a_faulty_table_of_delivery_terms_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "delivery_terms.csv", old, new)
    assert any(said in fault for fault in faults(load_delivery_terms, folder))


def test_the_usual_package_of_each_good_is_inside_the_usual_range() -> None:
    for good in goods().values():
        kind = package_types()[good.package_type]
        if not kind.bulk:
            assert kind.least_kg <= good.kg_per_package <= kind.most_kg, good.hs6


def test_all_faults_of_packages_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "package_types.csv").write_text(
        HEADER + "CT,Carton,,5,1,0.1,assumption\nVL,Bulk,wet,,,,assumption\nBX,Box,,,10,1,assumption\n"
    )
    with pytest.raises(InputError) as error:
        load_package_types(tmp_path)
    assert {fault.split("csv:")[1].split(":")[0] for fault in error.value.faults} == {"2", "3", "4"}
