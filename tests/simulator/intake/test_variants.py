"""Variants of what people really have: a cell of two meanings is a fault, and what means one thing is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.intake import load_mapping, read
from tests.simulator.intake.foreign import FIELDS, HEADER, Take, codes, faults, row

pytestmark = pytest.mark.slow


def dates(take: Take, form: str, cells: Sequence[str]) -> list[date | str]:
    """What each cell of a column of dates is read as, or its fault."""
    received = take(
        *(row(f"A{place}", date=cell) for place, cell in enumerate(cells)),
        acceptance_date=f'{{column: date, date_format: "{form}"}}',
    )
    days = dict(zip(received.declarations["declaration_id"], received.declarations["acceptance_date"], strict=True))
    told = dict(zip(received.rejected["id"], received.rejected["faults"], strict=True))
    return [days[key].date() if key in days else told[key] for key in (f"A{place}" for place in range(len(cells)))]


class TestCodes:
    @pytest.mark.parametrize(
        "cell", ["841391/854231", "841391 854231", "8413.91 8542.31", "8413.91.00-8542.31.00", "841391-854231"]
    )
    def test_two_codes_in_a_cell_are_a_fault(self, take: Take, cell: str) -> None:
        assert "holds two codes" in codes(take, cell)[0]

    def test_an_additional_code_behind_is_no_second_code(self, take: Take) -> None:
        assert codes(take, "84139100 80", "8413910000 2500", "8413.91.00-90", "84 139 100") == ["841391"] * 4

    def test_seven_digits_without_any_other_sign_can_be_two_codes(self, take: Take) -> None:
        assert "digits: 7 or digits: 8" in codes(take, "9011100")[0]
        assert codes(take, "9011100", "84139100") == ["090111", "841391"], "the column has codes of eight digits"

    def test_a_point_after_three_digits_in_a_column_of_groups_of_four_and_three(self, take: Take) -> None:
        assert "can be 901110 or, with a lost zero, 090111" in codes(take, "901.110", "8413.910")[0]
        assert codes(take, "901.110", "841.391") == ["901110", "841391"], "thousands of six digits"

    @pytest.mark.parametrize(
        "cell",
        [
            *("HS 8413.91", "HS841391", "#841391", "ex 8413 91", "CN 84139100", "TARIC 8413910000"),
            *("8413–91", "8413·91", "８４１３９１", "٨٤١٣٩١", "841391,0", "84139100,00"),
        ],
    )
    def test_names_in_front_dashes_and_digits_of_other_scripts(self, take: Take, cell: str) -> None:
        assert codes(take, cell) == ["841391"]


class TestDates:
    def test_a_column_with_days_and_months_in_both_orders_is_no_guess(self, take: Take) -> None:
        swapped, own, either, same = dates(take, "%m/%d/%Y", ("13/05/2024", "05/13/2024", "05/06/2024", "05/05/2024"))
        assert "not a date of the form" in str(swapped) and "can be two days" in str(either)
        assert (own, same) == (date(2024, 5, 13), date(2024, 5, 5))

    def test_one_slip_of_the_pen_makes_no_doubt(self, take: Take) -> None:
        read_as = dates(take, "%Y-%m-%d", [f"2024-05-{day}" for day in range(13, 25)] + ["2024-13-01", "2024-05-06"])
        assert read_as[-1] == date(2024, 5, 6) and "not a date" in str(read_as[-2])

    def test_a_year_that_no_declaration_has_is_a_fault(self, take: Take) -> None:
        assert all("in the year" in str(told) for told in dates(take, "%d.%m.%Y", ("06.05.0024", "31.12.9999")))

    def test_zones_behind_a_day_and_day_numbers_with_a_comma(self, take: Take) -> None:
        assert dates(take, "%Y-%m-%d", ("2024-05-06Z", "2024-05-06+02:00")) == [date(2024, 5, 6)] * 2
        assert dates(take, "serial", ('"45418,57"',)) == [date(2024, 5, 6)]


@pytest.mark.parametrize(("doubtful", "other"), [("1.234", "12,5"), ("1.234 kg", "12,5 kg"), ("-1.234", "0,75")])
def test_a_decimal_comma_in_the_column_makes_a_point_before_three_digits_doubtful(
    take: Take, doubtful: str, other: str
) -> None:
    lines = [row("A1", kg=doubtful), row("A2", kg=f'"{other}"'), row("A3", kg="1.5")]
    received = take(*lines, net_mass="{column: kg, units: [kg]}")
    assert received.declarations["net_mass"].tolist() == [1.5]
    assert "can be two numbers" in faults(received)


def test_digits_of_other_scripts_are_numbers(take: Take) -> None:
    assert take(row("A1", kg="１２３"), row("A2", kg="١٢٣")).declarations["net_mass"].tolist() == [123, 123]


def test_an_id_that_lost_digits_is_a_fault(take: Take) -> None:
    assert "lost digits in a spreadsheet" in faults(take(row("1.23457E+12")))


def test_totals_without_a_word_are_no_declaration(take: Take) -> None:
    received = take(row("A1"), ",,,,,,100,5", declaration_id="{row_number: yes}")
    assert received.declarations["declaration_id"].tolist() == ["row-2"]
    assert "row of totals" in faults(received)


def test_a_tab_or_a_hard_blank_before_a_quotation_mark(take: Take) -> None:
    received = take(row("A1", name='\t"Bell, Tools"'), row("A2", name='\u00a0"Bell, Tools" '))
    assert received.declarations["consignee_name"].tolist() == ["Bell, Tools"] * 2


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Congo, Dem. Rep.", "CD"),
        ("Dem. People's Rep. of Korea", "KP"),
        ("China, Hong Kong SAR", "HK"),
        ("Hong Kong SAR, China", "HK"),
        ("Egypt, Arab Rep.", "EG"),
        ("République tchèque", "CZ"),
        ("Birmanie", "MM"),
        ("Lao PDR", "LA"),
    ],
)
def test_names_of_countries_in_public_trade_data(take: Take, cell: str, code: str) -> None:
    assert take(row(origin=f'"{cell}"')).declarations["country_of_origin"].tolist() == [code]


def file_in(folder: Path, encoding: str, said: str, name: str) -> list[str]:
    """The names read from a file of one encoding with a mapping that says another."""
    rules = "".join(f"  {field}: {rule}\n" for field, rule in FIELDS.items())
    (folder / "map.yaml").write_text(f"name: t\nsource: t\nencoding: {said}\nfields:\n{rules}", encoding="utf-8")
    (folder / "in.csv").write_bytes(f"{HEADER}\n{row(name=name)}\n".encode(encoding))
    return list(read(folder / "in.csv", load_mapping(folder / "map.yaml")).declarations["consignee_name"])


def test_utf8_is_not_read_as_an_encoding_of_one_byte(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        for said in ("cp1252", "latin-1", "cp1250"):
            with pytest.raises(InputError, match=r"is UTF-8, not .*; say encoding: utf-8"):
                file_in(tmp_path, encoding, said, "Müller")


def test_latin_1_is_read_as_windows_writes_it(tmp_path: Path) -> None:
    assert file_in(tmp_path, "cp1252", "latin-1", "Müller 5 €") == ["Müller 5 €"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a.csv" + b"\0" * 252 + b"ustar\x0000", "is a tar file"),
        (b"\x1f\x9d\x90", "is a file of compress"),
        (b"\x04\x22\x4d\x18xx", "is an LZ4 file"),
        (b"FEA1", "is an Arrow file"),
        (b"$FL2@(#) SPSS DATA FILE", "is an SPSS file"),
        (b"<stata_dta><header>", "is a Stata file"),
        (b"ID;PWXL;N;E\nC;Y1;X1\n", "is a SYLK file"),
        (b"INSERT INTO t (id) VALUES (1);", "is SQL"),
        (b"[1, 2, 3]", "is JSON"),
    ],
)
def test_more_files_that_are_no_tables_are_told_what_they_are(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(InputError, match=told):
        read(tmp_path / "in.csv", load_mapping("sad_template"))


def test_lines_that_are_quoted_as_a_whole_are_named(take: Take) -> None:
    with pytest.raises(InputError, match="each line stands in quotation marks as one cell"):
        take(f'"{row()}"', header=f'"{HEADER}"')


def test_a_header_that_begins_like_another_kind_of_file_is_a_header(take: Take) -> None:
    """Spreadsheet programs take a table that begins with ID;P for a SYLK file."""
    lines = [row("A1").replace(",", ";")]
    header = HEADER.replace("id,date", "ID;Place").replace(",", ";")
    none = {"declaration_id": "{column: ID}", "acceptance_date": None}
    assert take(*lines, top="delimiter: ';'", header=header, **none).report.accepted == 1
