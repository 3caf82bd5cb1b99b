"""Mappings of foreign files: every fault has its line, and those that come with Redlane load."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.intake import builtin_mappings, load_mapping


def test_a_faulty_mapping_names_every_fault_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(
        "nmae: x\n"  # codespell:ignore
        "source: s\n"
        "delimiter: ';;'\n"
        "encoding: klingon\n"
        "hs_edition: 2031\n"
        "fields:\n"
        "  hs_cod: {column: a}\n"
        "  net_mass: {column: a, constant: '1'}\n"
        "  gross_mass: {column: a, multiply: -1}\n"
        "  hs_code: {column: a, multiply: 2, evidence: e}\n"
        "  acceptance_date: {column: a, date_format: '%H'}\n"
        "  goods_description: {colum: a}\n"  # codespell:ignore
        "outcome: {column: found}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as error:
        load_mapping(path)
    found = {fault.split(": ")[0].rsplit(":", 1)[1] + fault.split(":", 2)[2][:40] for fault in error.value.faults}
    text = "\n".join(error.value.faults)
    for line, words in [
        (1, "unknown key 'nmae' in the mapping; did you mean 'name'?"),  # codespell:ignore
        (1, "'name' is missing"),
        (3, "delimiter ';;' must be one character"),
        (4, "encoding 'klingon'"),
        (5, "hs_edition '2031'"),
        (7, "unknown schema field 'hs_cod' in 'fields'; did you mean 'hs_code'?"),
        (8, "either a column or a constant"),
        (9, "multiply '-1' must be a positive number"),
        (9, "multiplies without 'evidence'"),
        (10, "'multiply' is for numbers"),
        (11, "date_format '%H'"),
        (12, "did you mean 'column'?"),
        (6, "'fields' needs declaration_id"),
        (13, "violation_values"),
    ]:
        assert any(f"map.yaml:{line}: " in fault and words in fault for fault in error.value.faults), (words, text)
    assert len(found) >= 14


def test_a_constant_is_checked_when_the_mapping_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(
        "name: n\nsource: s\nfields:\n  declaration_id: {column: a}\n  country_of_origin: {constant: XX}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=r"map.yaml:5: constant of 'country_of_origin': 'XX' is not an ISO 3166"):
        load_mapping(path)


@pytest.mark.parametrize("content", ["", "[1, 2]", "a: [", "\x00", "a: &a [*a]", "fields: 3"])
def test_what_is_no_mapping_is_an_input_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        load_mapping(path)


def test_mappings_that_come_with_redlane_load_and_an_unknown_name_lists_them() -> None:
    assert set(builtin_mappings()) == {"korea_import", "sad_template"}
    for name in builtin_mappings():
        assert load_mapping(name).fields
    with pytest.raises(InputError, match="one of: korea_import, sad_template"):
        load_mapping("korea_imports")


def test_the_example_of_the_page_on_files_loads_and_has_every_option(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "files.md").read_text(encoding="utf-8")
    path = tmp_path / "map.yaml"
    path.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    mapping = load_mapping(path)
    assert (mapping.delimiter, mapping.quoting, mapping.decimal, mapping.thousands) == (";", "auto", ",", ".")
    assert (mapping.digits, mapping.hs_edition) == ((9,), "2017") and set(mapping.unknown) == {"NULL", "N/A", "-"}
    key, day = mapping.fields["declaration_id"], mapping.fields["acceptance_date"]
    assert (key.columns, key.join, day.columns) == (("Number", "Item"), "/", ("Year", "Month", "Day"))
    assert mapping.fields["net_mass"].units == ("kg", "KGM") and mapping.fields["net_mass"].negative_unknown
    assert mapping.fields["country_of_origin"].numeric and mapping.outcome is not None


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("digits: many", "digits must be the length"),
        ("digits: 5", "digits must be the length"),
        ("quoting: maybe", "quoting 'maybe' must be"),
        ("thousands: '.'", "not the decimal sign"),
        ("  net_mass: {column: a, units: ['1']}", "units must be letters"),
        ("  net_mass: {column: a, negative: no}", "negative 'no' must be fault or unknown"),
        ("  net_mass: {row_number: yes}", "'row_number' is for declaration_id"),
        ("  hs_code: {column: a, units: kg}", "'units' is for numbers"),
        ("  hs_code: {column: a, join: '-'}", "'join' is for several"),
        ("  acceptance_date: {column: a, date_format: '%Y'}", "must give year and month"),
        ("  country_of_origin: {column: a, codes: iso}", "codes 'iso' must be letters or numeric"),
    ],
)
def test_a_wrong_option_is_a_fault_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    top, field = (line + "\n", "") if not line.startswith(" ") else ("", line + "\n")
    path = tmp_path / "map.yaml"
    path.write_text(f"name: n\nsource: s\n{top}fields:\n  declaration_id: {{column: id}}\n{field}", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_mapping(path)
    number = 3 if top else 5
    assert any(f"map.yaml:{number}: " in told and fault in told for told in error.value.faults), error.value.faults
