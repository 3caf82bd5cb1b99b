"""The goods of trade: all codes with figures, buyers and kind, and faulty tables refused whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from simulator import reference
from simulator.reference import chapters, goods, strategic, tariff
from tests.simulator.conftest import faults, replace


def test_every_sector_is_served_by_harmless_goods_and_many_by_strategic_ones() -> None:
    harmless: Counter[str] = Counter()
    strategic: Counter[str] = Counter()
    for good in goods().values():
        (strategic if good.kind == "strategic" else harmless).update(good.sectors)
    assert set(harmless) == set(reference.sectors())
    assert min(harmless.values()) >= 3
    assert sum(count >= 2 for count in strategic.values()) >= 10


def test_goods_are_of_three_kinds_and_fit_more_than_one_buyer() -> None:
    kinds = Counter(good.kind for good in goods().values())
    assert kinds["strategic"] >= 320 and kinds["lookalike"] >= 320 and kinds["ordinary"] >= 4_500
    assert all(len(good.sectors) >= 2 for good in goods().values() if good.kind != "ordinary")


def test_neighbours_of_lookalikes_are_strategic_goods() -> None:
    stock = goods()
    assert {stock[code].kind for good in stock.values() for code in good.neighbours} == {"strategic"}


def test_every_code_of_the_hs_is_a_good_and_every_chapter_has_ordinary_ones() -> None:
    assert len(goods()) > 5_600 and all(reference.hs_known(code) for code in goods())
    ordinary = {good.hs6[:2] for good in goods().values() if good.kind == "ordinary"}
    assert ordinary == set(chapters())


def test_every_listed_code_has_its_civil_use_and_an_innocent_lookalike() -> None:
    listed = {code for code, entry in strategic().items() if entry.match in ("named", "ex")}
    assert {good.hs6 for good in goods().values() if good.kind == "strategic"} == listed
    assert all(strategic()[code].civil_use for code in listed)
    assert {code for good in goods().values() for code in good.neighbours} == listed


def test_look_alikes_are_no_food_clothes_furniture_or_toys() -> None:
    """Nor anything else that no weapons programme would want; rubber suits and life-jackets resemble listed ones."""
    everyday = {*(f"{chapter:02}" for chapter in range(1, 25)), "42", "60", "61", "62", "64", "65", "91", "94", "95"}
    assert not [good.hs6 for good in goods().values() if good.kind == "lookalike" and good.hs6[:2] in everyday]
    dropped = {"842839", "853340", "701790", "283620", "851660", "842112", "871491", "820559", "391990"}
    assert all(goods()[code].kind == "ordinary" for code in dropped)


def test_a_usual_consignment_weighs_a_package_or_is_small_and_costs_what_it_can() -> None:
    """Of goods that are not ordinary; 90 tonnes is the heaviest single machine, 100 EUR the least value."""
    for good in goods().values():
        if good.kind != "ordinary":
            assert good.kg <= 95_000 or good.eur_per_kg < 10, good.hs6
            assert good.kg * good.eur_per_kg >= 100, good.hs6


def test_all_codes_of_the_high_priority_list_are_strategic_goods_or_lookalikes() -> None:
    stock = goods()
    for code, entry in strategic().items():
        if entry.tier:
            assert stock[code].kind == ("strategic" if entry.match in ("named", "ex") else "lookalike"), code
    assert {stock[code].kind for code in ("903180", "880623", "902620", "853590")} == {"strategic"}
    assert "strategic" == "strategic"


def test_world_shares_add_up_and_known_chapters_lead() -> None:
    shares = {code: chapter.world_share for code, chapter in chapters().items()}
    assert sum(shares.values()) == pytest.approx(1, abs=1e-3)
    assert sorted(shares, key=shares.__getitem__)[-3:] == ["84", "85", "27"]


def test_a_good_has_the_texts_unit_and_package_of_its_code() -> None:
    codes = reference.codes()
    for hs6, good in goods().items():
        own = codes[hs6]
        assert (good.label, good.words, good.unit, good.package_type) == (
            own.label,
            own.words,
            own.unit,
            own.package_type,
        )
        assert (good.kg_per_unit, good.kg_per_package) == (own.kg_per_unit, own.kg_per_package)


def test_a_usual_consignment_is_at_least_one_package_and_one_unit() -> None:
    for hs6, good in goods().items():
        assert good.kg >= 0.999 * max(good.kg_per_package, good.kg_per_unit), hs6


def test_all_faults_of_a_table_are_reported_with_file_and_line(folder: Path) -> None:
    replace(folder, "goods.csv", "841410,strategic", "841499,strategical")
    replace(folder, "goods.csv", "food_processing;general_trading,", "food_procesing;general_trading,")
    found = faults(tariff.load_goods, folder)
    line = 1 + next(i for i, row in enumerate((folder / "goods.csv").read_text().splitlines()) if row[:6] == "841499")
    assert any(f"goods.csv:{line}: hs6 '841499'" in fault for fault in found)
    assert any(f"goods.csv:{line}: class is 'strategical'" in fault for fault in found)
    assert any("neighbour '841410'" in fault for fault in found)
    assert any("goods.csv:2: sector 'food_procesing'" in fault for fault in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hs6,class", "hs,class", ":1: the header"),
        ("food_processing;", "food_procesing;", "sector 'food_procesing'"),
    ],
)
def test_a_faulty_goods_table_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "goods.csv", old, new)
    assert any(said in fault for fault in faults(tariff.load_goods, folder))


@pytest.mark.parametrize("name", ["chapters.csv", "tariff.csv", "hs6.csv"])
def test_a_fault_of_another_table_reaches_the_goods(folder: Path, name: str) -> None:
    replace(folder, name, "source" if name != "hs6.csv" else "basis", "sauce")
    assert any(f"{name}:1: the header" in fault for fault in faults(tariff.load_goods, folder))
