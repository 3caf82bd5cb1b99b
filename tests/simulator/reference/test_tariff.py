"""The tariff: goods over all chapters with their words and figures, and faulty tables refused whole."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from simulator.reference import lists as reference
from simulator.reference import tariff
from tests.simulator.conftest import faults, replace


def test_every_sector_is_served_by_harmless_goods_and_many_by_strategic_ones() -> None:
    harmless: Counter[str] = Counter()
    strategic: Counter[str] = Counter()
    for good in tariff.goods().values():
        (strategic if good.kind == "strategic" else harmless).update(good.sectors)
    assert set(harmless) == set(reference.sectors())
    assert min(harmless.values()) >= 3
    assert sum(count >= 2 for count in strategic.values()) >= 10


def test_goods_are_of_three_kinds_and_fit_more_than_one_buyer() -> None:
    kinds = Counter(good.kind for good in tariff.goods().values())
    assert kinds["strategic"] >= 100 and kinds["lookalike"] >= 50 and kinds["ordinary"] >= 5_000
    assert all(len(good.sectors) >= 2 for good in tariff.goods().values() if good.kind != "ordinary")


def test_neighbours_of_lookalikes_are_strategic_goods() -> None:
    goods = tariff.goods()
    assert {goods[code].kind for good in goods.values() for code in good.neighbours} == {"strategic"}


def test_every_code_of_the_hs_is_a_good_and_every_chapter_has_ordinary_ones() -> None:
    assert len(tariff.goods()) > 5_600 and all(reference.hs_known(code) for code in tariff.goods())
    ordinary = {good.hs6[:2] for good in tariff.goods().values() if good.kind == "ordinary"}
    assert ordinary == set(tariff.chapters())


def test_every_listed_code_has_its_civil_use_and_an_innocent_lookalike() -> None:
    listed = {code for code, entry in reference.strategic().items() if entry.match in ("named", "ex")}
    assert {good.hs6 for good in tariff.goods().values() if good.kind == "strategic"} == listed
    assert all(reference.strategic()[code].civil_use for code in listed)
    assert {code for good in tariff.goods().values() for code in good.neighbours} == listed


def test_world_shares_add_up_and_known_chapters_lead() -> None:
    shares = {code: chapter.world_share for code, chapter in tariff.chapters().items()}
    assert sum(shares.values()) == pytest.approx(1, abs=1e-3)
    assert sorted(shares, key=shares.__getitem__)[-3:] == ["84", "85", "27"]


def test_a_heading_has_three_wordings_of_its_own_without_figures() -> None:
    words = {code: heading.words for code, heading in tariff.headings().items()}
    texts = [text for own in words.values() for text in own]
    assert min(map(len, words.values())) >= 3
    assert len({text.casefold() for text in texts}) == len(texts)
    for text in texts:
        assert 3 <= len(text) <= 60 and text.isascii() and text == text.strip()
        assert not re.search(r"\d+(\.\d+)?\s*(%|mm|nm|um|kg|bar|kW|GHz|MHz|Hz|rpm|km|hp|V|W|C)\b", text)


def test_all_faults_of_a_table_are_reported_with_file_and_line(folder: Path) -> None:
    replace(folder, "goods.csv", "841410,Vacuum pumps,strategic", "841499,Vacuum pumps,strategical")
    replace(folder, "goods.csv", "food_processing;general_trading,18,", "food_procesing;general_trading,much,")
    found = faults(tariff.load_goods, folder)
    line = 1 + next(i for i, row in enumerate((folder / "goods.csv").read_text().splitlines()) if row[:6] == "841499")
    assert any(f"goods.csv:{line}: hs6 '841499'" in fault for fault in found)
    assert any(f"goods.csv:{line}: class is 'strategical'" in fault for fault in found)
    assert any("neighbour '841410'" in fault for fault in found)
    assert any("goods.csv:2: sector 'food_procesing'" in fault for fault in found)
    assert any("goods.csv:2: kg_per_package is 'much'" in fault for fault in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hs6,label", "hs,label", ":1: the header"),
        (",18,CT,", ",heavy,CT,", "kg_per_package is 'heavy'"),
        (",18,CT,", ",18,carton,", "package_type 'carton'"),
        ("food_processing;", "food_procesing;", "sector 'food_procesing'"),
    ],
)
def test_a_faulty_goods_table_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "goods.csv", old, new)
    assert any(said in fault for fault in faults(tariff.load_goods, folder))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("chapters.csv", "01,", "1,", "chapter '1' is not two digits"),
        ("chapters.csv", ",0.1416,", ",0.9,", "world shares add up"),
        ("headings.csv", "0101,", "0100,", "hs4 '0100' is not a heading"),
    ],
)
def test_a_faulty_chapter_or_heading_is_refused(folder: Path, name: str, old: str, new: str, said: str) -> None:
    replace(folder, name, f"\n{old}" if old[0] == "0" else old, f"\n{new}" if old[0] == "0" else new)
    assert any(said in fault for fault in faults(tariff.load_goods, folder))


def test_headings_that_share_a_wording_or_have_none_are_told_at_once(folder: Path) -> None:
    rows = (folder / "headings.csv").read_text(encoding="utf-8").splitlines()
    rows[2] = f"{rows[2][:4]},{rows[1][5:]}"
    last = "9706,old things,300,20,assumption"
    (folder / "headings.csv").write_text("\n".join([*rows[:-1], last]) + "\n", encoding="utf-8")
    found = faults(tariff.load_headings, folder)
    assert any("is already at 0101" in fault for fault in found)
    assert any("at least three wordings" in fault for fault in found)
