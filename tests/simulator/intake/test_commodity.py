"""Codes of the HS as spreadsheets and exporters leave them."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.derived import derive
from simulator.intake import load_mapping
from simulator.reference import strategic_match
from tests.simulator.intake.foreign import Take, codes, row

pytestmark = pytest.mark.slow


class TestCodes:
    """Item 1: HS codes."""

    def test_floats_lost_zeros_and_the_marks_of_spreadsheets(self, take: Take) -> None:
        cells = ("90111.0", "9011100.0", "841391.0", "'841391", '="841391"', "84.13.91", "8413 91 00", "8413-91-00")
        assert codes(take, *cells) == ["090111", "090111", *["841391"] * 6]
        lost, short, group = codes(take, "8.41E+09", "8413", "9011.1")
        assert "lost digits in a spreadsheet" in lost and "not an HS code" in short and "zero lost at the end" in group

    def test_national_codes_of_any_length_and_a_cell_of_two_meanings(self, take: Take) -> None:
        good = ("841391000", "841391000000", "84139100000", "8413.91.00.000X", "8413.91.9096", "841391005")
        *read_as, nine, eleven = codes(take, *good, "90111000", "9011100000")
        assert read_as == ["841391"] * 6
        assert "can be 901110 or, with a lost zero, 090111" in nine and "digits: 8 or digits: 9" in nine
        assert "can be 901110 or, with a lost zero, 090111" in eleven

    @pytest.mark.parametrize(
        ("digits", "cell", "code"),
        [
            ("9", "90111000", "090111"),
            ("8", "90111000", "901110"),
            ("11", "9011100000", "090111"),
            ("7", "9011100", "901110"),
            ("8", "9011100", "090111"),
            ("[6, 8]", "9011100", "090111"),
            ("12", "841391000000", "841391"),
        ],
    )
    def test_the_mapping_states_the_digits(self, take: Take, digits: str, cell: str, code: str) -> None:
        assert codes(take, cell, top=f"digits: {digits}") == [code]

    def test_another_length_than_stated_is_a_fault_and_two_can_leave_a_doubt(self, take: Take) -> None:
        assert "the mapping states digits: 9" in codes(take, "8413910000", top="digits: 9")[0]
        assert "can be 901110 or" in codes(take, "90111000", top="digits: [8, 9]")[0]

    def test_groups_show_where_a_code_begins(self, take: Take) -> None:
        assert codes(take, "901.11", "9011.10", "0901.11.00", "501.00", "84139100 B", "84,139,100") == [
            *("090111", "901110", "090111", "050100", "841391", "841391")
        ]

    def test_the_report_says_what_was_found_and_what_was_put_back(self, take: Take, tmp_path: Path) -> None:
        report = take(row("A1", hs="841391000"), row("A2", hs="30487000")).report
        assert (report.digits, report.restored) == ((9,), 1)
        told = " ".join(report.sentences(load_mapping(tmp_path / "map.yaml")))
        assert "9 digits (as the column shows" in told and "leading zero was put back: 1" in told

    def test_older_editions(self, take: Take) -> None:
        edition = 'hs_edition: "2017"'
        received = take(
            *(row(f"A{n}", hs=hs) for n, hs in enumerate(("854140", "880330", "852580", "841391"))), top=edition
        )
        report = received.report
        assert (report.accepted, report.heading_level, report.chapter_level, report.match_unknown) == (4, 2, 1, 1)
        match = derive(received.declarations, edition="2017")["strategic_match"].astype("object")
        assert match.isna().tolist() == [True, False, False, False], "the heirs of 854140 differ"
        assert match.tolist()[1:] == ["ex", "ex", "ex"]
        assert "nor is its heading" in codes(take, "999999", top=edition)[0]
        assert 'state hs_edition: "2017"' in codes(take, "854140")[0]

    def test_a_code_that_lost_goods_to_a_new_one_is_not_surely_ordinary(self) -> None:
        """Safety cabinets (8414.70) were in 8414.80 up to HS 2017."""
        assert strategic_match("841480", "2022") == "" and strategic_match("841480", "2017") is None
