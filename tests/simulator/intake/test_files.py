"""What people really have: each kind of fault of files from elsewhere, and the right values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.intake import Intake, Received, load_mapping
from tests.simulator.intake.foreign import FIELDS, HEADER, PARTS, Take, faults, row

pytestmark = pytest.mark.slow


class TestLines:
    """Item 2: quotation marks, titles, totals."""

    def test_quotation_marks_that_are_signs_swallow_no_row(self, take: Take) -> None:
        top = "delimiter: ';'"
        lines = [
            row("A1", text='"PIPE; 5 INCH').replace(",", ";").replace("; 5", ", 5"),
            row("A2", kg="11").replace(",", ";"),
            row("A3", text='"TUBE', kg="30", value="90000").replace(",", ";"),
            row("A4", text='HOSE 5"', kg="7").replace(",", ";"),
        ]
        received = take(*lines, top=top, header=HEADER.replace(",", ";"))
        assert received.declarations["net_mass"].tolist() == [10, 11, 30, 7]
        assert received.report.mended["unquoted"] == 2
        assert received.declarations["goods_description"].tolist()[2:] == ['"TUBE', 'HOSE 5"']

    def test_a_row_with_a_cell_more_swallows_no_other(self, take: Take) -> None:
        received = take(row("A1", text='x,"PIPE 5'), row("A2", text='TUBE 3"'), row("A3"))
        assert received.report.read == 3 and received.declarations["declaration_id"].tolist() == ["A2", "A3"]

    def test_a_mark_that_never_closes_and_a_true_cell_of_two_lines(self, take: Take) -> None:
        received = take(row("A1", text='"one\ntwo, three"'), row("A2", text='"open'), row("A3"), row("A4"))
        assert received.declarations["declaration_id"].tolist() == ["A1", "A2", "A3", "A4"]
        assert received.declarations["goods_description"].tolist()[:2] == ["one\ntwo, three", '"open']

    def test_quoting_none_and_standard(self, take: Take) -> None:
        assert take(row(text='"x"'), top="quoting: none").declarations["goods_description"].tolist() == ['"x"']
        swallowed = take(row("A1", text='"x'), row("A2", text='y"'), top="quoting: standard")
        assert swallowed.report.accepted == 1, "the mapping says that it is one cell"

    def test_backslashes_and_a_blank_before_a_quotation_mark(self, take: Take) -> None:
        received = take(row("A1", text='"say \\"x\\", now"'), row("A2", name=' "Bell, Tools"'))
        assert received.declarations["goods_description"].tolist() == ['say "x", now', "p"]
        assert received.declarations["consignee_name"].tolist() == ["Bell", "Bell, Tools"]

    def test_a_delimiter_more_on_every_line_but_not_on_one(self, take: Take) -> None:
        assert take(row("A1") + ",", row("A2") + ",").report.accepted == 2
        assert take(row("A1"), row("A2") + ",").report.accepted == 1, "the cells of one line may be shifted"
        assert take(row("A1") + ",", row("A2") + ",", header=HEADER + ",").report.accepted == 2
        assert take(row("A1"), row("A2"), header=HEADER + ",").report.accepted == 2

    def test_titles_above_headers_again_and_totals_below(self, take: Take) -> None:
        titles = f"sep=,\n,,,,DATA,,,\n,,,,,,,\n{HEADER}"
        received = take(
            row("A1"), HEADER, row("A2"), "Total,,,,,,20,10", ",,,,,,,", "Source: the office,,,,,,,", header=titles
        )
        assert received.report.skipped == {"title": 3, "header": 1}
        assert received.declarations["declaration_id"].tolist() == ["A1", "A2"]
        assert received.rejected["row"].tolist() == ["8", "9", "10"]
        for cause in ("row of totals", "is blank", "title or note"):
            assert cause in faults(received)

    def test_another_delimiter_is_named(self, take: Take) -> None:
        with pytest.raises(InputError, match="delimiter: ';'"):
            take(row().replace(",", ";"), header=HEADER.replace(",", ";"))


class TestOutcomes:
    """Item 3: what a control found."""

    CELLS = ("1", "0", "1.0", "0.0", "NULL", "NA", "pending", "TRUE", "Y", "-1", "")

    def outcomes(self, take: Take, lists: str) -> tuple[list[bool | None], Received]:
        header = HEADER + ",found"
        lines = [f"{row(f'A{place}')},{cell}" for place, cell in enumerate(self.CELLS)]
        received = take(*lines, top=f"outcome: {{column: found, {lists}}}", header=header)
        assert received.violation is not None
        return [
            None if told is not True and told is not False else told for told in received.violation.tolist()
        ], received

    def test_two_lists_tell_and_the_rest_is_unknown_and_counted(self, take: Take) -> None:
        told, received = self.outcomes(take, 'violation_values: ["1", "true"], lawful_values: ["0"]')
        assert told == [True, False, True, False, None, None, None, True, None, None, None]
        report = received.report
        assert (report.violations, report.lawful, sum(report.unlisted.values())) == (3, 2, 5)

    def test_without_a_second_list_only_plain_opposites_are_lawful(self, take: Take) -> None:
        assert self.outcomes(take, 'violation_values: ["1"]')[0][:4] == [True, False, True, False]
        told, _ = self.outcomes(take, 'violation_values: ["pending"]')
        assert told.count(True) == 1 and told.count(False) == 0

    def test_one_cell_cannot_mean_both(self, take: Take) -> None:
        with pytest.raises(InputError, match="cannot mean both"):
            self.outcomes(take, 'violation_values: ["1"], lawful_values: ["1.0"]')


class TestRows:
    """Item 5: ids, dates, numbers."""

    def test_items_of_one_declaration_have_ids_of_their_own(self, take: Take) -> None:
        lines = [row("A1", hs=hs) for hs in ("841391", "841410", "854231")]
        told = faults(take(*lines))
        assert "repeats the id of row 2" in told and "columns: [number, item]" in told and "row_number" in told
        numbered = take(*lines, declaration_id="{column: id, row_number: yes}")
        assert numbered.declarations["declaration_id"].tolist() == ["A1/2", "A1/3", "A1/4"]
        joined = take(*lines, declaration_id="{columns: [id, hs], join: '-'}")
        assert joined.declarations["declaration_id"].tolist() == ["A1-841391", "A1-841410", "A1-854231"]
        bare = take(*lines, declaration_id="{row_number: yes}")
        assert bare.declarations["declaration_id"].tolist() == ["row-2", "row-3", "row-4"]

    def test_a_row_that_was_rejected_does_not_use_up_its_id(self, take: Take) -> None:
        received = take(row("A1", hs="999999"), row("A1", kg="7"), row("A1"))
        assert received.declarations["net_mass"].tolist() == [7]
        assert "repeats the id of row 3" in faults(received)

    def test_dates_of_many_forms(self, take: Take) -> None:
        def day(cell: str, rule: str) -> date | str:
            received = take(row(date=cell), acceptance_date=rule)
            return faults(received) or received.declarations["acceptance_date"][0].date()

        told = date(2024, 5, 6)
        for cell in ("2024-05-06", "2024-05-06 13:45:00", "2024-05-06T13:45:00Z", "2024-05-06T01:45:00.5+02:00"):
            assert day(cell, "{column: date}") == told
            assert day(cell, '{column: date, date_format: "%Y-%m-%d %H:%M:%S"}') == told
        assert day("2024-05", '{column: date, date_format: "%Y-%m"}') == date(2024, 5, 1)
        assert day("45418", "{column: date, date_format: serial}") == told
        assert day("20240506.0", '{column: date, date_format: "%Y%m%d"}') == told
        assert 'date_format: "%d.%m.%Y"' in str(day("06.05.2024", "{column: date}")), "the fault says what would help"
        assert "not a date" in str(day("1122024", '{column: date, date_format: "%d%m%Y"}')), "1 December or 11 February"
        none: dict[str, str | None] = dict.fromkeys(FIELDS)
        rules = none | {"declaration_id": "{column: id}", "acceptance_date": PARTS}
        parts = take("A1,2024,5,6", top="", header="id,y,m,d", **rules)
        assert parts.declarations["acceptance_date"][0].date() == told

    def test_numbers_as_people_write_them(self, take: Take) -> None:
        cells = ("1 234 567,5", "10 KG", "€ 5", "-0", "1.5e3", "(500)", "7-", "N/A")
        rule = "{column: kg, units: [kg, €], negative: unknown}"
        top = "decimal: ','\nthousands: space\nunknown: [N/A]\n"
        quoted = [row(f"A{place}", kg=f'"{cell}"') for place, cell in enumerate(cells) if cell != "1.5e3"]
        found = take(*quoted, top=top, net_mass=rule).declarations["net_mass"]
        assert found.tolist()[:4] == [1234567.5, 10, 5, 0] and found.isna().tolist() == [False] * 4 + [True] * 3
        assert take(row(kg="1.5e3")).declarations["net_mass"].tolist() == [1500]

    @pytest.mark.parametrize(
        ("cell", "advice"),
        [
            ("1,234.5", "thousands: ','"),
            ("1 234", "thousands: space"),
            ("10 KG", 'units: ["KG"]'),
            ("$1000", 'units: ["$"]'),
            ("(500)", "negative: unknown"),
            ("NULL", 'unknown: ["NULL"]'),
            ("1,5", "decimal: ','"),
            ("1.234.567,5", "decimal: ',' and thousands: '.'"),
        ],
    )
    def test_the_fault_says_what_the_mapping_can_do(self, take: Take, cell: str, advice: str) -> None:
        assert advice in faults(take(row(kg=f'"{cell}"')))

    def test_a_number_that_other_cells_make_doubtful_is_a_fault(self, take: Take) -> None:
        received = take(row("A1", kg='"1.234.567,50"'), row("A2", kg="1.234"), row("A3", kg="2.5"))
        assert received.declarations["declaration_id"].tolist() == ["A3"]
        assert "can be two numbers" in faults(received)


class TestCountries:
    """Item 6: countries in other codes and names."""

    def test_codes_and_names_are_translated(self, take: Take) -> None:
        cells = {
            "na": "NA",
            "USA": "US",
            "UK": "GB",
            "EL": "GR",
            "XI": "GB",
            "Germany": "DE",
            "Corée du Sud": "KR",
            "TW": "TW",
        }
        received = take(*(row(f"A{n}", origin=cell) for n, cell in enumerate(cells)))
        assert received.declarations["country_of_origin"].tolist() == list(cells.values())

    @pytest.mark.parametrize(
        ("cell", "why"),
        [
            ("XK", "Kosovo"),
            ("EU", "European Union"),
            ("AN", "withdrawn"),
            ("QU", "not specified"),
            ("Korea", "KR or KP"),
            ("Kosovo", "no code in ISO 3166"),
            ("840", "codes: numeric"),
            ("XYZ", "under 'values'"),
        ],
    )
    def test_what_is_no_country_is_explained(self, take: Take, cell: str, why: str) -> None:
        assert why in faults(take(row(origin=cell)))

    def test_numbers_where_the_mapping_says_so(self, take: Take) -> None:
        received = take(
            row("A1", origin="840"), row("A2", origin="36.0"), country_of_origin="{column: origin, codes: numeric}"
        )
        assert received.declarations["country_of_origin"].tolist() == ["US", "AU"]

    def test_unknown_cells_leave_namibia_alone(self, take: Take) -> None:
        received = take(row(origin="NA", kg="NA"), top="unknown: [NA]")
        assert received.declarations["country_of_origin"].tolist() == ["NA"]
        assert received.declarations["net_mass"].isna().tolist() == [True]


def test_a_file_that_is_one_endless_line_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    mapping = load_mapping("sad_template")
    for text in ('R1,"' + "y" * 3_000_000, "z" * 3_000_000):
        file.write_text(",".join(mapping.columns) + "\n" + text)
        with pytest.raises(InputError, match="row 2 has a line of more than 1000000 characters"):
            list(Intake(file, mapping))
        file.write_text(text)
        with pytest.raises(InputError, match="row 1 has a line"):
            Intake(file, mapping)
