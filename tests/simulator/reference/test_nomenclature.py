"""The texts of the tariff: every chapter, heading and code has its own, and faulty tables are refused whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.reference import chapters, codes, goods, heading_known, headings, hs_known, nomenclature, package_types
from simulator.reference.nomenclature import Code
from tests.simulator.conftest import faults, replace

BY_FIGURE = "3925 6907 7225 7226 8406 8407 8408 8411 8501 8535 8536 8802 8806 8903 8905 8906".split()
"""Headings of listed goods and lookalikes whose codes the HS itself tells apart by a figure, or ships by length."""
FIGURE = re.compile(r"\d+(\.\d+)?\s*(%|per cent|mm|nm|um|kg|bar|kw|ghz|mhz|hz|rpm|km|hp|v|w|c)\b")


def test_every_chapter_heading_and_code_of_the_hs_has_one_label_of_its_own() -> None:
    assert len(codes()) > 5_600 and all(map(hs_known, codes())) and all(map(heading_known, headings()))
    assert {code[:4] for code in codes()} == set(headings()) and {code[:2] for code in codes()} == set(chapters())
    for labels in (
        [own.label for own in codes().values()],
        [own.label for own in headings().values()],
        [own.label for own in chapters().values()],
    ):
        assert len({label.casefold() for label in labels}) == len(labels)
        assert all(4 <= len(label) <= 110 and label == label.strip() for label in labels)


def test_a_wording_belongs_to_one_code_and_fits_the_box() -> None:
    texts = [text for own in codes().values() for text in own.words]
    assert {len(own.words) for own in codes().values()} == {2, 3}
    assert len({text.casefold() for text in texts}) == len(texts)
    assert all(3 <= len(text) <= 60 and text.isascii() and text == text.strip() for text in texts)


def test_wordings_of_listed_goods_and_lookalikes_give_no_figures() -> None:
    """Unless the HS tells the codes of the heading apart by them, or the figure is the calibre of a weapon."""
    for hs6, good in goods().items():
        if good.kind != "ordinary" and hs6[:4] not in BY_FIGURE and hs6[:2] != "93":
            assert not any(FIGURE.search(text) for text in good.words), (hs6, good.words)


def test_goods_in_bulk_are_the_load_of_a_lorry_and_have_no_wording_of_packages() -> None:
    bulk = {hs6: own for hs6, own in codes().items() if package_types()[own.package_type].bulk}
    assert {"100199", "260111", "270900", "271111", "252310"} <= set(bulk)
    assert not {"841410", "854231", "870323", "300490", "610910"} & set(bulk)
    for own in bulk.values():
        assert own.kg_per_package == 25_000 and own.unit in ("kg", "l", "m3")
        assert not re.search(
            r"\b(drums?|carboys?|cylinders?|cartons?|bottled|baled|in (bags|sacks|cases))\b", str(own.words)
        )


def test_packages_weigh_what_their_kind_can_hold() -> None:
    most = {"CT": 200, "BX": 120, "BG": 1_100, "DR": 900, "PX": 2_000, "CR": 5_000, "CS": 20_000, "BE": 5_000}
    for hs6, own in codes().items():
        assert own.kg_per_package <= most.get(own.package_type, 20_000_000), hs6
        whole = own.unit in ("u", "2u") and own.package_type not in ("CS", "CR")  # large machines travel in parts
        assert not whole or own.kg_per_package >= 0.999 * own.kg_per_unit, hs6


def test_pieces_weigh_what_one_expects() -> None:
    def kg(hs6: str) -> float:
        return codes()[hs6].kg_per_unit

    assert 1_000 < kg("870323") < 2_000 and 0.1 < kg("851713") < 0.3 and 5 < kg("871200") < 20
    assert kg("880240") > 15_000 >= kg("880230") > 2_000 >= kg("880220")
    assert kg("854231") < 0.01 and 20 < kg("841410") < 50 and codes()["640399"].unit == "2u"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("chapters.csv", "\n01,", "\n1,", "chapters.csv:2: chapter '1' is not two digits"),
        ("chapters.csv", ",0.1416,", ",0.9,", "world shares add up"),
        ("chapters.csv", "livestock; animals; farm stock; live cargo", "livestock; animals", "three vague wordings"),
        ("headings.csv", "\n0101,", "\n0100,", "headings.csv:2: hs4 '0100' is not a heading"),
        ("headings.csv", "\n0101,", "\n0100,", "headings.csv:1: no line for 0101"),
        (
            "headings.csv",
            "Live sheep and goats",
            "Live pigs of any kind",
            "label 'Live pigs of any kind' is already at 0103",
        ),
        ("tariff.csv", "\n010130,", "\n010131,", "tariff.csv:4: hs6 '010131' is not in HS 2022"),
        ("tariff.csv", "\n010130,", "\n010131,", "tariff.csv:1: no line for 010130"),
        (
            "tariff.csv",
            "live pack mules",
            "Live working donkeys",
            "wording 'Live working donkeys' is already at 010130",
        ),
        ("tariff.csv", '"Sheep, live"', '"Goats, live"', "label 'Goats, live' is already at 010410"),
        ("tariff.csv", "live pack mules; ", "", "give at least two wordings"),
        ("tariff.csv", ",u,160,NE,160,", ",dozen,160,NE,160,", "tariff.csv:4: unit is 'dozen'"),
        ("tariff.csv", ",u,160,NE,160,", ",u,heavy,NE,160,", "tariff.csv:4: kg_per_unit is 'heavy'"),
        ("tariff.csv", ",u,160,NE,160,", ",kg,160,NE,160,", "kg_per_unit is '160', but the goods count in kg"),
        ("tariff.csv", ",u,160,NE,160,", ",u,160,carton,160,", "package_type 'carton' is not in package_types.csv"),
        ("tariff.csv", ",u,160,NE,160,", ",u,160,NE,0,", "tariff.csv:4: kg_per_package is '0'"),
    ],
)
def test_a_faulty_chapter_heading_or_code_is_told_with_its_line(
    folder: Path, name: str, old: str, new: str, said: str
) -> None:
    load = {"chapters.csv": nomenclature.load_chapters, "headings.csv": nomenclature.load_headings}
    replace(folder, name, old, new)
    assert any(said in fault for fault in faults(load.get(name, nomenclature.load_codes), folder))


def test_all_faults_of_the_codes_are_told_at_once(folder: Path) -> None:
    replace(folder, "tariff.csv", ",u,160,NE,160,", ",dozen,160,carton,0,")
    replace(folder, "tariff.csv", "live pack mules; ", "")
    assert len(faults(nomenclature.load_codes, folder)) == 4


def test_world_shares_add_up_and_known_chapters_lead() -> None:
    shares = {code: chapter.world_share for code, chapter in chapters().items()}
    assert sum(shares.values()) == pytest.approx(1, abs=1e-3)
    assert sorted(shares, key=shares.__getitem__)[-3:] == ["84", "85", "27"]


def test_a_code_is_read_as_it_stands() -> None:
    own = codes()["010130"]
    assert isinstance(own, Code) and own.label == "Donkeys and other live asses"
    assert (own.unit, own.kg_per_unit, own.package_type, own.kg_per_package) == ("u", 160, "NE", 160)
    assert own.words == ("live working donkeys", "jenny donkey with foal")
