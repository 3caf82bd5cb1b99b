"""Each check finds what it is made for, and nothing just inside its limit."""

from __future__ import annotations

import math
from functools import cache

import pytest

from simulator.credibility import checks
from tests.simulator.credibility.records import AIR, RAIL, ROAD, SEA, VALUE, Change, day, frame, inspected

BULK: Change = {"package_type": "VR", "hs_code": "260111"}
TRANSIT: Change = {"declaration_type": "TR", "procedure_requested": "8000"}
IMPORT: Change = {"declaration_type": "IM", "procedure_requested": "4000"}

# check, base, a change that must be found, a change just inside the limit that must not
CASES: list[tuple[str, Change, Change, Change]] = [
    ("goods.heading", ROAD, {"hs_code": "770110"}, {"hs_code": "840110"}),
    ("goods.heading", ROAD, {"hs_code": "990000"}, {"hs_code": ""}),
    ("goods.code", ROAD, {"hs_code": "841399"}, {"hs_code": "841391"}),
    ("goods.wording_short", ROAD, {"goods_description": "xy-1 2"}, {"goods_description": "tea"}),
    ("goods.value_high", ROAD, {"statistical_value": VALUE * 1_001}, {"statistical_value": VALUE * 999}),
    ("goods.value_low", ROAD, {"statistical_value": VALUE / 1_001}, {"statistical_value": VALUE / 999}),
    ("goods.bulk_articles", ROAD, {"package_type": "VY"}, BULK),
    ("goods.bulk_articles", ROAD, {"package_type": "VY"}, {"package_type": "VO", "hs_code": "854911"}),
    ("goods.bulk_state", ROAD, BULK | {"package_type": "VL"}, BULK),
    ("goods.bulk_state", ROAD, BULK | {"hs_code": "270900"}, BULK | {"hs_code": "270900", "package_type": "VL"}),
    ("goods.bulk_state", ROAD, BULK | {"package_type": "VG"}, BULK | {"hs_code": "271111", "package_type": "VG"}),
    ("goods.bulk_in_container", SEA, BULK, BULK | {"container_indicator": "0"}),
    ("goods.unit", ROAD, {"supplementary_unit": "m2"}, {"supplementary_unit": ""}),
    ("goods.unit", ROAD, {"supplementary_unit": "m2"}, {"supplementary_unit": "m2", "hs_code": "841360"}),
    ("goods.unit_missing", ROAD, {"supplementary_quantity": math.nan}, {"supplementary_quantity": 1.0}),
    (
        "goods.unit_missing",
        ROAD,
        {"supplementary_quantity": 0.0},
        {"supplementary_quantity": math.nan, "hs_code": "841480"},
    ),
    ("goods.pieces_whole", ROAD, {"supplementary_quantity": 2.5}, {"supplementary_quantity": 2.0}),
    (
        "goods.pieces_whole",
        ROAD,
        {"supplementary_quantity": 2.5},
        {"supplementary_quantity": 2.5, "supplementary_unit": "m2"},
    ),
    ("goods.unit_mass", ROAD, {"supplementary_quantity": 201.0}, {"supplementary_quantity": 199.0}),
    ("goods.unit_mass", ROAD, {"supplementary_quantity": 1.0}, {"supplementary_quantity": 3.0}),
    ("mass.gross_below_net", ROAD, {"gross_mass": 999.9}, {"gross_mass": 1_000.0}),
    ("mass.net_zero", ROAD, {"net_mass": 0.0}, {"net_mass": 0.001}),
    ("mass.net_zero", ROAD, {"net_mass": 0.0}, {"net_mass": 0.0, "hs_code": "271600"}),
    ("mass.gross_zero", ROAD, {"gross_mass": 0.0}, {"gross_mass": 0.001}),
    ("mass.value_zero", ROAD, {"statistical_value": 0.0}, {"statistical_value": 0.01}),
    ("mass.packing_heavy", ROAD, {"gross_mass": 5_001.0}, {"gross_mass": 5_000.0}),
    ("mass.packing_list_below_net", ROAD, {"packing_list_gross_mass": 999.0}, {"packing_list_gross_mass": 1_000.0}),
    ("mass.packing_list_differs", ROAD, {"packing_list_gross_mass": 1_211.0}, {"packing_list_gross_mass": 1_209.0}),
    ("mass.packing_list_differs", ROAD, {"packing_list_gross_mass": 989.0}, {"packing_list_gross_mass": 991.0}),
    ("package.none", ROAD, {"package_count": 0.0}, {"package_count": 1.0}),
    ("package.none", ROAD, {"package_count": 0.0}, {"package_count": 0.0, "package_type": "VR"}),
    ("package.none", ROAD, {"package_count": 0.0}, {"package_count": 0.0, "package_type": "NE"}),
    ("package.not_whole", ROAD, {"package_count": 1.5}, {"package_count": 2.0}),
    (
        "package.mass_unusual",
        ROAD,
        {"package_type": "CT", "gross_mass": 3_001.0},
        {"package_type": "CT", "gross_mass": 3_000.0},
    ),
    (
        "package.mass_unusual",
        ROAD,
        {"package_type": "PX", "gross_mass": 149.0},
        {"package_type": "PX", "gross_mass": 150.0},
    ),
    (
        "package.mass_unusual",
        ROAD,
        {"package_type": "CT", "gross_mass": 30_000.0},
        {"package_type": "CT", "gross_mass": 30_001.0},
    ),
    (
        "package.mass_impossible",
        ROAD,
        {"package_type": "CT", "gross_mass": 30_001.0},
        {"package_type": "CT", "gross_mass": 30_000.0},
    ),
    (
        "package.mass_impossible",
        ROAD,
        {"package_type": "PX", "gross_mass": 14.9},
        {"package_type": "PX", "gross_mass": 15.1},
    ),
    (
        "package.too_many_for_containers",
        SEA,
        {"package_type": "PX", "package_count": 1_434.0},
        {"package_type": "PX", "package_count": 1_433.0},
    ),
    (
        "package.too_many_for_containers",
        SEA,
        {"package_type": "PX", "package_count": 2_867.0, "container_id": "CSQU3054383;CSQU3054383"},
        {"package_type": "PX", "package_count": 2_866.0, "container_id": "CSQU3054383;CSQU3054383"},
    ),
    (
        "package.too_many_for_lorries",
        ROAD,
        {"package_type": "PX", "package_count": 2_501.0},
        {"package_type": "PX", "package_count": 2_500.0},
    ),
    ("package.too_many_for_lorries", ROAD, {"package_type": "PX", "package_count": 2_501.0}, {"transport_units": 2.0}),
    ("load.lorry_heavy", ROAD, {"gross_mass": 28_501.0}, {"gross_mass": 28_500.0}),
    ("load.lorry_heavy", ROAD, {"gross_mass": 60_000.0}, {"gross_mass": 60_001.0}),
    ("load.lorry_heavy", ROAD, {"gross_mass": 40_000.0}, {"gross_mass": 40_000.0, "transport_units": 2.0}),
    ("load.lorry_heavy", ROAD, {"gross_mass": 40_000.0}, {"gross_mass": 40_000.0, "mode_at_border": "2"}),
    ("load.lorry_impossible", ROAD, {"gross_mass": 60_001.0}, {"gross_mass": 60_000.0}),
    ("load.lorry_impossible", ROAD, {"gross_mass": 60_001.0}, {"gross_mass": 300_000.0, "package_count": 1.0}),
    (
        "load.lorry_impossible",
        ROAD,
        BULK | {"gross_mass": 60_001.0, "package_count": 1.0},
        BULK | {"gross_mass": 120_000.0, "package_count": 1.0, "transport_units": 2.0},
    ),
    ("load.wagon_heavy", RAIL, {"gross_mass": 70_001.0}, {"gross_mass": 70_000.0}),
    ("load.wagon_impossible", RAIL, {"gross_mass": 120_001.0}, {"gross_mass": 120_000.0}),
    ("load.container_heavy", SEA, {"gross_mass": 28_801.0}, {"gross_mass": 28_800.0}),
    ("load.container_impossible", SEA, {"gross_mass": 34_001.0}, {"gross_mass": 34_000.0}),
    (
        "load.container_impossible",
        SEA,
        {"gross_mass": 68_001.0, "container_id": "CSQU3054383;QXAU0000000"},
        {"gross_mass": 68_000.0, "container_id": "CSQU3054383;QXAU0000000"},
    ),
    ("load.air_heavy", AIR, {"gross_mass": 100_001.0}, {"gross_mass": 100_000.0}),
    ("load.air_impossible", AIR, {"gross_mass": 150_001.0}, {"gross_mass": 150_000.0}),
    ("load.many_lorries", ROAD, {"gross_mass": 1_000_001.0}, {"gross_mass": 1_000_000.0}),
    (
        "load.post_heavy",
        ROAD,
        {"mode_at_border": "5", "gross_mass": 501.0},
        {"mode_at_border": "5", "gross_mass": 500.0},
    ),
    ("load.units_number", ROAD, {"transport_units": 0.0}, {"transport_units": 1.0}),
    ("load.units_number", ROAD, {"transport_units": 1.5}, {"transport_units": math.nan}),
    ("load.units_listed", ROAD, {"transport_unit_ids": "12-ABC-3;13-ABC-3"}, {"mode_at_border": "4"}),
    (
        "load.units_listed",
        ROAD,
        {"transport_units": 2.0},
        {"transport_units": 2.0, "transport_unit_ids": "12-ABC-3; 13-ABC-3"},
    ),
    (
        "load.containers_listed",
        SEA,
        {"transport_units": 2.0},
        {"transport_units": 2.0, "container_id": "CSQU3054383;QXAU0000000"},
    ),
    ("container.form", SEA, {"container_id": "CSQU305438"}, {"container_id": "CSQU 305438 4"}),
    ("container.form", SEA, {"container_id": "CSQU3054383;BOX 7"}, {"container_id": ""}),
    ("container.check_digit", SEA, {"container_id": "CSQU3054384"}, {"container_id": "CSQU305438"}),
    (
        "container.check_digit",
        SEA,
        {"container_id": "CSQU3054383;QXAU0000001"},
        {"container_id": "CSQU3054383;QXAU0000000"},
    ),
    (
        "container.repeated",
        SEA,
        {"container_id": "CSQU3054383;CSQU3054383"},
        {"container_id": "CSQU3054383;QXAU0000000"},
    ),
    ("container.no_number", SEA, {"container_id": ""}, {"container_id": "", "container_indicator": "0"}),
    ("container.no_indicator", SEA, {"container_indicator": "0"}, {"container_indicator": "1"}),
    ("container.by_air", AIR, {"container_indicator": "1"}, {"container_indicator": "1", "mode_at_border": "1"}),
    (
        "ship.number_form",
        SEA,
        {"active_border_transport_id": "IMO92379"},
        {"active_border_transport_id": "IMOGEN STAR"},
    ),
    ("ship.check_digit", SEA, {"active_border_transport_id": "IMO 9074728"}, {"active_border_transport_id": "9074729"}),
    ("ship.other_mode", ROAD, {"active_border_transport_id": "IMO 9074729"}, {"active_border_transport_id": "12-IM-9"}),
    (
        "flight.number_form",
        AIR,
        {"active_border_transport_id": "FLT76027"},
        {"active_border_transport_id": "X9123"},
    ),
    (
        "waybill.form",
        AIR,
        {"transport_document_number": "AWB-72227552"},
        {"transport_document_number": "999-12345676"},
    ),
    (
        "waybill.check_digit",
        AIR,
        {"transport_document_number": "999-12345676"},
        {"transport_document_number": "AWB-72227552"},
    ),
    ("wagon.form", RAIL, {"transport_unit_ids": "21812471217"}, {"transport_unit_ids": "52471217"}),
    ("wagon.check_digit", RAIL, {"transport_unit_ids": "218124712174"}, {"transport_unit_ids": "52471217"}),
    ("place.loading_form", ROAD, {"place_of_loading": "Utrecht"}, {"place_of_loading": "NLUTC"}),
    ("place.unloading_form", ROAD, {"place_of_unloading": "CHZR1"}, {"place_of_unloading": ""}),
    ("place.loading_country", ROAD, {"place_of_loading": "FRLEH"}, {"place_of_loading": "DEHAM"}),
    ("place.unloading_country", ROAD, {"place_of_unloading": "ITGOA"}, {"place_of_unloading": "DEHAM"}),
    ("place.loading_no_airport", AIR, {"place_of_loading": "NLRTM"}, {"place_of_loading": "NLMST"}),
    ("place.unloading_no_airport", AIR, {"place_of_unloading": "USHOU"}, {"place_of_unloading": "USMIA"}),
    ("place.loading_no_seaport", SEA, {"place_of_loading": "NLMST"}, {"place_of_loading": "NLAMS"}),
    ("place.unloading_no_seaport", SEA, {"place_of_unloading": "USORD"}, {"place_of_unloading": "TRMER"}),
    ("route.start", ROAD, {"countries_of_routing": "DE;CH"}, {"countries_of_routing": ""}),
    ("route.end", ROAD, {"countries_of_routing": "NL;DE"}, {"countries_of_routing": "NL;CH"}),
    ("route.repeated", ROAD, {"countries_of_routing": "NL;DE;NL;CH"}, {"countries_of_routing": "NL;BE;DE;CH"}),
    ("route.same_country", ROAD, {"country_of_destination": "NL"}, {"country_of_destination": "BE"}),
    ("route.same_country", ROAD, {"country_of_destination": "NL"}, TRANSIT | {"country_of_destination": "NL"}),
    ("route.no_land", ROAD, {"countries_of_routing": "NL;GT;AR;TR"}, {"countries_of_routing": "NL;TR"}),
    ("route.no_land", RAIL, {"countries_of_routing": "NL;BR"}, {"countries_of_routing": "NL;FR;GB"}),
    (
        "route.no_land",
        ROAD,
        {"countries_of_routing": "PA;CO"},
        {"countries_of_routing": "PA;CO", "mode_at_border": "1"},
    ),
    ("route.leg_missing", ROAD, {"countries_of_routing": "NL;CH"}, {"countries_of_routing": "NL;BE;FR;CH"}),
    ("route.no_port", SEA, {"countries_of_routing": "NL;KZ"}, {"countries_of_routing": "NL;GE;KZ"}),
    ("route.no_port", SEA, {"countries_of_routing": "NL;AM"}, {"countries_of_routing": "AZ;KZ"}),
    ("route.river_port", SEA, {"countries_of_routing": "NL;CH"}, {"countries_of_routing": "NL;IT;CH"}),
    ("route.detour", SEA, {"countries_of_routing": "AE;AO;EE"}, {"countries_of_routing": "AE;AO;LT"}),
    ("route.detour", ROAD, {"countries_of_routing": "AT;LU;HU"}, {"countries_of_routing": "AT;DE;RS"}),
    ("route.detour", SEA, {"countries_of_routing": "US;NL;MX;PA"}, {"countries_of_routing": "US;MX;PA"}),
    ("route.detour", ROAD, {"countries_of_routing": "CH;NL;SI;IT"}, {"countries_of_routing": "CH;AT;SI;IT"}),
    ("territory.inside_union", ROAD, {"country_of_destination": "BE"}, {"country_of_destination": "CH"}),
    (
        "territory.inside_union",
        ROAD,
        IMPORT | {"country_of_export": "DE", "country_of_destination": "NL"},
        TRANSIT | {"country_of_export": "DE", "country_of_destination": "NL"},
    ),
    (
        "territory.export_to_inside",
        ROAD,
        {"country_of_export": "CH", "country_of_destination": "NL"},
        {"country_of_export": "DE"},
    ),
    ("territory.export_from_outside", ROAD, {"country_of_export": "US"}, {"country_of_export": "FR"}),
    (
        "territory.import_from_inside",
        ROAD,
        IMPORT,
        IMPORT | {"country_of_export": "CH", "country_of_destination": "DE"},
    ),
    (
        "territory.import_to_outside",
        ROAD,
        IMPORT | {"country_of_export": "US"},
        IMPORT | {"country_of_export": "US", "country_of_destination": "NL"},
    ),
    (
        "territory.transit_elsewhere",
        ROAD,
        TRANSIT | {"country_of_export": "DE", "countries_of_routing": "DE;CH"},
        TRANSIT | {"country_of_export": "DE", "countries_of_routing": "DE;NL;CH"},
    ),
    (
        "territory.transit_at_home",
        ROAD,
        TRANSIT | {"country_of_destination": "NL"},
        TRANSIT | {"country_of_destination": "BE"},
    ),
    ("territory.office", ROAD, {"declaration_office": "GB000101"}, {"declaration_office": "DE000101"}),
    ("paper.sea_terms", ROAD, {"incoterm_code": "FOB"}, {"incoterm_code": "FCA"}),
    ("paper.sea_terms", AIR, {"incoterm_code": "CIF"}, {"incoterm_code": "CIF", "mode_at_border": "1"}),
    ("paper.terms_unknown", ROAD, {"incoterm_code": "DDU"}, {"incoterm_code": "DPU"}),
    (
        "paper.other_mode",
        RAIL,
        {"transport_document_number": "CMR-12345678"},
        {"transport_document_number": "SMGS-12345678"},
    ),
    (
        "paper.other_mode",
        ROAD,
        {"transport_document_number": "999-12345675"},
        {"transport_document_number": "12345678"},
    ),
    ("paper.other_mode", AIR, {"transport_document_number": "BOL-1"}, {"transport_document_number": "HAWB-1"}),
    (
        "paper.other_mode",
        AIR,
        {"transport_document_number": "CMR-1"},
        {"transport_document_number": "CMR-1", "mode_at_border": "1"},
    ),
    ("paper.procedure_direction", ROAD, {"procedure_requested": "4000"}, {"procedure_requested": "2300"}),
    ("paper.procedure_direction", ROAD, IMPORT | {"procedure_requested": "1000"}, IMPORT),
    ("paper.procedure_direction", ROAD, {"procedure_requested": "4000"}, {"procedure_requested": "40"}),
    ("paper.procedure_direction", ROAD, TRANSIT | {"procedure_requested": "1000"}, TRANSIT),
    (
        "paper.no_previous_document",
        ROAD,
        {"procedure_requested": "3171"},
        {"procedure_requested": "3171", "previous_document": "WH-1"},
    ),
    ("paper.nature_unknown", ROAD, {"nature_of_transaction": "13"}, {"nature_of_transaction": "12"}),
    (
        "paper.reference_without_code",
        ROAD,
        {"document_reference": "LIC-1"},
        {"document_reference": "LIC-1", "document_type_code": "X060"},
    ),
    (
        "paper.licence_without_number",
        ROAD,
        {"document_type_code": "X060"},
        {"document_type_code": "Y901"},
    ),
    (
        "paper.exemption_with_number",
        ROAD,
        {"document_type_code": "Y901", "document_reference": "LIC-1"},
        {"document_type_code": "X060", "document_reference": "LIC-1"},
    ),
    ("paper.origin_certificate", ROAD, {"certificate_of_origin": "CN"}, {"certificate_of_origin": ""}),
    ("money.currency_unknown", ROAD, {"invoice_currency": "XQX"}, {"invoice_currency": ""}),
    ("money.currency_of_others", ROAD, {"invoice_currency": "CNY"}, {"invoice_currency": "USD"}),
    (
        "money.currency_of_others",
        ROAD,
        {"invoice_currency": "CNY"},
        {"invoice_currency": "CNY", "consignor_country": "CN"},
    ),
    ("money.rate_zero", ROAD, {"exchange_rate": 0.0}, {"exchange_rate": 0.001}),
    ("money.rate_of_euro", SEA, {"exchange_rate": 1.08}, {"exchange_rate": 1.08, "invoice_currency": "USD"}),
    ("money.rate_one", ROAD, {"exchange_rate": 1.0}, {"exchange_rate": 1.001}),
    ("money.total_apart", SEA, {"invoice_total": VALUE * 3.01}, {"invoice_total": VALUE * 2.99}),
    ("money.total_apart", SEA, {"invoice_total": VALUE / 3.01}, {"invoice_total": VALUE * 101}),
    ("money.total_impossible", SEA, {"invoice_total": VALUE * 101}, {"invoice_total": VALUE * 99}),
    (
        "date.invoice_after_acceptance",
        ROAD,
        {"invoice_date": day("2031-03-11")},
        {"invoice_date": day("2031-03-10")},
    ),
    ("date.invoice_old", ROAD, {"invoice_date": day("2029-03-09")}, {"invoice_date": day("2029-03-10")}),
    (
        "date.transport_before_invoice",
        ROAD,
        {"transport_document_date": day("2031-02-02")},
        {"transport_document_date": day("2031-02-03")},
    ),
    (
        "date.transport_after_arrival",
        ROAD,
        IMPORT | {"transport_document_date": day("2031-03-11")},
        IMPORT | {"transport_document_date": day("2031-03-10")},
    ),
    (
        "date.transport_after_arrival",
        ROAD,
        IMPORT | {"transport_document_date": day("2031-03-11")},
        {"transport_document_date": day("2031-03-11")},
    ),
    (
        "date.packing_list_after_transport",
        ROAD,
        {"packing_list_date": day("2031-03-10")},
        {"packing_list_date": day("2031-03-09")},
    ),
    (
        "date.packing_list_apart",
        ROAD,
        {"packing_list_date": day("2031-01-03")},
        {"packing_list_date": day("2031-01-04")},
    ),
    (
        "date.founded_after",
        ROAD,
        {"consignee_founded": day("2031-03-11")},
        {"consignee_founded": day("2031-03-10")},
    ),
    ("party.same", ROAD, {"consignee_name": "NORVIK Pumps BV"}, {"consignee_name": "Norvik Pumps AG"}),
    ("party.consignor_number", ROAD, {"consignor_id": "DE1234567"}, {"consignor_id": "12345"}),
    (
        "party.consignee_number",
        ROAD,
        {"consignee_id": "EL123456789"},
        {"consignee_id": "EL123456789", "consignee_country": "GR"},
    ),
    (
        "party.address_country",
        ROAD,
        {"consignee_address": "3 Lake Road, Zelten, Austria"},
        {"consignee_address": "3 Austria Road, Zelten"},
    ),
    ("party.telephone", ROAD, {"contact_phone": "+49 5550 1234"}, {"contact_phone": "0 5550 1234"}),
    ("party.marks", ROAD, {"shipping_marks": "QZ/10"}, {"shipping_marks": "AG 10"}),
    ("party.marks", ROAD, {"shipping_marks": "QZ/10"}, {"shipping_marks": "N/M"}),
    (
        "party.end_use_elsewhere",
        ROAD,
        {"end_use_statement": "For use at our plant in Austria."},
        {"end_use_statement": "For use at our plant in Switzerland, not in Austria."},
    ),
]


@cache
def found() -> dict[str, set[int]]:
    """Rows that each check finds in one frame: the bad record of case ``n`` at ``2 * n``, its good one after it."""
    records = [base | change for _check, base, bad, good in CASES for change in (bad, good)]
    return {one.check.id: set(one.rows.tolist()) for one in inspected(frame(*records)).found}


@pytest.mark.parametrize("base", [ROAD, RAIL, SEA, AIR], ids=["road", "rail", "sea", "air"])
def test_nothing_is_found_in_a_good_declaration(base: Change) -> None:
    assert [one.check.id for one in inspected(frame(base)).found if len(one.rows)] == []


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)])
def test_a_check_finds_what_is_beyond_its_limit_alone(number: int) -> None:
    rows = found()[CASES[number][0]]
    assert 2 * number in rows
    assert 2 * number + 1 not in rows


def test_each_check_has_a_case() -> None:
    assert {case[0] for case in CASES} == set(checks())
    assert len(checks()) >= 40


def test_each_check_says_what_it_finds_and_where_its_limit_comes_from() -> None:
    assert [one.id for one in checks().values() if not (one.title and one.message and one.source and one.fields)] == []
