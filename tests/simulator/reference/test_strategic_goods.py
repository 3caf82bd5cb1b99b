"""The strategic list: its breadth, the common high-priority list, look-alikes, and no figures in its words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from simulator.reference import CATEGORIES, goods, hs_known, strategic
from simulator.reference.strategic_goods import load_strategic
from tests.simulator.conftest import faults, replace

LEAST = {
    "nuclear": 60,
    "radiological": 10,
    "chemical": 80,
    "biological": 12,
    "missile": 35,
    "materials": 12,
    "machine_tools": 22,
    "electronics": 35,
    "telecom_infosec": 5,
    "sensors_lasers": 15,
    "navigation": 4,
    "marine": 3,
    "aerospace": 18,
    "arms_parts": 18,
}
THRESHOLD = re.compile(r"\d|\b(percent|per cent|microns?|hertz|watts?|volts?|pascals?|degrees)\b|[%<>≤≥°µ±]")
"""A figure, a unit of a control parameter or a sign of comparison."""


def test_every_code_is_of_the_hs_and_names_its_source_and_civil_use() -> None:
    assert len(strategic()) >= 320
    assert all(hs_known(code) and entry.source and entry.civil_use for code, entry in strategic().items())


def test_every_category_has_its_breadth() -> None:
    found = Counter[str](entry.category for entry in strategic().values())
    assert set(LEAST) == set(CATEGORIES)
    assert {name: found[name] for name, least in LEAST.items() if found[name] < least} == {}


def test_the_fifty_codes_of_the_common_high_priority_list_are_there_by_tier() -> None:
    tiers = Counter(entry.tier for entry in strategic().values() if entry.tier)
    assert tiers == {"1": 4, "2": 5, "3.A": 16, "3.B": 9, "4.A": 11, "4.B": 5}


def test_named_is_only_what_the_text_of_the_code_names() -> None:
    match = {code: entry.match for code, entry in strategic().items()}
    assert match["281217"] == match["284510"] == match["840110"] == "named"
    assert {match[code] for code in ("284430", "811219", "811241", "811249", "841410", "852581", "903180")} == {"ex"}
    assert {match[code] for code in ("880623", "902620", "853590")} == {"ex"}
    assert "CWC" in strategic()["281217"].regimes


def test_what_a_regime_lists_says_which_and_what_is_only_watched_does_not() -> None:
    for entry in strategic().values():
        assert bool(entry.regimes) == (entry.match in ("named", "ex")), entry.hs6
        assert entry.regimes or not entry.control_list, entry.hs6


def test_no_text_tells_a_control_parameter() -> None:
    for entry in strategic().values():
        sheet = [text for line in entry.data_sheet for text in (line.name, line.listed, line.other)]
        for text in (entry.deciding, entry.ask, entry.civil_use, *sheet):
            assert not THRESHOLD.search(text), (entry.hs6, text)


@pytest.mark.parametrize("text", ["at least 5 axes", "above 90 %", "many microns", "speed > fast"])
def test_a_control_parameter_would_be_found(text: str) -> None:
    assert THRESHOLD.search(text)


def test_a_data_sheet_has_two_different_sides_and_a_lookalike_is_another_code() -> None:
    for code, entry in strategic().items():
        assert len(entry.data_sheet) >= 2 and entry.lookalikes and code not in entry.lookalikes
        assert all(line.listed != line.other for line in entry.data_sheet), code


def test_a_lookalike_that_is_itself_strategic_stays_strategic() -> None:
    """No code is of two classes: a look-alike of the catalogue is not a strategic good, and hides only such."""
    for good in goods().values():
        listed = good.hs6 in strategic() and strategic()[good.hs6].match in ("named", "ex")
        assert listed == (good.kind == "strategic"), good.hs6
        assert bool(good.neighbours) == (good.kind == "lookalike"), good.hs6
        assert all(goods()[code].kind == "strategic" for code in good.neighbours), good.hs6


def test_goods_counted_in_pieces_have_a_usual_number() -> None:
    counted = {code: entry.pieces for code, entry in strategic().items() if entry.unit not in ("kg", "g")}
    assert len(counted) > 100 and all(pieces and pieces > 0 for pieces in counted.values())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hs6,description", "hs,description", ":1: the header"),
        ("\n250410,", "\n250499,", "hs6 '250499' is not in HS 2022"),
        ('powder or flakes",materials,', 'powder or flakes",material,', "category is 'material'"),
        (",250490;", ",250499;", "lookalike '250499' is not another code"),
        (",250490;", ",250410;", "lookalike '250410' is not another code"),
        ("fineness and purity only", "80 percent purity only", "deciding holds a figure"),
        ("grade=spherical battery|", "grade=spherical battery/", "is not name=listed side|other side"),
        ("grade=spherical battery|", "grade=size 20|", "data_sheet holds a figure"),
        ("Current sanction annex", "Annex 3", "ask holds a figure"),
        (",NSG,0C001,", ",,0C001,", "no regime lists the goods"),
        (",MTCR;WA,2A001;2A101,3.B,", ",MTCR;WA,2A001;2A101,3.C,", "tier '3.C' is not on"),
        (",named,A,", ",sure,A,", "match is 'sure'"),
        (",named,A,", ",named,C,", "confidence is 'C'"),
    ],
)
def test_a_faulty_list_is_refused_with_file_and_line(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "strategic_hs.csv", old, new)
    assert any(said in fault and "strategic_hs.csv:" in fault for fault in faults(load_strategic, folder))


def test_all_faults_of_the_list_come_at_once(folder: Path) -> None:
    replace(folder, "strategic_hs.csv", ",250490;", ",250499;")
    replace(folder, "strategic_hs.csv", ",named,A,", ",sure,A,")
    found = faults(load_strategic, folder)
    assert any("strategic_hs.csv:2: lookalike" in fault for fault in found)
    assert any("match is 'sure'" in fault for fault in found)
