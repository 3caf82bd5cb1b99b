"""Files that are no delimited text: each is named for what its content is, or read like the same table as CSV."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.errors import InputError
from simulator.intake import Mapping, load_mapping, read

MAPPING = """name: t
source: t
{top}fields:
  declaration_id: {{column: id}}
  acceptance_date: {{column: date, date_format: "{form}"}}
  country_of_origin: {{column: origin}}
  hs_code: {{column: hs}}
  goods_description: {{column: text}}
  net_mass: {{column: kg}}
"""
HEADER = ("id", "date", "origin", "hs", "text", "kg")
Make = Callable[..., Mapping]


@pytest.fixture
def mapping(tmp_path: Path) -> Make:
    def make(form: str = "%Y-%m-%d", top: str = "") -> Mapping:
        (tmp_path / "map.yaml").write_text(MAPPING.format(form=form, top=top), encoding="utf-8")
        return load_mapping(tmp_path / "map.yaml")

    return make


def zipped(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as container:
        for name in names:
            container.writestr(name, "x")
    return written.getvalue()


XML = '<?xml version="1.0"?>\n<md:MetaData xmlns:md="urn:wco:datamodel:WCO"><md:WCOTypeName/></md:MetaData>'
NO_TABLES = [
    (XML.encode(), "is XML"),
    (XML.encode("utf-16"), "is XML"),
    (b"\xef\xbb\xbf" + XML.encode(), "is XML"),
    (b'<Declaration xmlns="urn:x">\n <ID>1</ID></Declaration>', "is XML"),
    (
        b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
        "Excel file in XML",
    ),
    (b"\r\n <html><body><table><tr><td>id</td></tr></table></body></html>", "HTML page"),
    (b'<?xml version="1.0"?><!DOCTYPE html><html></html>', "HTML page"),
    (b"<table border=1><tr><td>id</td></tr></table>", "HTML page"),
    (json.dumps([{"id": 1}]).encode(), "is JSON"),
    (json.dumps({"rows": [["id"], [1]]}, indent=1).encode(), "is JSON"),
    (b'{"id": 1}\n{"id": 2}\n', "is JSON"),
    (b"UNA:+.? 'UNB+UNOC:3+A+B+260101:1200+1'UNH+1+CUSDEC:D:96B:UN'", "EDIFACT"),
    (b"UNB+UNOA:2+A+B+260101:1200+1'\nUNH+1+CUSDEC:D:96B:UN'", "EDIFACT"),
    (b"ISA*00*          *00*          *ZZ*A", "X12"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"old Excel file \(.xls\)"),
    (gzip.compress(b"id,date\n"), "gzip"),
    (b"%PDF-1.7\n", "is a PDF"),
    (zipped("data.csv"), "is a zip file"),
    (zipped("content.xml", "mimetype"), "OpenDocument"),
    (zipped("xl/workbook.bin"), "binary Excel"),
    (zipped("data.csv")[:40], "damaged zip"),
    (b"SQLite format 3\x00" + bytes(90), "SQLite"),
]


@pytest.mark.parametrize(
    ("content", "what"), NO_TABLES, ids=[f"{n}-{what[:9]}" for n, (_, what) in enumerate(NO_TABLES)]
)
@pytest.mark.parametrize("name", ["file.csv", "file.xlsx"])
def test_what_is_no_table_is_named_by_its_content(
    content: bytes, what: str, name: str, mapping: Make, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=what) as error:
        read(tmp_path / name, mapping())
    assert len(error.value.faults) == 1
    assert any(advice in error.value.faults[0] for advice in ("save", "give", "unpack", "send"))


@pytest.mark.parametrize("first", ["<id>", "[id]", "{id}", '"[id]"', "UNB", "ISA", "<"])
def test_a_table_whose_first_column_looks_odd_is_read(first: str, mapping: Make, tmp_path: Path) -> None:
    rules = mapping()
    text = f'{first},date,origin,hs,text,kg,id\nx,2024-05-06,DE,841391,"<b>p</b>",1,A1\n'
    (tmp_path / "file.csv").write_text(text, encoding="utf-8")
    received = read(tmp_path / "file.csv", rules)
    assert received.declarations["goods_description"].tolist() == ["<b>p</b>"]


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [101.0, 102.0, 103.0, 103.0, 105.0],
            "date": [
                datetime(2024, 5, 6),
                datetime(2024, 5, 6, 13, 30),
                pd.NaT,
                datetime(2024, 1, 1),
                datetime(2024, 1, 1),
            ],
            "origin": ["DE", "BR", None, "NO", "QQ"],
            "hs": [84139100.0, 9011100.0, float("nan"), 85171300.0, 85171300.0],
            "text": ["pump", "coffee", None, "a", "b"],
            "kg": [10.0, 1234.5, float("nan"), 0.25, 1.0],
        }
    )


@pytest.mark.parametrize(
    ("form", "top"), [("%Y-%m-%d", ""), ("%d.%m.%Y", 'decimal: ","\nthousands: "."\n'), ("serial", "")]
)
def test_a_parquet_file_is_read_like_the_same_table_as_text(form: str, top: str, mapping: Make, tmp_path: Path) -> None:
    frame().to_parquet(tmp_path / "file.csv")
    received = read(tmp_path / "file.csv", mapping(form, top))
    taken = received.declarations
    assert taken["declaration_id"].tolist() == ["101", "102", "103"]
    assert taken["hs_code"].astype(object).tolist()[:2] == ["841391", "090111"]
    assert pd.isna(taken["hs_code"][2])
    assert taken["acceptance_date"].tolist()[:2] == [pd.Timestamp("2024-05-06")] * 2
    assert taken["net_mass"].tolist()[:2] == [10.0, 1234.5]
    assert received.rejected["row"].tolist() == ["5", "6"]
    assert "repeats the id of row 4" in received.rejected["faults"][0]
    assert "'QQ'" in received.rejected["faults"][1]
    assert received.rejected["id"].tolist() == ["103", "105"]


def test_other_types_of_parquet_are_read_as_people_wrote_them(mapping: Make, tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array(["A1"]).dictionary_encode(),
            "date": pa.array([date(2024, 5, 6)]),
            "origin": pa.array([b"DE"]),
            "hs": pa.array([Decimal("841391.00")], pa.decimal128(12, 2)),
            "text": pa.array(["p"], pa.large_string()),
            "kg": pa.array([0.1], pa.float32()),
        }
    )
    pq.write_table(table, tmp_path / "file.parquet")
    taken = read(tmp_path / "file.parquet", mapping()).declarations
    assert (taken["declaration_id"][0], taken["country_of_origin"][0], taken["hs_code"][0]) == ("A1", "DE", "841391")
    assert (taken["acceptance_date"][0], taken["net_mass"][0]) == (pd.Timestamp("2024-05-06"), 0.1)


def test_a_day_is_never_a_code_and_never_another_day(mapping: Make, tmp_path: Path) -> None:
    days = frame().iloc[:1].assign(hs=[datetime(2009, 11, 1)])
    days.to_parquet(tmp_path / "file.parquet")
    assert "2009-11-01" in read(tmp_path / "file.parquet", mapping()).rejected["faults"][0]
    far = frame().iloc[:1].assign(date=[datetime(2070, 1, 2)])
    far.to_parquet(tmp_path / "file.parquet")
    assert "2070-01-02" in read(tmp_path / "file.parquet", mapping("%d.%m.%y")).rejected["faults"][0]


def test_faults_of_a_whole_parquet_file(mapping: Make, tmp_path: Path) -> None:
    rules, file = mapping(), tmp_path / "file.parquet"
    frame().drop(columns="kg").to_parquet(file)
    with pytest.raises(InputError, match="no column 'kg'"):
        read(file, rules)
    frame().assign(text=pd.Series([["a"]] * 5, dtype=object)).to_parquet(file)
    with pytest.raises(InputError, match="'text' holds lists"):
        read(file, rules)
    frame().to_parquet(file)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(InputError, match="damaged Parquet"):
        read(file, rules)


class TestWorkbooks:
    """An .xlsx file."""

    def test_a_sheet_is_read_like_the_same_table_as_text(self, mapping: Make, tmp_path: Path) -> None:
        rows: list[tuple[object, ...]] = [
            ("Imports of May",),
            (),
            HEADER,
            (101, date(2024, 5, 6), "DE", 84139100, "pump", 1234.5),
            ("A2", "06.05.2024", "BR", 9011100, 'a "quoted" cell\nof two lines', "10"),
            (),
            HEADER,
            ("A3", date(2024, 5, 6), "XX", "8413.91", "p", 1),
            ("A4", date(2024, 5, 6), "DE", "8413.91", "p", 1, "a note"),
        ]
        workbook(tmp_path / "file.csv", {"Legend": [("id", "the number")], "Data": rows})
        received = read(tmp_path / "file.csv", mapping("%d.%m.%Y", 'decimal: ","\n'))
        taken = received.declarations
        assert taken["declaration_id"].tolist() == ["101", "A2"]
        assert taken["hs_code"].tolist() == ["841391", "090111"]
        assert taken["acceptance_date"].tolist() == [pd.Timestamp("2024-05-06")] * 2
        assert taken["net_mass"].tolist() == [1234.5, 10.0]
        assert received.rejected["row"].tolist() == ["8", "9"]
        assert "beside the 6 columns" in received.rejected["faults"][1]
        assert (received.report.skipped["blank"], received.report.skipped["header"]) == (1, 1)

    def test_two_sheets_with_the_columns_are_a_fault(self, mapping: Make, tmp_path: Path) -> None:
        workbook(tmp_path / "file.xlsx", {"May": [HEADER], "June": [HEADER]})
        with pytest.raises(InputError, match="'May', 'June' all have the columns"):
            read(tmp_path / "file.xlsx", mapping())

    def test_a_broken_and_an_empty_workbook(self, mapping: Make, tmp_path: Path) -> None:
        (tmp_path / "file.xlsx").write_bytes(zipped("xl/workbook.xml"))
        with pytest.raises(InputError, match="damaged workbook"):
            read(tmp_path / "file.xlsx", mapping())
        workbook(tmp_path / "file.xlsx", {"Data": []})
        with pytest.raises(InputError, match="is empty"):
            read(tmp_path / "file.xlsx", mapping())


def workbook(path: Path, sheets: dict[str, list[tuple[object, ...]]]) -> None:
    """A small workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
