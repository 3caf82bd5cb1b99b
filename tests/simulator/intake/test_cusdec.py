"""CUSDEC messages are rows for the same mapping, one for each goods item."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.intake import Received, cusdec, draft, load_mapping, read

pytestmark = pytest.mark.slow

MAPPING = """name: t
source: t
decimal: ","
fields:
  declaration_id: {columns: [BGM/2, item CST/1]}
  acceptance_date: {column: "DTM+137/1.2", date_format: "%Y%m%d"}
  consignee_name: {column: NAD+CN/4}
  country_of_origin: {column: item LOC+27/2}
  hs_code: {column: item CST/2}
  goods_description: {column: item FTX+AAA/4}
  gross_mass: {column: item MEA+WT+G/3.2}
  net_mass: {column: item MEA+WT+N/3.2}
"""
ITEM = "CST+{n}+84139100:122'FTX+AAA+++PUMP ?+ PARTS?'S'LOC+27+{origin}'MEA+WT+{kind}+KGM:12,5'"
TOP = "UNA:+,? 'UNB+UNOC:3+A+B+240506:1200+1'\r\n"
MESSAGE = (
    "UNH+{n}+CUSDEC:D:96B:UN'BGM+929+{id}+9'DTM+137:20240506:102'NAD+CN+++BÉLL'UNS+D'{items}UNS+S'CNT+5:2'UNT+9+1'\n"
)
GOOD = (
    TOP
    + MESSAGE.format(
        n=1, id="A1", items=ITEM.format(n=1, origin="DE", kind="N") + ITEM.format(n=2, origin="BR", kind="G")
    )
    + "UNH+2+CUSRES:D:96B:UN'BGM+962+X+9'UNT+3+2'"
    + MESSAGE.format(n=3, id="A2", items=ITEM.format(n=1, origin="XX", kind="N"))
    + "UNZ+3+1'"
)


def taken(folder: Path, content: str) -> Received:
    (folder / "in.edi").write_bytes(content.encode("latin-1"))
    (folder / "map.yaml").write_text(MAPPING, encoding="utf-8")
    return read(folder / "in.edi", load_mapping(folder / "map.yaml"))


@pytest.mark.parametrize("signs", ["UNA:+,? '", "UNA|^,! ~"])
def test_each_goods_item_is_a_row_with_what_its_message_says(signs: str, tmp_path: Path) -> None:
    content = GOOD.replace("?'", "\x00").replace("?+", "\x01")
    for old, new in zip("'+:", (signs[8], signs[4], signs[3]), strict=True):
        content = content[:9] + content[9:].replace(old, new)
    freed = f"{signs[6]}'" if signs[8] == "'" else "'", f"{signs[6]}+" if signs[4] == "+" else "+"
    content = signs + content[9:].replace("\x00", freed[0]).replace("\x01", freed[1])
    received = taken(tmp_path, content)
    rows = received.declarations
    assert rows["declaration_id"].tolist() == ["A1/1", "A1/2"]
    assert rows["consignee_name"].tolist() == ["BÉLL"] * 2
    assert rows["goods_description"].tolist() == ["PUMP + PARTS'S"] * 2
    assert rows["hs_code"].tolist() == ["841391"] * 2
    assert rows["country_of_origin"].tolist() == ["DE", "BR"]
    assert rows["net_mass"].fillna(0).tolist() == [12.5, 0] and rows["gross_mass"].fillna(0).tolist() == [0, 12.5]
    assert rows["acceptance_date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-05-06"] * 2
    assert received.rejected["row"].tolist() == ["4"], "the message of another kind is no declaration"


def test_a_draft_names_the_columns(tmp_path: Path) -> None:
    taken(tmp_path, GOOD.replace("84139100", "85423100", 1))
    text = draft(tmp_path / "in.edi")
    assert 'hs_code: {column: "item CST/2"}' in text and "item MEA+WT+N/3.2" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD[: GOOD.rindex("UNT")], "cut off"),
        (GOOD.replace("CST+", "CSU+"), "no CUSDEC with goods items"),
        (GOOD.replace("UNT+9+1'\nUNZ", "UNZ").replace("UNT+9+1'\nUNH", "UNH"), "has no end"),
        (GOOD.replace("UNOC", "UNOA"), "its character set"),
    ],
    ids=["cut", "no-items", "no-end", "signs"],
)
def test_broken_messages_are_refused(content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        taken(tmp_path, content)


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cusdec, "MOST_BYTES", 100)
    with pytest.raises(InputError, match="split it"):
        taken(tmp_path, GOOD)
