"""Declarations in XML of the WCO Data Model are rows for the same mapping; traps are refused."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.intake import Received, draft, load_mapping, read, wco_xml

pytestmark = pytest.mark.slow

ITEM = """<GovernmentAgencyGoodsItem><SequenceNumeric>{n}</SequenceNumeric>
 <StatisticalValueAmount currencyID="EUR">{value}</StatisticalValueAmount>
 <Commodity><Description>pump &amp; parts</Description>
  <Classification><ID>84139100</ID><IdentificationTypeCode>TSP</IdentificationTypeCode></Classification>
  <Classification><ID>10</ID><IdentificationTypeCode>TRC</IdentificationTypeCode></Classification>
  <GoodsMeasure><NetNetWeightMeasure unitCode="KGM">12.5</NetNetWeightMeasure></GoodsMeasure></Commodity>
 <Origin><CountryCode>{origin}</CountryCode></Origin></GovernmentAgencyGoodsItem>"""
DECLARATION = """<Declaration><ID>{id}</ID>
<AcceptanceDateTime><DateTimeString formatCode="304">20240506100000Z</DateTimeString></AcceptanceDateTime>
<GoodsShipment><Consignee><Name>Bell</Name></Consignee>{items}</GoodsShipment></Declaration>"""
TOP = (
    '<?xml version="1.0"?><md:MetaData xmlns:md="urn:wco:datamodel:WCO:x" xmlns="urn:wco:y"><!-- c -->{}</md:MetaData>'
)
GOOD = TOP.format(
    DECLARATION.format(id="A1", items=ITEM.format(n=1, value=5, origin="DE") + ITEM.format(n=2, value=6, origin="XX"))
    + DECLARATION.format(id="A2", items=ITEM.format(n=1, value=7, origin="BR"))
)


def taken(folder: Path, content: str) -> tuple[str, Received]:
    (folder / "in.xml").write_text(content, encoding="utf-8")
    text = draft(folder / "in.xml")
    (folder / "map.yaml").write_text(text, encoding="utf-8")
    return text, read(folder / "in.xml", load_mapping(folder / "map.yaml"))


def test_each_goods_item_is_a_row_with_what_its_declaration_says(tmp_path: Path) -> None:
    text, received = taken(tmp_path, GOOD)
    rows = received.declarations
    assert rows["declaration_id"].tolist() == ["A1/1", "A2/1"]
    assert rows["acceptance_date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-05-06"] * 2
    assert rows["consignee_name"].tolist() == ["Bell", "Bell"]
    assert rows["hs_code"].tolist() == ["841391", "841391"]
    assert rows["net_mass"].tolist() == [12.5, 12.5]
    assert rows["statistical_value"].tolist() == [5, 7]
    assert rows["goods_description"].tolist() == ["pump & parts"] * 2
    assert received.rejected["row"].tolist() == ["3"] and "'XX'" in received.rejected["faults"][0]
    assert "Commodity/Classification[2]/ID" in text and "@unitCode" in text, "columns that are not used are named"


def test_an_element_that_may_be_missing_is_unknown_and_another_name_is_a_fault(tmp_path: Path) -> None:
    taken(tmp_path, GOOD)
    mapping = "name: t\nsource: t\nfields:\n  declaration_id: {{row_number: yes}}\n  incoterm_code: {{column: {}}}\n"
    (tmp_path / "map.yaml").write_text(mapping.format("GoodsShipment/TradeTerms/ConditionCode"), encoding="utf-8")
    assert len(read(tmp_path / "in.xml", load_mapping(tmp_path / "map.yaml")).declarations) == 3
    (tmp_path / "map.yaml").write_text(mapping.format("GoodsShipment/TradeTerms/Conditions"), encoding="utf-8")
    with pytest.raises(InputError, match="no column"):
        read(tmp_path / "in.xml", load_mapping(tmp_path / "map.yaml"))


MANY = "<GovernmentAgencyGoodsItem/>" * 2000 + "</GoodsShipment>"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD.replace("?>", f"?>{BOMB}").replace("Bell", "&b;"), "take the DOCTYPE out"),
        (GOOD.replace("?>", '?><!DOCTYPE x SYSTEM "file:///etc/hostname">'), "take the DOCTYPE out"),
        (GOOD[:-40], "not well formed"),
        (TOP.format("<WCOTypeName>DEC</WCOTypeName>"), "is XML, not a table, and has no goods item"),
        (GOOD.replace("Bell", "<a>" * 3000 + "</a>" * 3000), "30 deep"),
        (GOOD.replace("Bell", "<DateTimeString>" * 3000 + "</DateTimeString>" * 3000), "30 deep"),
        (GOOD.replace("Bell", "<a>1</a>" * 6000), "over 5,000"),
        (
            GOOD.replace("Bell", "<a>1</a>" * 4000).replace(
                "</Goods", "<GovernmentAgencyGoodsItem/>" * 2000 + "</Goods"
            ),
            "split",
        ),
    ],
    ids=["bomb", "outside", "broken", "no-items", "deep", "deep-day", "wide", "large"],
)
def test_traps_and_broken_files_are_refused(content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        taken(tmp_path, content)


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wco_xml, "MOST_BYTES", 100)
    with pytest.raises(InputError, match="split it"):
        taken(tmp_path, GOOD)


def test_faults_of_the_table_of_elements_are_named(tmp_path: Path) -> None:
    (tmp_path / "wco_elements.csv").write_text("path,field,source\nID,declaration,x\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"wco_elements\.csv:2"):
        wco_xml.load_elements(tmp_path)
    assert len(wco_xml.load_elements(files("simulator") / "data")) > 30
