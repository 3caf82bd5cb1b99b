"""Intake: foreign files become schema frames; no row disappears, and every fault has its row."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Protocol

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.intake import Intake, Received, RejectFile, load_mapping, read
from simulator.reference import schema

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[3]
KOREA = (
    Path(os.environ.get("REDLANE_THIRD_PARTY", PROJECT.parent / "shared" / "third_party"))
    / "customs_declarations_kr_train.csv"
)

MAPPING = """\
name: a test
source: made here
fields:
  declaration_id: {column: id}
  acceptance_date: {column: day, date_format: "%d.%m.%Y"}
  country_of_destination: {column: to, values: {ZZ: null, UK: GB}}
  mode_at_border: {column: mode, values: {sea: "1", NO: null}}
  hs_code: {column: code}
  net_mass: {column: kg}
  statistical_value: {column: won, multiply: 0.5, evidence: assumption}
  goods_description: {column: text}
outcome: {column: found, violation_values: ["1"]}
"""
HEADER = "id,day,to,mode,code,kg,won,text,found"
GOOD = "A1,24.12.2031,NA,sea,8504.40,2.5,10,NA,1"


class Take(Protocol):
    """Reads text (or bytes) as a file by a mapping."""

    def __call__(self, content: str | bytes, mapping: str = MAPPING) -> Received: ...


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Read text (or bytes) as a file by the test mapping."""

    def go(content: str | bytes, mapping: str = MAPPING) -> Received:
        (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (tmp_path / "file.csv").write_bytes(data)
        return read(tmp_path / "file.csv", load_mapping(tmp_path / "map.yaml"))

    return go


def faults_of(received: Received) -> dict[int, str]:
    return {int(row): fault for row, fault in zip(received.rejected["row"], received.rejected["faults"], strict=True)}


def test_cells_become_fields_of_the_house_types(take: Take) -> None:
    received = take(f"{HEADER}\n{GOOD}\n")
    row = received.declarations.iloc[0]
    assert row["acceptance_date"] == pd.Timestamp(2031, 12, 24)
    assert row["country_of_destination"] == "NA", "Namibia is not a missing value"
    assert row["goods_description"] == "NA"
    assert row["mode_at_border"] == "1"
    assert row["hs_code"] == "850440"
    assert (row["net_mass"], row["statistical_value"]) == (2.5, 5.0)
    assert received.violation is not None and received.violation.tolist() == [True]
    kinds = {name: str(dtype) for name, dtype in received.declarations.dtypes.items()}
    assert kinds["declaration_id"] == "str" and kinds["hs_code"] == "category"
    assert kinds["net_mass"] == "float64" and kinds["acceptance_date"] == "datetime64[us]"
    assert set(kinds) <= set(schema())


def test_blank_cells_are_blank_in_text_and_unknown_elsewhere(take: Take) -> None:
    received = take(f"{HEADER}\nA1,,,,,,,,\n")
    row = received.declarations.iloc[0]
    assert row["goods_description"] == ""
    assert row.drop(["declaration_id", "goods_description"]).isna().all()
    assert received.violation is not None and received.violation.isna().all()


def test_values_translate_codes_and_null_means_unknown(take: Take) -> None:
    received = take(f"{HEADER}\nA1,,ZZ,NO,,,,,0\nA2,,UK,sea,,,,,0\n")
    assert received.declarations["country_of_destination"].astype("object").tolist()[1] == "GB"
    assert received.declarations["country_of_destination"].isna().tolist() == [True, False]
    assert received.declarations["mode_at_border"].isna().tolist() == [True, False], "NO is a code, not a boolean"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("A1,2031-12-24,NA,sea,850440,1,1,x,0", "day: '2031-12-24' is not a date"),
        ("A1,now,NA,sea,850440,1,1,x,0", "day: 'now' is not a date"),
        ("A1,31.02.2031,NA,sea,850440,1,1,x,0", "day: '31.02.2031' is not a date"),
        ("A1,24.12.2031,XX,sea,850440,1,1,x,0", "to: 'XX' is not an ISO 3166 country"),
        ("A1,24.12.2031,NA,boat,850440,1,1,x,0", "mode: 'boat' is not one of"),
        ("A1,24.12.2031,NA,sea,850499,1,1,x,0", "code: '850499' is not in HS 2022"),
        ("A1,24.12.2031,NA,sea,85044,1,1,x,0", "leading zero lost"),
        ("A1,24.12.2031,NA,sea,850440,-1,1,x,0", "kg: '-1' is negative"),
        ("A1,24.12.2031,NA,sea,850440,nan,1,x,0", "kg: 'nan' is not a number"),
        ("A1,24.12.2031,NA,sea,850440,inf,1,x,0", "kg: 'inf' is not a number"),
        ("A1,24.12.2031,NA,sea,850440,1e999,1,x,0", "kg: '1e999' is too large"),
        ("A1,24.12.2031,NA,sea,850440,1_000,1,x,0", "kg: '1_000' is not a number"),
        ("A1,24.12.2031,NA,sea,850440,三,1,x,0", "kg: '三' is not a number"),
        ("A1,24.12.2031,NA,sea,八五〇四四〇,1,1,x,0", "is not an HS code"),
        (" ,24.12.2031,NA,sea,850440,1,1,x,0", "id: is missing"),
        ("A0,24.12.2031,NA,sea,850440,1,1,x,0", "id: repeats the id of row 2"),
        ("A1,24.12.2031,NA", "has 3 cells where the header has 9"),
        ("A1,24.12.2031,NA,sea,850440,1,1,x,0,more", "has 10 cells where the header has 9"),
    ],
)
def test_a_bad_row_is_rejected_with_its_row_number_and_the_others_go_on(take: Take, line: str, named: str) -> None:
    received = take(f"{HEADER}\nA0,,,,,,,,\n{line}\nA9,,,,,,,,\n")
    assert list(received.declarations["declaration_id"]) == ["A0", "A9"]
    assert list(faults_of(received)) == [3]
    assert named in faults_of(received)[3]


def test_all_faults_of_a_row_are_joined_and_its_cells_are_kept(take: Take) -> None:
    received = take(f"{HEADER}\nA1,never,XX,sea,000000,-1,1,as it was,0\n")
    fault = faults_of(received)[2]
    assert [part.split(":")[0] for part in fault.split("; ")[:2]] == ["day", "to"]
    assert all(column in fault for column in ("day:", "to:", "code:", "kg:"))
    assert received.rejected["id"].tolist() == ["A1"] and received.rejected["text"].tolist() == ["as it was"]
    assert received.report.faults == {
        "acceptance_date": 1,
        "country_of_destination": 1,
        "hs_code": 1,
        "net_mass": 1,
    }


def test_rows_are_numbered_as_a_spreadsheet_shows_them(take: Take) -> None:
    """A quoted line break stays inside its row; a blank line takes a row."""
    received = take(f'{HEADER}\r\nA1,,,,,,,"two\r\nlines",\r\n\r\nA2,,,,,-5,,,\r\n')
    assert list(faults_of(received)) == [4]
    assert received.declarations["goods_description"].tolist() == ["two\r\nlines"]
    assert received.report.blank_lines == 1
    assert received.report.read == 2


def test_a_byte_order_mark_and_spaces_around_headers_do_not_matter(take: Take) -> None:
    assert len(take(b"\xef\xbb\xbf" + f"id , {HEADER[3:]}\n{GOOD}\n".encode()).declarations) == 1


def test_a_row_in_another_encoding_is_rejected_with_its_bytes_shown(take: Take) -> None:
    received = take(f"{HEADER}\nA1,,,,,,,caf".encode() + b"\xe9,\nA2,,,,,,,ok,\n")  # codespell:ignore
    assert "is not text in utf-8" in faults_of(received)[2]
    assert received.rejected.loc[0, "text"] == "caf\\xe9"  # codespell:ignore
    assert list(received.declarations["declaration_id"]) == ["A2"]
    named = take(f"{HEADER}\nA1,,,,,,,caf".encode() + b"\xe9,\n", MAPPING + "encoding: cp1252\n")  # codespell:ignore
    assert named.declarations["goods_description"].tolist() == ["café"]


def test_an_open_quotation_mark_costs_no_row(take: Take) -> None:
    lines = "".join(f"B{i},,,,,,,x,\n" for i in range(20_000))
    received = take(f'{HEADER}\nA1,,,,,,,"open,\n{lines}')
    assert received.report.accepted == received.report.read == 20_001
    assert received.report.mended == {"unquoted": 1}
    assert received.declarations["goods_description"].tolist()[:2] == ['"open', "x"]


def test_decimal_comma_semicolon_and_tab(take: Take) -> None:
    fields = "fields: {declaration_id: {column: id}, net_mass: {column: kg}}"
    mapping = f"name: n\nsource: s\ndelimiter: %s\ndecimal: ','\n{fields}\n"
    assert take("id;kg\n1;2,5\n2;1.000,5\n", mapping % "';'").declarations["net_mass"].tolist() == [2.5]
    assert take("id\tkg\n1\t2,5\n", mapping % "tab").declarations["net_mass"].tolist() == [2.5]


def test_an_older_hs_edition_is_accepted_at_heading_level_and_counted(take: Take) -> None:
    rows = f"{HEADER}\nA1,,,,850499,,,,\nA2,,,,999999,,,,\nA3,,,,85044010,,,,\n"
    received = take(rows, MAPPING + 'hs_edition: "2017"\n')
    assert received.declarations["hs_code"].tolist() == ["850499", "850440"]
    assert received.report.heading_level == 1
    assert "nor is its heading '9999'" in faults_of(received)[3]


def test_chunks_give_what_the_whole_file_gives(take: Take, tmp_path: Path) -> None:
    whole = take(f"{HEADER}\n" + "".join(f"A{i % 7},,DE,sea,850440,{i},,t{i},0\n" for i in range(20)))
    with Intake(tmp_path / "file.csv", load_mapping(tmp_path / "map.yaml"), chunk_rows=3) as intake:
        chunks = list(intake)
        assert intake.done == 1.0
    assert sum(len(chunk.declarations) for chunk in chunks) == len(whole.declarations) == 7
    assert pd.concat([chunk.rejected for chunk in chunks])["row"].tolist() == whole.rejected["row"].tolist()
    assert intake.report == whole.report


def test_an_empty_file_and_a_header_alone(take: Take) -> None:
    with pytest.raises(InputError, match="is empty"):
        take("")
    received = take(f"{HEADER}\n")
    assert (len(received.declarations), received.report.read) == (0, 0)
    assert "hs_code" in received.declarations


def test_files_that_are_no_text_are_named_for_what_they_are(take: Take, tmp_path: Path) -> None:
    for content, what in [
        (b"PAR1....", "damaged Parquet"),
        (b"PK\x03\x04", "damaged zip file or spreadsheet"),
        (bytes(range(256)), "not a header"),
    ]:
        with pytest.raises(InputError, match=what):
            take(content)
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(InputError, match=r"cannot be read|no such file"):
            read(path, load_mapping("korea_import"))


def test_missing_columns_are_all_named_with_the_line_of_the_mapping(take: Take) -> None:
    with pytest.raises(InputError) as error:
        take("id,day,to,mode,cod,kg,won,text\n")
    assert len(error.value.faults) == 2
    assert "map.yaml:8: " in error.value.faults[0] and "'code'; did you mean 'cod'?" in error.value.faults[0]
    assert "map.yaml:12: " in error.value.faults[1] and "'found'" in error.value.faults[1]


def test_the_reject_file_holds_what_was_rejected(take: Take, tmp_path: Path) -> None:
    received = take(f'{HEADER}\nA1,,XX,,,,,"a ""quoted"", cell",\nA2,,\nA3,,,,,,,,,x,y\n')
    with RejectFile(tmp_path / "rejected.csv", HEADER.split(",")) as rejects:
        rejects.write(received.rejected)
    with (tmp_path / "rejected.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["row"] for row in rows] == ["2", "3", "4"]
    assert rows[0]["id"] == rows[0]["id (source)"] == "A1"
    assert rows[0]["text"] == 'a "quoted", cell'
    assert rows[2]["extra_cells"] == "x,y"
    with pytest.raises(InputError, match="cannot be written"):
        RejectFile(tmp_path, [])


NASTY = st.one_of(
    st.sampled_from(["", "NA", "null", "1", "-1", "1e5", "nan", "8504.40", "850440", "DE", "ZZ", "24.12.2031", "\x00"]),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=8),
    st.text(alphabet='",\r\n\t; ab', max_size=8),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(NASTY, min_size=1, max_size=11), max_size=8))
def test_no_row_disappears(take: Take, rows: list[list[str]]) -> None:
    """Well-formed CSV of any cells: scored + rejected = read = the rows written."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER.split(","))
    writer.writerows(rows)
    received = take(out.getvalue())
    report = received.report
    assert report.accepted + report.rejected == report.read == len(rows)
    assert (len(received.declarations), len(received.rejected)) == (report.accepted, report.rejected)
    assert received.declarations["declaration_id"].is_unique


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=st.one_of(st.binary(max_size=200), st.text(alphabet='",\r\n\\ab1', max_size=200).map(str.encode)))
def test_any_bytes_under_the_header_are_scored_or_rejected(take: Take, tail: bytes) -> None:
    report = take(f"{HEADER}\n{GOOD}\n".encode() + tail).report
    assert report.accepted + report.rejected == report.read


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), encoding=st.sampled_from(["utf-8", "utf-16", "cp949", "cp1252", "utf-7"]))
def test_a_file_of_any_bytes_is_never_more_than_an_input_error(take: Take, content: bytes, encoding: str) -> None:
    try:
        take(content, MAPPING + f"encoding: {encoding}\n")
    except InputError as error:
        assert error.faults


@pytest.mark.skipif(
    not KOREA.is_file(), reason="the Korean data set is not here; name its folder in REDLANE_THIRD_PARTY"
)
def test_the_published_korean_file_is_read_to_the_last_row() -> None:
    received = read(KOREA, load_mapping("korea_import"))
    report = received.report
    assert report.accepted + report.rejected == report.read == 37_385
    assert (report.heading_level, report.chapter_level, report.rejected) == (1_441, 114, 0), "114 of the old 8803"
    assert report.digits == (6,)
    assert received.violation is not None and int(received.violation.sum()) == 8_114
